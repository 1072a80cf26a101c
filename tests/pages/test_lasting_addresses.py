"""What is kept, cited and passed on goes by the archive's public address, never by a request's host."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Article, Entity, KeyPurpose
from archive.readers.access_keys import make_key
from archive.readers.reading_lists import add_article
from search.pages.addresses_for_machines import ARTICLES_A_PART
from tests.factories import make_article, make_capture, make_entity, make_mention

FOREIGN = "elsewhere.example"


@pytest.fixture
def article(index: Callable[[], None], settings: LazySettings) -> Article:
    settings.ALLOWED_HOSTS = ["*"]
    shown = make_article("حديقة النخيل", "افتُتحت حديقة النخيل", byline="سلمى العلي")
    make_mention(shown, make_entity("النخيل"))
    index()
    return shown


def site_map_part(article: Article) -> str:
    """Return the address of the part of the site map in which the article is."""
    return f"/sitemap-{article.pk // ARTICLES_A_PART}.xml"


def outputs(article: Article) -> Iterator[str]:
    """Yield the address of every output that is kept, cited, fed or mapped."""
    entity = Entity.objects.get()
    own = article.get_absolute_url()
    yield from (own, f"{own}?dates=hijri")
    yield from (f"{own}cite.{each}" for each in ("bib", "ris", "json"))
    yield from (f"{own}download.{each}" for each in ("txt", "json"))
    yield from (f"/search/export.{each}?q=حديقة" for each in ("csv", "jsonl", "bib", "ris", "json"))
    yield from ("/search/?q=حديقة", "/search/feed/?q=حديقة", f"/entity/{entity.key}/feed/")
    yield from (f"/entity/{entity.key}/", f"/entity/{entity.key}/mentions.csv")
    yield from ("/robots.txt", "/sitemap.xml", site_map_part(article))
    calls = ("search?q=حديقة", "articles", f"articles/{article.public_id}", "outlets", "entities")
    yield from (f"/api/v1/{each}" for each in calls)
    yield f"/api/v1/captures/{article.capture_id}"


def read(client: Client, address: str) -> str:
    response = client.get(address, headers={"host": FOREIGN})
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")


def test_no_output_names_the_host_of_the_request(
    article: Article, client: Client, public_url: str
) -> None:
    told = {address: read(client, address) for address in outputs(article)}
    assert [address for address, text in told.items() if FOREIGN in text] == []
    own = f"{public_url}{article.get_absolute_url()}"
    silent = ("/robots.txt", "/sitemap.xml", "outlets", "entities", "captures/", "/entity/", "?q=")
    named = [each for each in told if not any(part in each for part in silent)]
    assert [address for address in named if own not in told[address]] == []
    assert f"{public_url}{site_map_part(article)}" in told["/sitemap.xml"]


def test_without_a_public_address_nothing_claims_one(article: Article, client: Client) -> None:
    told = {address: read(client, address) for address in outputs(article)}
    assert [address for address, text in told.items() if FOREIGN in text] == []
    html = told[article.get_absolute_url()]
    for claim in ('rel="canonical"', "og:url", "og:image", "citation_public_url", "twitter:card"):
        assert claim not in html
    assert "عنوان محلي" in html
    assert "Sitemap" not in told["/robots.txt"]
    assert client.get("/sitemap.xml").status_code == 404
    assert 'rel="self"' not in told["/search/feed/?q=حديقة"]
    record = json.loads(told[f"{article.get_absolute_url()}download.json"])
    assert record["address_is_local"] is True


def test_lists_and_their_links_name_no_host_either(
    article: Article, client: Client, public_url: str
) -> None:
    person = User.objects.create_user("salma")
    listed = add_article(person, article, None)
    client.force_login(person)
    make_key(person, KeyPurpose.FEED, "نخيل", "search/feed/?q=نخيل")
    for ending in ("csv", "jsonl", "bib", "ris", "json"):
        text = read(client, f"/lists/{listed.pk}/list.{ending}")
        assert FOREIGN not in text
        assert public_url in text
    client.post(f"/lists/{listed.pk}/change/", {"act": "share"}, headers={"host": FOREIGN})
    page = read(client, f"/lists/{listed.pk}/")
    assert FOREIGN not in page
    assert f'value="{public_url}/list/' in page
    made = client.post("/account/keys/feed/", {"query": "q=نخيل"}, headers={"host": FOREIGN})
    assert FOREIGN not in made.content.decode()


def test_the_citation_is_copied_with_the_hijri_day_where_it_is_wished(
    article: Article, client: Client
) -> None:
    page = read(client, article.get_absolute_url())
    assert "1446" not in page
    assert "?dates=hijri#cite" in page
    assert "23 ربيع الثاني 1446 هـ" in read(client, f"{article.get_absolute_url()}?dates=hijri")


def test_versions_of_an_address_name_no_host_of_a_request(
    client: Client, index: Callable[[], None], settings: LazySettings, public_url: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    url = "https://paper.example/palm"
    moment = datetime(2024, 10, 27, tzinfo=UTC)
    captured = make_capture("نص النخيل", uri=url, url=url, captured_at=moment)
    shown = make_article(capture=captured, url=url)
    index()
    addresses = (
        f"/api/v1/captures?url={url}",
        f"/cdx?url={url}&output=json",
        f"/timemap/link/{url}",
        f"/timegate/{url}",
        f"/capture/{shown.capture_id}/",
        f"/addresses/?url={url}",
    )
    for address in addresses:
        response = client.get(address, headers={"host": FOREIGN})
        assert response.status_code < 400, address
        told = read(client, address) + "\n".join(map(str, response.items()))
        assert FOREIGN not in told, address
    linked = client.get(f"/timemap/link/{url}", headers={"host": FOREIGN}).content.decode()
    assert f"<{public_url}/" in linked
