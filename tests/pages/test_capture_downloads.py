"""Captures as a file, from results, an outlet, a list and a load, for those who may see them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.accounts.roles import EDITOR, give_role
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.models import Article, Load
from archive.readers.reading_lists import add_article, make_list
from tests.factories import make_article, make_capture, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

Index = Callable[[], None]


@pytest.fixture
def three(index: Index) -> list[Article]:
    """Three articles on a harbour, of two outlets; the last is hidden."""
    first, second = make_outlet("صحيفة الميناء"), make_outlet("صحيفة الجبل")
    load = Load.objects.create(way="command", state="finished", given=["d"])
    made = [
        make_article(
            f"خبر {number}",
            "أعمال في المرفأ",
            outlet=outlet,
            capture=make_capture(f"خبر {number}\n\nأعمال في المرفأ {number}", load=load),
        )
        for number, outlet in enumerate((first, second, first))
    ]
    index()
    hide_articles(made[2:], Reasons("سبب"))
    return made


def content(response: Any) -> bytes:
    assert response.status_code == 200
    assert response["Content-Encoding"] == "identity"
    return b"".join(response.streaming_content)


def documents(packed: bytes) -> list[str]:
    """The documents that a WARC file tells of, by its metadata records."""
    text = gzip.decompress(packed)
    pieces = text.split(b"WARC-Type: metadata")[1:]
    return [
        json.loads(each[each.index(b"{\n") : each.index(b"}\r\n") + 1])["document"]
        for each in pieces
    ]


def test_results_go_out_in_their_order_without_what_is_hidden(
    client: Client, three: list[Article]
) -> None:
    response = client.get("/search/captures.warc", {"q": "المرفأ", "sort": "oldest"})
    assert response["Content-Disposition"].endswith('.warc.gz"')
    assert sorted(documents(content(response))) == sorted(
        article.capture.document for article in three[:2]
    )


def test_an_outlet_goes_out_as_wacz(client: Client, three: list[Article]) -> None:
    slug = three[0].outlet.slug if three[0].outlet else ""
    response = client.get(f"/outlet/{slug}/captures.wacz")
    with zipfile.ZipFile(io.BytesIO(content(response))) as archive:
        (name,) = [each for each in archive.namelist() if each.startswith("archive/")]
        assert documents(archive.read(name)) == [three[0].capture.document]
        title = json.loads(archive.read("datapackage.json"))["title"]
    assert "صحيفة الميناء" in title


def test_a_list_goes_out_to_its_person_alone(client: Client, three: list[Article]) -> None:
    salma, other = User.objects.create_user("salma"), User.objects.create_user("other")
    kept = make_list(salma, "المرفأ")
    for article in three:
        add_article(salma, article, kept)
    address = f"/lists/{kept.pk}/captures.warc"
    assert client.get(address).status_code == 302
    client.force_login(other)
    assert client.get(address).status_code == 404
    client.force_login(salma)
    found = documents(content(client.get(address)))
    assert sorted(found) == sorted(article.capture.document for article in three[:2])
    assert address in client.get(f"/lists/{kept.pk}/").content.decode()


def test_a_load_goes_out_to_the_desk_alone(client: Client, three: list[Article]) -> None:
    load = three[0].capture.load
    assert load is not None
    address = f"/load/{load.pk}/captures.warc"
    assert client.get(address).url.startswith("/login/")  # type: ignore[attr-defined]
    reader, editor = User.objects.create_user("reader"), User.objects.create_user("editor")
    client.force_login(reader)
    assert client.get(address).status_code == 403
    give_role(editor, EDITOR)
    client.force_login(editor)
    assert len(documents(content(client.get(address)))) == 2
    assert address in client.get(f"/admin/archive/load/{load.pk}/change/").content.decode()


def test_what_is_withdrawn_while_somebody_downloads_stays(
    client: Client, three: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.web_archives.open_captures._AT_ONCE", 1)
    slug = three[1].outlet.slug if three[1].outlet else ""
    later = make_article("خبر لاحق", "أعمال", outlet=three[1].outlet)
    later_document = later.capture.document
    response: Any = client.get(f"/outlet/{slug}/captures.warc")
    pieces = iter(response.streaming_content)
    begun = [next(pieces) for _ in range(3)]
    withdraw(later.capture, "حكم")
    found = documents(b"".join([*begun, *pieces]))
    assert found == [three[1].capture.document]
    assert later_document not in found


def test_where_captures_are_closed_they_go_out_to_people_who_log_in(
    client: Client, three: list[Article], settings: Any
) -> None:
    address = "/search/captures.warc"
    assert address in client.get("/search/", {"q": "المرفأ"}).content.decode()
    settings.ARCHIVE_ACCESS = "captures-private"
    assert address not in client.get("/search/", {"q": "المرفأ"}).content.decode()
    for asked in (address, f"/outlet/{three[0].outlet and three[0].outlet.slug}/captures.wacz"):
        assert client.get(asked).url.startswith("/login/")  # type: ignore[attr-defined]
    client.force_login(User.objects.create_user("salma"))
    assert len(documents(content(client.get(address, {"q": "المرفأ"})))) == 2


@pytest.mark.usefixtures("three")
def test_other_forms_are_not_found_and_a_head_asks_for_nothing(client: Client) -> None:
    assert client.get("/search/captures.zip").status_code == 404
    head = client.head("/search/captures.wacz")
    assert (head.status_code, head["Content-Type"]) == (200, "application/wacz")
    assert not head.streaming
