"""The versions of an address by the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from archive.captures.document_keys import address_key
from archive.captures.withdrawal import withdraw
from archive.models import Capture, DocumentAddress
from tests.api.conftest import Call
from tests.factories import make_capture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

PAGE = "https://example.org/خبر"


@pytest.fixture
def versions() -> list[Capture]:
    DocumentAddress.objects.create(key=address_key(PAGE), uri=PAGE)
    return [
        make_capture(f"نص {day}", uri=PAGE, url=PAGE, captured=date(2024, 10, day))
        for day in range(1, 6)
    ]


def walked(call: Call, **parameters: Any) -> list[int]:
    seen: list[int] = []
    cursor = ""
    while True:
        answer = call("captures", url=PAGE, limit=2, cursor=cursor, **parameters)
        seen += [item["id"] for item in answer["items"]]
        cursor = answer["next"]
        if cursor is None:
            return seen


def test_versions_are_listed_in_order_page_by_page(call: Call, versions: list[Capture]) -> None:
    assert walked(call) == [each.pk for each in versions]
    first = call("captures", url="www.example.org/خبر?utm_source=x")["items"][0]
    assert first["captured"] == "2024-10-01"
    assert first["address"] == f"http://testserver/capture/{versions[0].pk}/"


def test_a_version_that_goes_meanwhile_hides_no_other(call: Call, versions: list[Capture]) -> None:
    answer = call("captures", url=PAGE, limit=2)
    Capture.objects.filter(pk=versions[1].pk).delete()
    rest = call("captures", url=PAGE, limit=9, cursor=answer["next"])
    assert [item["id"] for item in rest["items"]] == [each.pk for each in versions[2:]]


def test_a_withdrawn_version_says_only_that(call: Call, versions: list[Capture]) -> None:
    withdraw(versions[0], "حكم")
    item = call("captures", url=PAGE)["items"][0]
    assert item["status"] == "withdrawn"
    assert item["size"] is None
    assert item["media_type"] is None


@pytest.mark.parametrize("url", ["nonsense", "example.org/*"])
def test_what_is_no_address_is_told(call: Call, url: str) -> None:
    assert call("captures", 404, url=url)["type"].endswith("bad-address")


def test_captures_are_closed_where_the_archive_keeps_them_so(call: Call, settings: Any) -> None:
    settings.ARCHIVE_ACCESS = "captures-private"
    call("captures", 401, url=PAGE)
