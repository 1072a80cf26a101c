"""Memento (RFC 7089): from an address and a moment to the capture, and to all of them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.captures.document_keys import address_key
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Capture, DocumentAddress
from archive.readers.request_limits import RequestLimits
from search.api import memento
from tests.factories import make_article, make_capture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

PAGE = "https://example.org/خبر"
URI = "https://example.org/" + quote("خبر")
LINK = re.compile(r'<([^>]*)>((?:; [a-z]+="[^"]*")*)')
ACCEPTED = "Thu, 31 May 2007 20:35:00 GMT"
"""The moment of the RFC's examples."""


def captured(moment: datetime | None, address: str = PAGE, **more: Any) -> Capture:
    DocumentAddress.objects.get_or_create(key=address_key(address), defaults={"uri": address})
    fields = {"captured_at": moment, "captured": moment.date() if moment else None, **more}
    return make_capture(f"{address} {moment}", uri=address, url=address, **fields)


def links(text: str) -> list[tuple[str, dict[str, str]]]:
    """The links of a header or a TimeMap: address and attributes."""
    return [
        (address, dict(re.findall(r'([a-z]+)="([^"]*)"', attributes)))
        for address, attributes in LINK.findall(text)
    ]


def related(text: str) -> dict[str, str]:
    """Relation → address, of links that have one each."""
    return {name: to for to, given in links(text) for name in given["rel"].split()}


@pytest.fixture
def three() -> list[Capture]:
    return [captured(datetime(year, 6, 1, 8, 30, 5, tzinfo=UTC)) for year in (2001, 2007, 2013)]


def test_the_timegate_leads_to_the_nearest(client: Client, three: list[Capture]) -> None:
    response = client.get(f"/timegate/{URI}", headers={"Accept-Datetime": ACCEPTED})
    assert response.status_code == 302
    assert response.headers["Location"] == f"http://testserver/capture/{three[1].pk}/page/"
    assert "accept-datetime" in response.headers["Vary"].lower()
    assert "Memento-Datetime" not in response.headers
    found = related(response.headers["Link"])
    assert found["original"] == URI
    assert found["timemap"] == f"http://testserver/timemap/link/{URI}"
    assert found["first"] == found["prev"] == f"http://testserver/capture/{three[0].pk}/page/"
    assert found["last"] == found["next"] == f"http://testserver/capture/{three[2].pk}/page/"


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("", 2),
        ("Mon, 01 Jan 1990 00:00:00 GMT", 0),
        ("Fri, 01 Jan 2038 00:00:00 GMT", 2),
        ("Fri, 01 Jun 2007 08:30:05 GMT", 1),
    ],
)
def test_a_moment_beyond_the_ends_leads_to_the_end(
    client: Client, three: list[Capture], asked: str, place: int
) -> None:
    headers = {"Accept-Datetime": asked} if asked else None
    response = client.head(f"/timegate/{URI}", headers=headers)
    assert response.headers["Location"].endswith(f"/capture/{three[place].pk}/page/")


@pytest.mark.parametrize("asked", ["yesterday", "2007-05-31", "Thu, 99 May 2007 20:35:00 GMT", "0"])
def test_a_moment_that_is_none_is_told(client: Client, three: list[Capture], asked: str) -> None:
    assert three
    response = client.get(f"/timegate/{URI}", headers={"Accept-Datetime": asked})
    assert response.status_code == 400
    assert "Accept-Datetime is no date of HTTP" in response.json()["detail"]


@pytest.mark.parametrize(
    "asked",
    [
        f"/timegate/{PAGE}",
        f"/timegate/{URI}?utm_source=x&fbclid=1",
        f"/timegate/{quote(URI, safe='')}",
        "/timegate/www.example.org/" + quote("خبر") + "/amp",
        f"/timegate/{URI.replace('//', '/', 1)}",
    ],
)
def test_any_form_of_the_address_is_taken(client: Client, three: list[Capture], asked: str) -> None:
    assert client.get(asked).headers["Location"].endswith(f"/capture/{three[2].pk}/page/")


def test_an_address_is_taken_as_it_was_sent(client: Client) -> None:
    own = captured(datetime(2020, 1, 1, tzinfo=UTC), "https://example.org/a%2Fb?x=1%262")
    captured(datetime(2021, 1, 1, tzinfo=UTC), "https://example.org/a/b?x=1&2")
    sent = "/timegate/https://example.org/a%2Fb?x=1%262"
    response = client.get(sent, REQUEST_URI=sent)
    assert response.headers["Location"].endswith(f"/capture/{own.pk}/page/")


def test_the_memento_says_of_when_and_what_it_is(client: Client, three: list[Capture]) -> None:
    response = client.get(f"/capture/{three[1].pk}/page/")
    assert response.headers["Memento-Datetime"] == "Fri, 01 Jun 2007 08:30:05 GMT"
    found = related(response.headers["Link"])
    assert found["original"] == URI
    assert found["timegate"] == f"http://testserver/timegate/{URI}"
    assert found["timemap"] == f"http://testserver/timemap/link/{URI}"


