"""Is this address archived: the page that shows its versions, and those of a site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.captures.document_keys import address_key
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Capture, DocumentAddress
from search.templatetags.address_display import web_address_parts
from tests.factories import make_article, make_capture, make_outlet
from tests.pages.conftest import CountQueries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

PAGE = "https://example.org/خبر"


def captured(address: str = PAGE, day: int = 1, uri: str = "", **more: Any) -> Capture:
    uri = uri or address
    DocumentAddress.objects.get_or_create(key=address_key(address), defaults={"uri": uri})
    made = datetime(2024, 10, day, 12, tzinfo=UTC)
    fields = {"captured_at": made, "captured": made.date(), **more}
    return make_capture(f"{address} {day}", uri=uri, url=address, **fields)


def shown(client: Client, address: str, status: int = 200, **more: str) -> str:
    response = client.get("/addresses/", {"url": address, **more})
    assert response.status_code == status
    return response.content.decode()


def test_versions_are_shown_with_day_outlet_article_and_what_changed(english: Client) -> None:
    first, second = captured(day=1), captured(day=9)
    outlet = make_outlet("صحيفة الاختبار", name_en="Test Paper")
    article = make_article("عنوان الخبر", capture=second, outlet=outlet)
    html = shown(english, f"example.org/{quote('خبر')}?utm_source=x")
    assert "2 versions" in html
    assert html.index("9 October 2024") < html.index("1 October 2024")
    assert "عنوان الخبر" in html
    assert "Test Paper" in html
    for version in (first, second):
        assert f'href="/capture/{version.pk}/"' in html
        assert f"/article/{article.public_id}/versions/?from={version.pk}" in html


def test_one_version_has_nothing_to_compare(english: Client) -> None:
    make_article(capture=captured())
    html = shown(english, PAGE)
    assert "1 version" in html
    assert "What changed" not in html


def test_what_is_not_there_is_told_with_a_way_out(english: Client) -> None:
    html = shown(english, "https://example.org/other")
    assert "no capture of this address" in html
    assert "?url=example.org/%2A" in html


@pytest.mark.parametrize(
    "typed", ["دمشق", "ftp://example.org/", "*.example.org/a", "http://" + "a" * 2100]
)
def test_what_is_no_address_is_told_on_the_page(english: Client, typed: str) -> None:
    assert 'role="alert"' in shown(english, typed)


def test_an_empty_page_explains_itself(english: Client) -> None:
    assert "Paste the address" in english.get("/addresses/").content.decode()


def test_a_withdrawn_version_stands_without_content(english: Client) -> None:
    gone = captured()
    make_article("عنوان مسحوب", capture=gone)
    withdraw(gone, "حكم محكمة")
    html = shown(english, PAGE)
    assert "Withdrawn" in html
    assert "حكم محكمة" in html
    assert "1 October 2024" in html
    assert "عنوان مسحوب" not in html


def test_hidden_and_closed_are_nowhere(english: Client) -> None:
    hidden = captured()
    hide_articles([make_article("عنوان مخفي", capture=hidden)], Reasons("سبب"))
    assert "no capture of this address" in shown(english, PAGE)
    assert "no address that begins so" in shown(english, "example.org/*")


def test_a_version_made_at_another_address_says_so(english: Client) -> None:
    captured(day=1)
    captured("https://example.org/story-1", 2, uri=PAGE)
    html = shown(english, PAGE)
    assert "Captured at" in html
    assert "<bdi>story-1</bdi>" in html


def test_an_undated_version_says_when_it_was_loaded(english: Client) -> None:
    captured(captured=None, captured_at=None)
    html = shown(english, PAGE)
    assert "Day not known" in html
    assert "loaded on" in html


def test_many_versions_come_in_pages(english: Client) -> None:
    DocumentAddress.objects.create(key=address_key(PAGE), uri=PAGE)
    for number in range(60):
        make_capture(f"{number}", uri=PAGE, url=PAGE, captured=date(2000 + number, 1, 1))
    html = shown(english, PAGE)
    assert "60 versions" in html
    assert "January 2059" in html
    assert "January 2000" not in html
    assert "January 2000" in shown(english, PAGE, page="2")


def test_a_site_is_listed_by_its_addresses_page_by_page(english: Client) -> None:
    for number in range(70):
        captured(f"https://example.org/news/{number:03}")
    captured("https://example.org/news/000", 5)
    make_article("عنوان الأول", capture=captured("https://example.org/news/000", 9))
    html = shown(english, "example.org/news/*")
    assert "3 versions" in html
    assert "1 October 2024 – 9 October 2024" in html
    assert "عنوان الأول" in html
    assert "news/049" in html
    assert "news/050" not in html
    rest = shown(english, "example.org/news/*", after="https://example.org/news/049")
    assert "news/050" in rest
    assert "news/069" in rest
    assert "More addresses" not in rest


def test_a_page_costs_six_queries_at_most(count_queries: CountQueries) -> None:
    for number in range(12):
        captured(day=number + 1)
        make_article(capture=captured(f"https://example.org/{number}"))
    assert count_queries("/addresses/", url=PAGE) <= 6
    assert count_queries("/addresses/", url="example.org/*") <= 6


@pytest.mark.parametrize("access", ["captures-private", "private"])
def test_a_closed_archive_asks_who_is_there(client: Client, settings: Any, access: str) -> None:
    settings.ARCHIVE_ACCESS = access
    captured()
    assert client.get("/addresses/", {"url": PAGE}).status_code == 302
    client.force_login(User.objects.create_user("reader"))
    assert client.get("/addresses/", {"url": PAGE}).status_code == 200


def test_a_query_that_is_an_address_is_offered_the_page(
    index: Callable[[], None], english: Client
) -> None:
    index()
    html = english.get("/search/", {"q": PAGE}).content.decode()
    assert f"/addresses/?url={quote(PAGE, safe='/')}" in html
    assert "address-offer" not in english.get("/search/", {"q": "دمشق"}).content.decode()


def test_strange_places_in_a_list_do_no_harm(english: Client) -> None:
    captured()
    for place in (
        "x",
        "\0",
        "https://example.org/" + "z" * 3000,
        "http://[",
        "https://zz.example/",
    ):
        shown(english, "example.org/*", after=place)
        assert (
            english.get("/addresses/", {"url": "*.example.org", "from": place}).status_code == 200
        )


def test_an_address_is_shown_part_by_part_and_never_as_markup() -> None:
    shown_parts = web_address_parts("https://example.org/خبر/2021?<b>=1")
    assert "<bdi>خبر</bdi><wbr><bdi>/</bdi><wbr><bdi>2021</bdi>" in shown_parts
    assert "&lt;b&gt;=1" in shown_parts
    assert len(web_address_parts("https://example.org/" + "a/" * 5000)) < 10_000
