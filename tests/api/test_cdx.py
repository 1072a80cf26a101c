"""The capture index in the words of other web archives: rows, forms, times, going on."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.test import Client

from archive.captures.document_keys import address_key
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Capture, DocumentAddress
from tests.factories import make_article, make_capture, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

PAGE = "https://www.example.org/News/خبر?b=2&a=1"
KEY = "org,example)/news/" + quote("خبر").lower() + "?a=1&b=2"


def captured(address: str = PAGE, day: int = 1, **more: Any) -> Capture:
    DocumentAddress.objects.get_or_create(key=address_key(address), defaults={"uri": address})
    made = datetime(2024, 10, day, 12, 30, 5, tzinfo=UTC)
    fields = {"captured_at": made, "captured": made.date(), "media_type": "text/html", **more}
    return make_capture(f"{address} {day}", uri=address, url=address, **fields)


def asked(client: Client, **parameters: Any) -> Any:
    response = client.get("/cdx", parameters)
    assert response.status_code == 200, response.content.decode()
    return response


def rows(client: Client, **parameters: Any) -> list[list[str]]:
    found: list[list[str]] = json.loads(asked(client, output="json", **parameters).content)
    return found


def test_a_row_has_the_usual_fields(client: Client) -> None:
    made = captured()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    make_record(b"body", [("WARC-Type", "response")], capture=made, http_head=head)
    expected = [
        *(KEY, "20241001123005", "https://www.example.org/News/" + quote("خبر") + "?b=2&a=1"),
        *("text/html", "200", f"sha256:{made.sha256}", str(made.size)),
    ]
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    assert rows(client, url=PAGE) == [names, expected]
    assert asked(client, url=PAGE).content.decode() == " ".join(expected) + "\n"
    line = asked(client, url=PAGE, output="cdxj").content.decode()
    key, timestamp, told = line.split(" ", 2)
    assert [key, timestamp] == expected[:2]
    assert json.loads(told)["digest"] == expected[5]


def test_what_is_not_known_is_a_dash_and_other_fields_are_chosen(client: Client) -> None:
    made = captured(captured=None, captured_at=None)
    found = rows(client, url=PAGE, fl="timestamp,statuscode,access,address")
    page = f"http://testserver/capture/{made.pk}/page/"
    assert found[1] == ["-", "-", "allow", page]
    assert rows(client, url=PAGE, **{"from": "2000"}) == []


def test_withdrawn_tells_only_that_and_hidden_is_nowhere(client: Client) -> None:
    withdraw(captured(), "حكم")
    hide_articles([make_article(capture=captured("https://example.org/hidden"))], Reasons("سبب"))
    found = rows(client, url="example.org/*", fl="mimetype,statuscode,length,access")
    assert found[1:] == [["-", "-", "-", "block"]]
    assert rows(client, url="https://example.org/hidden") == []


@pytest.mark.parametrize(
    ("bounds", "days"),
    [
        ({"from": "2024"}, [1, 2, 3]),
        ({"from": "20241002"}, [2, 3]),
        ({"to": "20241002"}, [1, 2]),
        ({"from": "20241002", "to": "20241002"}, [2]),
        ({"from": "20241002123006"}, [3]),
        ({"to": "2023"}, []),
    ],
)
def test_times_are_bounds_as_far_as_they_are_written(
    client: Client, bounds: dict[str, str], days: list[int]
) -> None:
    for day in (3, 1, 2):
        captured(day=day)
    for url in (PAGE, "example.org/*"):
        found = rows(client, url=url, fl="timestamp", **bounds)
        assert sorted(row[0][6:8] for row in found[1:]) == [f"{day:02}" for day in days]


@pytest.mark.parametrize(
    ("asked_for", "count"),
    [
        ({"url": "https://example.org/a"}, 1),
        ({"url": "https://example.org/a", "matchType": "prefix"}, 2),
        ({"url": "example.org/a*"}, 2),
        ({"url": "https://example.org/", "matchType": "host"}, 3),
        ({"url": "example.org", "matchType": "domain"}, 4),
        ({"url": "*.example.org"}, 4),
    ],
)
def test_more_than_one_address_is_matched(
    client: Client, asked_for: dict[str, str], count: int
) -> None:
    for path in ("example.org/a", "example.org/ab", "www.example.org/b", "sport.example.org/a"):
        captured(f"https://{path}")
    captured("https://example.net/a")
    assert len(rows(client, **asked_for)[1:]) == count


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        (["mimetype:html"], [1, 2]),
        (["mime:pdf"], [3]),
        (["=mime:text"], []),
        (["!=mimetype:text/html"], [3]),
        (["!mime:pdf", "~timestamp:2024100[23]"], [2]),
        (["~url:.*page$", "timestamp:20241003"], [3]),
        (["!~timestamp:.*01123005"], [2, 3]),
        (["~status:[0-9]+"], []),
        (["=status:-"], [1, 2, 3]),
    ],
)
def test_rows_are_filtered_as_pywb_does(
    client: Client, filters: list[str], days: list[int]
) -> None:
    for day, kind in enumerate(("text/html", "text/html", "application/pdf"), 1):
        captured("https://example.org/page", day, media_type=kind)
    for url in ("https://example.org/page", "example.org/*"):
        found = rows(client, url=url, fl="timestamp", filter=filters)
        assert [int(row[0][6:8]) for row in found[1:]] == days


def test_filters_go_on_with_a_list(client: Client) -> None:
    for day in range(1, 5):
        captured("https://example.org/page", day, media_type="a/b" if day == 2 else "text/html")
    parameters = {"url": "example.org/*", "limit": "2", "filter": ["mime:text", "!mime:css"]}
    first = asked(client, **parameters)
    rest = client.get(first.headers["Link"].split(">")[0].removeprefix("<http://testserver"))
    lines = (first.content + rest.content).decode().splitlines()
    assert [line.split()[1][6:8] for line in lines] == ["01", "03", "04"]


def test_neighbouring_rows_are_collapsed(client: Client) -> None:
    for day in (1, 2, 12, 13):
        captured("https://example.org/page", day)
        captured("https://example.org/other", day)
    found = rows(client, url="https://example.org/page", collapse="timestamp:7", fl="timestamp")
    assert [row[0][:8] for row in found[1:]] == ["20241001", "20241012"]
    found = rows(client, url="example.org/*", collapse="urlkey", fl="urlkey")
    assert [row[0] for row in found[1:]] == ["org,example)/other", "org,example)/page"]


def test_rows_are_sorted_by_time(client: Client) -> None:
    for day in (1, 5, 9):
        captured(day=day)

    def days(**more: str) -> list[int]:
        return [int(row[0][6:8]) for row in rows(client, url=PAGE, fl="timestamp", **more)[1:]]

    assert days(sort="reverse") == [9, 5, 1]
    assert days(sort="closest", closest="20241006") == [5, 9, 1]
    assert days(closest="2025", limit="1") == [9]
    first = asked(client, url=PAGE, sort="reverse", limit="1")
    rest = client.get(first.headers["Link"].split(">")[0].removeprefix("<http://testserver"))
    assert [line.split()[1][6:8] for line in rest.content.decode().splitlines()] == ["05"]


@pytest.mark.parametrize("url", ["https://example.org/page", "example.org/*", "*.example.org"])
def test_a_list_is_gone_through_by_its_key(client: Client, url: str) -> None:
    for day in range(1, 6):
        captured("https://example.org/page", day)
    seen, key = [], ""
    for _part in range(20):
        more = {"resumeKey": key} if key else {}
        found = rows(client, url=url, limit="2", showResumeKey="true", **more)
        ends = [] in found
        key = unquote(found[-1][0]) if ends else ""
        seen += [row[1] for row in (found[1:-2] if ends else found[1:])]
        if not key:
            break
    assert sorted(seen) == [f"202410{day:02}123005" for day in range(1, 6)]


def test_going_on_stands_in_the_header_too(client: Client) -> None:
    for day in range(1, 4):
        captured(day=day)
    first = asked(client, url=PAGE, limit="2")
    following = first.headers["Link"].split(">")[0].removeprefix("<http://testserver")
    rest = client.get(following)
    assert len(first.content.splitlines()) == 2
    assert len(rest.content.splitlines()) == 1
    assert "Link" not in rest.headers


def test_captures_elsewhere_of_the_document_are_not_of_this_address(client: Client) -> None:
    captured("https://example.org/a")
    other = "https://example.org/story"
    DocumentAddress.objects.create(key=address_key(other), uri="https://example.org/a")
    make_capture("قصة", uri="https://example.org/a", url=other)
    assert [row[0] for row in rows(client, url=other)[1:]] == ["org,example)/story"]
    assert [row[0] for row in rows(client, url="https://example.org/a")[1:]] == ["org,example)/a"]


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"url": "nonsense"},
        {"url": PAGE, "matchType": "fuzzy"},
        {"url": PAGE, "from": "yesterday"},
        {"url": PAGE, "to": "1" * 15},
        {"url": PAGE, "from": "٢٠٢٤"},
        {"url": PAGE, "limit": "0"},
        {"url": PAGE, "limit": "-1"},
        {"url": PAGE, "limit": "9999999"},
        {"url": PAGE, "limit": "٣"},
        {"url": PAGE, "output": "xml"},
        {"url": PAGE, "fl": "urlkey,secret"},
        {"url": PAGE, "fl": ","},
        {"url": PAGE, "resumeKey": "nonsense"},
        {"url": PAGE, "resumeKey": "99 https://example.org/"},
        {"url": PAGE, "showNumPages": "true"},
        {"url": PAGE, "filter": "200"},
        {"url": PAGE, "filter": "secret:200"},
        {"url": PAGE, "filter": "address:200"},
        {"url": PAGE, "filter": "~original:("},
        {"url": PAGE, "filter": "~original:(a+)+$"},
        {"url": PAGE, "filter": "~original:.*.*.*x"},
        {"url": PAGE, "filter": "~original:" + "a?" * 30},
        {"url": PAGE, "filter": r"~original:(a)\1"},
        {"url": PAGE, "filter": "~original:(?=a)"},
        {"url": PAGE, "collapse": "timestamp:0"},
        {"url": PAGE, "collapse": "secret"},
        {"url": PAGE, "sort": "random"},
        {"url": PAGE, "sort": "closest"},
        {"url": PAGE, "closest": "20241301"},
        {"url": "example.org/*", "sort": "reverse"},
        {"url": "*.example.org/a"},
        {"url": "https://example.org/" + "a" * 3000},
    ],
)
def test_what_is_not_understood_is_told_and_never_passed_over(
    client: Client, parameters: dict[str, str]
) -> None:
    response = client.get("/cdx", parameters)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert len(response.json()["detail"]) > 20


def test_nothing_is_an_empty_answer(client: Client) -> None:
    assert asked(client, url=PAGE).content == b""
    assert rows(client, url=PAGE) == []
