"""Whatever an address asks, its page stays small and is soon there."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.ingest import article_versions
from archive.models import Article, Entity, Mention
from search.query.facet_parameters import MAX_VALUES
from search.service.search_suggestions import warm_caches
from tests.factories import make_article, make_capture, make_entity, make_mention

pytestmark = pytest.mark.usefixtures("archive")

MEGABYTE = 1_000_000
WORD = quote("قيمة")
FACETS = ("outlet", "person", "organisation", "place", "entity", "section", "keyword")
MANY_VALUES = "&".join(
    f"{prefix}{facet}={WORD}{number}"
    for prefix in ("", "not-")
    for facet in FACETS
    for number in range(100)
)
MANY_DAYS = "&".join(
    f"date={year}-{month:02}-01" for year in range(1960, 2024) for month in range(1, 13)
)
LONG_TEXT = quote("كلمة طويلة " * 10_000)
ADDRESSES = {
    "values": f"/search/?q=نهر&{MANY_VALUES}",
    "days": f"/search/?{MANY_DAYS}",
    "text": f"/search/?q={LONG_TEXT}",
    "text and values": f"/search/?q={LONG_TEXT}&{MANY_VALUES}",
    "long values": f"/search/?{'&'.join(f'keyword={WORD * 60}{n}' for n in range(50))}",
    "needle": f"/search/?find-keyword={WORD * 2000}",
    "needles": f"/search/?{'&'.join(f'find-{facet}=a' for facet in FACETS)}",
    "name": f"/entities/?q={WORD * 2000}&kind=place&x={WORD * 2000}",
    "kind": f"/entities/?kind={WORD * 2000}",
    "unknown": f"/outlets/?x={WORD * 2000}",
    "suggestion": f"/suggest/?q={LONG_TEXT}",
}


@pytest.fixture
def filled(index: Callable[[], None]) -> None:
    for number in range(40):
        article = make_article(
            f"خبر {number}",
            f"نهر مدينة{number} يجري",
            keywords=[f"وسم {each}" for each in range(number, number + 8)],
            section=f"قسم {number}",
        )
        make_mention(article, make_entity(f"مدينة{number}"))
    index()
    warm_caches()


@pytest.mark.usefixtures("filled")
def test_no_address_makes_a_large_page(client: Client) -> None:
    for name, address in ADDRESSES.items():
        response = client.get(address)
        assert response.status_code == 200, name
        # What is asked may be repeated once, by the form that changes the language.
        assert len(response.content) < MEGABYTE + 2 * len(address.encode()), name


@pytest.mark.usefixtures("filled")
def test_filters_that_were_left_out_are_told(english: Client) -> None:
    few = "&".join(f"keyword=x{number}" for number in range(MAX_VALUES))
    told = "more filters than one search takes"
    assert told not in english.get(f"/search/?{few}").content.decode()
    assert told in english.get(f"/search/?{few}&not-section=y").content.decode()


@pytest.mark.usefixtures("filled")
def test_a_long_word_finds_nothing_and_says_so(client: Client) -> None:
    for letters in (127, 128, 129, 255, 256, 1000):
        for word in ("ب" * letters, "x" * letters, "نهر " + "ق" * letters):
            assert client.get("/search/", {"q": word}).status_code == 200, letters


def make_versions(*sizes: int) -> Article:
    """An article whose document was captured so often, each capture of so many bytes."""
    article = None
    for number, size in enumerate(sizes):
        text = f"عنوان الخبر الطويل\n\nفقرة أولى في الخبر رقم {number}.\n"
        filling = "سطر من سطور الخبر الطويل عن النهر والمدينة.\n"
        text += filling * ((size - len(text.encode())) // len(filling.encode()))
        capture = make_capture(text, uri="documents/long.txt")
        if article is None:
            article = make_article("عنوان الخبر الطويل", text.partition("\n\n")[2], capture=capture)
        else:
            Article.objects.filter(pk=article.pk).update(capture=capture)
    assert article is not None
    return article


def test_versions_are_read_up_to_a_bound_and_the_rest_follows(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_versions, "MAX_READ_BYTES", 4_000)
    address = make_versions(*[1_500] * 6).get_absolute_url() + "versions/"
    shown, pages = 0, 0
    query: str | None = ""
    while query is not None:
        response = client.get(address + query)
        shown += len(response.context["versions"])
        pages += 1
        earlier = response.context["earlier"]
        query = None if earlier is None else f"?from={earlier}"
    assert (shown, pages) == (6, 5)


def test_a_capture_too_large_to_be_compared_is_told(
    english: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    monkeypatch.setattr(article_versions, "stored_capture", read.append)
    article = make_versions(article_versions.MAX_CAPTURE_BYTES + 1_000)
    html = english.get(article.get_absolute_url() + "versions/").content.decode()
    assert "Too large to be compared on a page." in html
    assert read == []


@pytest.mark.parametrize("latest", ["", "x", "-1", "9" * 30, "١"])
def test_an_impossible_version_is_the_newest(client: Client, latest: str) -> None:
    article = make_versions(500, 500)
    response = client.get(article.get_absolute_url() + "versions/", {"from": latest})
    assert len(response.context["versions"]) == 2


@pytest.mark.parametrize("address", ["/login/", "/language/", "/search/"])
def test_a_large_body_is_refused_unread(english: Client, address: str) -> None:
    response = english.post(
        address, b"x" * 2_000_001, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "Too much was sent" in response.content.decode()


def test_a_body_of_no_length_that_is_a_number_is_refused(client: Client) -> None:
    assert client.post("/language/", {}, CONTENT_LENGTH="x").status_code == 400


def test_an_article_of_very_many_names_lists_those_that_come_most_often(english: Client) -> None:
    names = [f"مدينة{number}" for number in range(3_000)]
    often = "ميناء"
    article = make_article("خبر", " ".join([*names, often, "و", often]))
    port = make_entity(often)
    entities = Entity.objects.bulk_create(
        Entity(key=f"many-{number}", name_ar=name, kind="place")
        for number, name in enumerate(names)
    )
    first = article.body.index(often)
    places = [(port, first), (port, first + len(often) + 3)]
    start = 0
    for entity in entities:
        places.append((entity, start))
        start += len(entity.name_ar) + 1
    Mention.objects.bulk_create(
        Mention(
            article=article,
            entity=entity,
            surface=entity.name_ar,
            start=place,
            end=place + len(entity.name_ar),
        )
        for entity, place in places
    )
    address = article.get_absolute_url()
    english.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = english.get(address)
    html = response.content.decode()
    assert len(response.content) < MEGABYTE
    assert len(queries) < 20
    assert "The article has more names than are listed here" in html
    listed = html[html.index('id="names"') :]
    assert listed.index(often) < listed.index("مدينة")
    assert listed.count("<li>") < 400

    few = make_article("خبر آخر", "ميناء هنا")
    make_mention(few, port)
    assert "more names than are listed" not in english.get(few.get_absolute_url()).content.decode()
