"""The front page."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import make_article

from search.facets.facet_counts import FacetValue
from search.service import search as searching
from search.service.search import Overview


def test_empty_archive_says_how_to_fill_it(archive: None, client: Client) -> None:
    html = client.get("/").content.decode()
    assert "الأرشيف فارغ بعد." in html
    assert "load_articles" in html


def test_latest_articles_and_counts(
    archive: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article("متحف جديد في حلب")
    overview = Overview(
        11,
        (FacetValue("demo", "صحيفة التجربة", 11),),
        (FacetValue("2024", "2024", 11), FacetValue("approximate", "تقريبي", 2)),
    )
    monkeypatch.setattr(searching, "archive_overview", lambda: overview)
    html = client.get("/").content.decode()
    assert article.get_absolute_url() in html
    assert "11 مقالاً في الأرشيف" in html
    assert 'href="/search/?outlet=demo"' in html
    assert 'href="/search/?date=2024"' in html
