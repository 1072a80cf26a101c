"""Searching from the command line: what is asked for wrongly is told in a line."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from search.index.index_home import index_home
from search.index.worker import drain_all
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "narrowed", ["date=مارس", "date=2024-13", "basis=rumour", "outlet=", "colour=red", "outlet"]
)
@pytest.mark.usefixtures("archive_home")
def test_an_impossible_facet_is_named(narrowed: str) -> None:
    with pytest.raises(CommandError, match=narrowed):
        call_command("search_articles", "حلب", facet=[narrowed])


@pytest.mark.parametrize(
    ("match", "found"),
    [
        ("exact", {"حلب"}),
        ("inflection", {"حلب", "وحلب"}),
        ("family", {"حلب", "وحلب"}),
        ("root", {"حلب", "وحلب", "حليب"}),
    ],
)
@pytest.mark.usefixtures("archive_home")
def test_a_width_is_named_and_those_of_earlier_versions_too(
    match: str, found: set[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for title in ("حلب", "وحلب", "حليب"):
        make_article(title, "نص")
    drain_all(index_home())
    call_command("search_articles", "حلب", f"--match={match}", "--json")
    told = json.loads(capsys.readouterr().out)
    assert {hit["title"] for hit in told["hits"]} == found
    assert told["total"] == len(found)


@pytest.mark.usefixtures("archive_home")
def test_an_unknown_width_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(CommandError, match=r"--match.*exact.*inflection.*root"):
        call_command("search_articles", "حلب", "--match=wide")
