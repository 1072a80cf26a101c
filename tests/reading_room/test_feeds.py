"""Feeds of searches and of names, read as a reader of feeds does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.models import AccessKey, Article
from archive.readers.request_limits import Rate
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Index = Callable[[], None]


def read(client: Client, address: str, **headers: str) -> ElementTree.Element:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own document


def titles(feed: ElementTree.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def test_an_old_article_that_is_newly_loaded_stands_first(client: Client, index: Index) -> None:
    make_article("خبر حديث", "مياه النهر", day=date(2024, 5, 1))
    make_article("خبر قديم", "ماء النهر", day=date(1998, 5, 1))
    make_article("غيره", "صحراء")
    index()
    feed = read(client, "/search/feed/?q=نهر&sort=oldest&page=7")
    assert titles(feed) == ["خبر قديم", "خبر حديث"]


def test_a_feed_is_valid_atom(client: Client, index: Index, public_url: str) -> None:
    article = make_article(
        "عنوان\x0b <b>&", "نهر", byline="ليلى", url="https://paper.example/1?a=1"
    )
    index()
    feed = read(client, "/search/feed/?q=نهر")
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    assert feed.get(XML_LANG) == "ar"
    links = {link.get("rel"): str(link.get("href")) for link in feed.findall(f"{ATOM}link")}
    assert links["self"].startswith(f"{public_url}/search/feed/?q=%")
    assert links["alternate"].startswith(f"{public_url}/search/?q=%")
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "عنوان <b>&"
    assert str(entry.findtext(f"{ATOM}id")).startswith("urn:uuid:")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "ليلى"
    assert entry.get(XML_LANG) == "ar"
    assert entry.findtext("{http://purl.org/dc/elements/1.1/}date") == "2024-10-26"
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
    for name in ("published", "updated"):
        assert stamp.fullmatch(str(entry.findtext(f"{ATOM}{name}")))
    links = {link.get("rel"): str(link.get("href")) for link in entry.findall(f"{ATOM}link")}
    assert links["alternate"] == f"{public_url}{article.get_absolute_url()}"
    assert links["via"] == "https://paper.example/1?a=1"


def test_ids_stay_when_the_archive_moves(
    client: Client, index: Index, settings: LazySettings
) -> None:
    make_article("خبر", "نهر")
    index()
    settings.ALLOWED_HOSTS = ["*"]

    def ids(host: str) -> list[str | None]:
        feed = ElementTree.fromstring(  # noqa: S314 - our own document
            client.get("/search/feed/?q=نهر", headers={"host": host}).content
        )
        return [each.text for each in feed.iter(f"{ATOM}id")]

    assert ids("one.example") == ids("two.example")


def test_a_feed_that_did_not_change_is_not_sent_again(client: Client, index: Index) -> None:
    article = make_article("خبر", "نهر")
    index()
    address = "/search/feed/?q=نهر"
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": f"W/{etag}"})
    assert (again.status_code, again.content) == (304, b"")
    article.title = "خبر مصحح"
    article.save()
    index()
    assert titles(read(client, address, **{"if-none-match": etag})) == ["خبر مصحح"]


def test_what_is_hidden_leaves_the_feed(client: Client, index: Index) -> None:
    make_article("باق", "نهر")
    gone = make_article("مخفي", "نهر")
    index()
    hide_articles([gone], Reasons("سبب"))
    assert titles(read(client, "/search/feed/?q=نهر")) == ["باق"]
    index()
    assert titles(read(client, "/search/feed/?q=نهر")) == ["باق"]


def test_a_name_is_followed_beyond_a_merge(client: Client, index: Index) -> None:
    old, kept = make_entity("حلب", key="aleppo-1"), make_entity("حلب", key="aleppo-2")
    make_mention(make_article("عن حلب", "مدينة حلب"), kept)
    old.merged_into = kept
    old.save()
    index()
    assert titles(read(client, "/entity/aleppo-1/feed/")) == ["عن حلب"]
    assert client.get("/entity/nobody/feed/").status_code == 404


def test_a_feed_speaks_the_language_that_its_address_says(client: Client, index: Index) -> None:
    make_article("خبر", "نهر", outlet=make_outlet(name_en="The River"))
    index()
    feed = read(client, "/search/feed/?q=نهر&lang=en")
    assert feed.get(XML_LANG) == "en"
    summary = feed.findtext(f"{ATOM}entry/{ATOM}summary")
    assert "The River · 26 October 2024" in str(summary)


def test_a_feed_is_found_from_the_pages(english: Client, index: Index) -> None:
    entity = make_entity("حلب")
    make_mention(make_article("عن حلب", "مدينة حلب"), entity)
    index()
    for page, feed in (
        ("/search/?q=حلب&sort=newest", "/search/feed/?q=حلب&amp;lang=en"),
        (entity.get_absolute_url(), f"/entity/{entity.key}/feed/?lang=en"),
    ):
        html = english.get(page).content.decode()
        assert re.search(rf'<link rel="alternate"[^>]*href="{re.escape(feed)}"', html), html
        assert f'<a class="button quiet" href="{feed}"' in html


def test_a_feed_costs_six_queries_at_most(client: Client, index: Index) -> None:
    entity = make_entity("حلب")
    for number in range(60):
        make_mention(make_article(f"خبر {number}", "مدينة حلب"), entity)
    index()
    outlet = Article.objects.first().outlet  # type: ignore[union-attr]
    assert outlet is not None
    address = f"/search/feed/?q=مدينة&place={entity.key}&not-outlet={outlet.slug}"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(read(client, address))) == 50
    assert len(queries) <= 6


class TestClosedArchive:
    """Nobody reads it without an account, but for the feed that a key is good for."""

    @pytest.fixture(autouse=True)
    def closed(self, settings: LazySettings, index: Index) -> None:
        settings.ARCHIVE_ACCESS = "private"
        make_article("خبر", "نهر وبحر")
        index()

    def made(self, at_home: Client, **fields: str) -> str:
        page = at_home.post("/account/keys/feed/", fields).content.decode()
        found = re.search(r'value="(/[^"]+key=khzfeed_[^"]+)"', page)
        assert found, page
        return found[1].replace("&amp;", "&")

    def test_a_key_opens_its_own_feed(self, client: Client, at_home: Client) -> None:
        assert client.get("/search/feed/?q=نهر").status_code == 403
        address = self.made(at_home, query="q=نهر&sort=newest")
        assert "lang=en" in address
        assert titles(read(client, address)) == ["خبر"]
        other = address.replace("%D9%86%D9%87%D8%B1", "%D8%A8%D8%AD%D8%B1")
        assert other != address
        assert client.get(other).status_code == 403
        AccessKey.objects.all().delete()
        assert client.get(address).status_code == 403

    def test_a_key_of_a_name(self, client: Client, at_home: Client) -> None:
        entity = make_entity("حلب")
        address = self.made(at_home, entity=entity.key)
        assert address.startswith(f"/entity/{entity.key}/feed/?")
        assert titles(read(client, address)) == []

    def test_the_key_is_shown_once_and_revoked(self, client: Client, at_home: Client) -> None:
        address = self.made(at_home, query="q=نهر")
        read(client, address)
        page = at_home.get("/account/keys/").content.decode()
        assert "نهر" in page
        assert "last used on" in page
        assert address.rpartition("=")[2] not in page
        key = AccessKey.objects.get()
        at_home.post(f"/account/keys/{key.pk}/revoke/")
        assert client.get(address).status_code == 403

    def test_nobody_revokes_the_key_of_another(
        self, at_home: Client, django_user_model: Any
    ) -> None:
        self.made(at_home, query="q=نهر")
        other = Client()
        other.force_login(django_user_model.objects.create_user("karim"))
        assert other.post(f"/account/keys/{AccessKey.objects.get().pk}/revoke/").status_code == 404
        assert AccessKey.objects.exists()

    def test_the_button_takes_the_place_of_the_link(self, at_home: Client) -> None:
        page = at_home.get("/search/?q=نهر").content.decode()
        assert 'action="/account/keys/feed/"' in page
        assert 'class="button quiet" href="/search/feed/' not in page


def test_who_reads_a_feed_too_often_is_told_when_to_come_again(
    client: Client, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.reading_room.feed_access.FEEDS_OF_ADDRESS", Rate(2, 0.1))
    index()
    assert [client.get("/search/feed/").status_code for _number in range(3)] == [200, 200, 429]
    assert int(client.get("/search/feed/")["Retry-After"]) <= 10


def test_a_key_for_programs_is_shown_this_once(at_home: Client) -> None:
    page = at_home.post("/account/keys/make/", {"name": "دفتر"}).content.decode()
    found = re.search(r'value="(khzapi_[^"]+)"', page)
    assert found
    assert "no-store" in at_home.get("/account/keys/")["Cache-Control"]
    page = at_home.get("/account/keys/").content.decode()
    assert "دفتر" in page
    assert found[1] not in page