def test_what_is_of_no_known_day_or_no_address_is_no_memento(client: Client) -> None:
    for each in (captured(None), make_capture(captured=date(2020, 1, 1))):
        response = client.get(f"/capture/{each.pk}/page/")
        assert response.status_code == 200
        assert "Memento-Datetime" not in response.headers


def test_the_timemap_lists_all_in_order(client: Client, three: list[Capture]) -> None:
    response = client.get(f"/timemap/link/{URI}")
    assert response.headers["Content-Type"] == "application/link-format"
    found = links(response.content.decode())
    assert response.content.decode().count(",\n") == len(found) - 1
    assert [given["rel"] for _to, given in found] == [
        *("original", "self", "timegate", "first memento", "memento", "last memento")
    ]
    assert found[1][1] == {
        "rel": "self",
        "type": "application/link-format",
        "from": "Fri, 01 Jun 2001 08:30:05 GMT",
        "until": "Sat, 01 Jun 2013 08:30:05 GMT",
    }
    assert [to for to, _given in found[3:]] == [
        f"http://testserver/capture/{each.pk}/page/" for each in three
    ]
    assert found[4][1]["datetime"] == "Fri, 01 Jun 2007 08:30:05 GMT"


def test_a_client_walks_from_the_timegate_to_every_memento(
    client: Client, three: list[Capture]
) -> None:
    gate = client.get(f"/timegate/{URI}", headers={"Accept-Datetime": ACCEPTED})
    page = client.get(urlsplit(gate.headers["Location"]).path)
    assert page.headers["Memento-Datetime"]
    listed = client.get(urlsplit(related(page.headers["Link"])["timemap"]).path)
    seen = []
    for to, given in links(listed.content.decode()):
        if "memento" in given["rel"].split():
            answer = client.get(urlsplit(to).path)
            assert answer.headers["Memento-Datetime"] == given["datetime"]
            seen.append(to)
    assert len(seen) == len(three)


def test_a_long_timemap_comes_in_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memento, "MEMENTOS_A_PAGE", 2)
    began = datetime(2020, 1, 1, tzinfo=UTC)
    for day in range(5):
        captured(began + timedelta(days=day))
    address, seen = f"/timemap/link/{URI}", []
    while address:
        found = links(client.get(address).content.decode())
        seen += [given["datetime"] for _to, given in found if "memento" in given["rel"]]
        following = [to for to, given in found if given["rel"] == "next timemap"]
        address = following[0].removeprefix("http://testserver") if following else ""
    assert len(seen) == len(set(seen)) == 5
    first = client.get(f"/timemap/link/{URI}").content
    assert client.get(f"/timemap/link/1/{URI}").content == first
    assert client.get(f"/timemap/link/4/{URI}").status_code == 404


@pytest.mark.parametrize("path", ["/timegate/", "/timemap/link/"])
def test_what_is_not_there_is_told(client: Client, path: str) -> None:
    captured(None)
    hidden = captured(datetime(2020, 1, 1, tzinfo=UTC), "https://example.org/hidden")
    hide_articles([make_article(capture=hidden)], Reasons("سبب"))
    gone = captured(datetime(2020, 1, 1, tzinfo=UTC), "https://example.org/gone")
    withdraw(gone, "حكم")
    for address, status, kind in (
        ("https://example.org/never", 404, "not-found"),
        ("https://example.org/hidden", 404, "not-found"),
        ("https://example.org/gone", 410, "withdrawn"),
        (URI, 404, "no-moment"),
        ("nonsense", 400, "bad-address"),
        ("https://example.org/*", 400, "bad-address"),
    ):
        response = client.get(path + address)
        assert response.status_code == status, address
        assert response.json()["type"].endswith(kind)
    assert client.post(path + URI).status_code == 405


@pytest.mark.parametrize("access", ["captures-private", "private"])
def test_a_closed_archive_asks_for_a_key(
    client: Client, settings: Any, three: list[Capture], access: str
) -> None:
    assert three
    settings.ARCHIVE_ACCESS = access
    for path in (f"/timegate/{URI}", f"/timemap/link/{URI}", f"/cdx?url={URI}"):
        assert client.get(path).status_code == 401
    client.force_login(User.objects.create_user("reader"))
    for path in (f"/timegate/{URI}", f"/timemap/link/{URI}", f"/cdx?url={URI}"):
        assert client.get(path).status_code in (200, 302)


def test_who_asks_too_often_waits(
    client: Client, three: list[Capture], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert three
    at_once = RequestLimits(clock=lambda: 0.0)
    # Shared ones of a database server go by its clock, in which these calls may take too long.
    monkeypatch.setattr("search.api.callers.request_limits", lambda: at_once)
    answers = [client.get(f"/timegate/{URI}") for _time in range(61)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
