"""From the article to the next and the previous result, to each match, and back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import Article
from tests.factories import make_article, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def frosts(index: Callable[[], None]) -> list[Article]:
    """Twelve articles on frost, the newest last, and one of another outlet."""
    outlet = make_outlet("جريدة الميناء", slug="paper")
    made = [
        make_article(
            f"خبر {day}",
            "صقيع في الجبل.\nوسطر آخر.\nثم صقيع جديد.",
            outlet=outlet,
            day=date(2021, 1, day),
        )
        for day in range(1, 13)
    ]
    make_article("خبر آخر", "صقيع", day=date(2021, 1, 20))
    index()
    return made


def link(html: str, name: str) -> str | None:
    found = re.search(rf'href="([^"]+)"[^>]*>{name}</a>', html)
    return found[1].replace("&amp;", "&") if found else None


def hits(html: str) -> list[str]:
    return [
        each.replace("&amp;", "&")
        for each in re.findall(r'<h2 class="item-title">\s*<a href="([^"]+)"', html)
    ]


def test_every_result_is_reached_from_the_one_before(client: Client, frosts: list[Article]) -> None:
    results = client.get("/search/?q=صقيع&outlet=paper&sort=newest").content.decode()
    address: str | None = hits(results)[0]
    seen = []
    while address:
        html = client.get(address).content.decode()
        seen.append(re.search("/article/([^/]+)/", address)[1])  # type: ignore[index]
        before = link(html, "النتيجة السابقة")
        assert (before is None) == (len(seen) == 1)
        address = link(html, "النتيجة التالية")
    assert seen == [article.public_id for article in reversed(frosts)]


@pytest.mark.usefixtures("frosts")
def test_back_leads_to_the_page_and_the_place(client: Client) -> None:
    results = client.get("/search/?q=صقيع&outlet=paper&sort=newest&page=2").content.decode()
    html = client.get(hits(results)[1]).content.decode()
    assert "النتيجة 12 من 12" in html
    back = link(html, "العودة إلى النتائج")
    assert back == "/search/?q=صقيع&sort=newest&outlet=paper&page=2#result-2"
    assert 'id="result-2"' in client.get(back).content.decode()


def test_what_was_hidden_meanwhile_leads_nowhere(
    client: Client, frosts: list[Article], index: Callable[[], None]
) -> None:
    address = hits(client.get("/search/?q=صقيع&outlet=paper&sort=newest").content.decode())[0]
    hide_articles([frosts[-2]], Reasons("سبب"))
    html = client.get(address).content.decode()
    assert frosts[-2].public_id not in html
    index()
    html = client.get(address).content.decode()
    assert frosts[-3].public_id in (link(html, "النتيجة التالية") or "")


def test_a_place_that_is_another_articles_by_now_keeps_the_way_back(
    client: Client, frosts: list[Article]
) -> None:
    html = client.get(f"{frosts[0].get_absolute_url()}?q=صقيع&hit=3").content.decode()
    assert link(html, "النتيجة التالية") is None
    assert link(html, "العودة إلى النتائج") == "/search/?q=صقيع#result-3"


@pytest.mark.parametrize("place", ["0", "-1", "x", "999999", "9" * 40, "²"])
def test_a_place_that_is_none_is_passed_over(
    client: Client, frosts: list[Article], place: str
) -> None:
    assert client.get(frosts[0].get_absolute_url(), {"q": "صقيع", "hit": place}).status_code == 200


def test_paragraphs_with_matches_are_linked(client: Client, frosts: list[Article]) -> None:
    html = client.get(f"{frosts[0].get_absolute_url()}?q=صقيع").content.decode()
    assert re.findall(r'href="#(p\d+)"', html) == ["p1", "p3"]
    assert 'id="p3"' in html


def test_without_words_results_follow_each_other_too(client: Client, frosts: list[Article]) -> None:
    results = client.get("/search/?outlet=paper").content.decode()
    html = client.get(hits(results)[0]).content.decode()
    assert frosts[-2].public_id in (link(html, "النتيجة التالية") or "")


def test_one_query_more_finds_the_neighbours(
    frosts: list[Article], count_queries: CountQueries
) -> None:
    address = frosts[-1].get_absolute_url()
    alone = count_queries(address, q="صقيع")
    assert count_queries(address, q="صقيع", outlet="paper", sort="newest", hit="1") <= alone + 1
