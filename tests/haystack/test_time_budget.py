"""Haystack's searches are bounded too: what was found in time is given."""

from __future__ import annotations

import time
from itertools import chain, repeat

import pytest
from haystack.query import SearchQuerySet

from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]


def test_whenever_time_runs_out_what_was_found_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("حلب تفتح متحف الخزف", "حلب تنتظر المطر"):
        make_article(title)
    drain_all(index_home())
    given_up = partial = 0
    for moment in range(40):
        clock = chain(repeat(0.0, moment), repeat(99.0))
        search = SearchQuerySet().auto_query("حلب").facet("language").query_facet("text", "متحف")
        with monkeypatch.context() as patched:
            patched.setattr(time, "perf_counter", clock.__next__)
            found = list(search[:10])
            counts = search.facet_counts()
        if not found:
            given_up += 1
            continue
        assert len(found) == 2
        partial += not counts.get("fields", {}).get("language")
    assert given_up
    assert partial
    assert counts["fields"]["language"] == [("ar", 2)]
    assert counts["queries"] == {"text_متحف": 1}
