"""Signed addresses: who gets a captured page and its parts, and with which headers."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.captures.document_keys import address_key
from archive.captures.removal import hide_articles
from archive.captures.tombstones import Reasons
from archive.captures.withdrawal import withdraw
from archive.environment import PublicAddress
from archive.models import DocumentAddress
from search.replay.pdf_drawing import png
from search.replay.replay_tokens import LASTS
from tests.replay.conftest import PutPage, framed_address
from tests.replay.kept_samples import picture, style

PICTURE, SHEET = "http://paper.example/news/a.png", "http://paper.example/news/s.css"
RED = png(b"\xff\x00\x00", 1, 1, 3)
HTML = "<html><head><link rel=stylesheet href=s.css></head><body><p>نص الخبر.</p><img src=a.png>"


def text(response: Any) -> str:
    content: bytes = b"".join(response) if response.streaming else response.content
    return content.decode()


def test_a_page_and_its_parts_stand_under_signed_addresses(
    client: Client, put_page: PutPage
) -> None:
    capture = put_page(HTML, {PICTURE: RED, SHEET: b"p{background:url(a.png)}"})
    address = framed_address(client, capture)
    page = client.get(address)
    assert f'<img src="{picture(PICTURE)}">' in text(page)
    shown = client.get(address + picture(PICTURE))
    assert (shown["Content-Type"], shown.content) == ("image/png", RED)
    sheet = client.get(address + style(SHEET))
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert picture(PICTURE) in text(sheet)


def test_what_is_sent_forbids_everything_by_itself(client: Client, put_page: PutPage) -> None:
    capture = put_page(HTML, {PICTURE: RED})
    address = framed_address(client, capture)
    page, part = client.get(address), client.get(address + picture(PICTURE))
    policy = page["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; img-src data: http://testserver" + address + ";")
    sandbox = next(each for each in policy.split("; ") if each.startswith("sandbox"))
    assert sandbox == "sandbox allow-top-navigation-by-user-activation"
    assert "script-src" not in policy
    assert "form-action 'none'" in policy
    assert "sandbox" in part["Content-Security-Policy"]
    for answer in (page, part):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Cross-Origin-Opener-Policy"] == "unsafe-none"


def test_no_cookie_is_read_and_none_is_set(client: Client, put_page: PutPage) -> None:
    capture = put_page(HTML, {PICTURE: RED})
    address = framed_address(client, capture)
    client.force_login(User.objects.create_superuser("root"))
    with CaptureQueriesContext(connection) as queries:
        answers = [client.get(address), client.get(address + picture(PICTURE))]
    assert not any("session" in query["sql"] or "auth_user" in query["sql"] for query in queries)
    assert not any(answer.cookies for answer in answers)
    assert not any("Cookie" in answer.get("Vary", "") for answer in answers)


def test_an_address_holds_for_minutes_and_cannot_be_made_up(
    client: Client, put_page: PutPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = framed_address(client, put_page(HTML))
    forged = client.get("/replay/1-r-ar.1abcde.AAAA/")
    assert forged.status_code == 404
    other = address.replace("/replay/", "/replay/9")
    assert client.get(other).status_code == 404
    later = timezone.now().timestamp() + LASTS.total_seconds() + 5
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    gone = client.get(address)
    assert gone.status_code == 410
    assert "عشر دقائق" in text(gone)


def test_what_is_closed_or_withdrawn_is_shown_to_nobody(client: Client, put_page: PutPage) -> None:
    capture = put_page(HTML, {PICTURE: RED})
    address = framed_address(client, capture)
    hide_articles(list(capture.articles.all()), Reasons("سبب"))
    assert client.get(address).status_code == 403
    assert client.get(address + picture(PICTURE)).status_code == 403
    assert client.get(f"/capture/{capture.pk}/page/").status_code == 403
    editor = Client()
    editor.force_login(User.objects.create_superuser("root"))
    assert "نص الخبر." in text(client.get(framed_address(editor, capture)))
    withdraw(capture, "حكم")
    assert client.get(address).status_code == 410
    assert client.get(address + picture(PICTURE)).status_code == 404
    assert editor.get(f"/capture/{capture.pk}/page/").status_code == 410


def test_a_closed_document_is_no_target_of_a_link(client: Client, put_page: PutPage) -> None:
    held = put_page("<p>محفوظ</p>", uri="http://paper.example/held")
    key = address_key("http://paper.example/held")
    DocumentAddress.objects.create(key=key, uri=held.uri)
    capture = put_page("<a href='/held?utm_source=x'>رابط</a>", uri="http://paper.example/links")
    address = framed_address(client, capture)
    article = held.articles.get()
    assert f'href="{article.get_absolute_url()}" target="_top"' in text(client.get(address))
    hide_articles([article], Reasons("سبب"))
    assert 'title="http://paper.example/held' in text(client.get(address))


def test_a_part_is_what_it_is_used_for_or_nothing(client: Client, put_page: PutPage) -> None:
    evil = b"<script>alert(1)</script>"
    capture = put_page(HTML, {PICTURE: evil, SHEET: evil})
    address = framed_address(client, capture)
    assert client.get(address + picture(PICTURE)).status_code == 404
    assert client.get(address + style(SHEET))["Content-Type"].startswith("text/css")
    assert "<script" not in text(client.get(address + picture(PICTURE).replace("i-", "d-")))
    for strange in ("i-nothing", "x-" + "0" * 24, "sw.js", "../../admin/"):
        assert client.get(address + strange).status_code in (301, 404)


def test_at_most_nine_queries(client: Client, put_page: PutPage) -> None:
    held = put_page("<p>محفوظ</p>", uri="http://paper.example/1")
    DocumentAddress.objects.create(key=address_key(held.uri), uri=held.uri)
    links = "".join(f"<a href='/{number}'>x</a>" for number in range(600))
    capture = put_page(HTML + links, {PICTURE: RED})
    address = framed_address(client, capture)
    with CaptureQueriesContext(connection) as queries:
        text(client.get(address))
        text(client.get(f"/capture/{capture.pk}/page/"))
    assert len(queries) <= 15
    with CaptureQueriesContext(connection) as queries:
        assert held.articles.get().get_absolute_url() in text(client.get(address))
    assert len(queries) <= 9


SITE, OWN = "http://archive.example", "http://replay.example"


@pytest.fixture
def own_origin(settings: LazySettings) -> None:
    """An origin of its own for captured pages."""
    settings.ARCHIVE_PUBLIC_URL = PublicAddress(SITE, "archive.example", "")
    settings.ARCHIVE_REPLAY_URL = PublicAddress(OWN, "replay.example", "")
    settings.ALLOWED_HOSTS = ["archive.example", "replay.example"]


@pytest.mark.usefixtures("own_origin")
def test_an_origin_of_its_own_shows_captured_pages_and_nothing_else(put_page: PutPage) -> None:
    client, replay = (
        Client(headers={"host": "archive.example"}),
        Client(headers={"host": "replay.example"}),
    )
    held = put_page("<p>محفوظ</p>", uri="http://paper.example/held")
    DocumentAddress.objects.create(key=address_key("http://paper.example/held"), uri=held.uri)
    capture = put_page(HTML + "<a href=/held>x</a>", uri="http://paper.example/with-link")
    address = framed_address(client, capture)
    assert address.startswith(f"{OWN}/replay/")
    path = address.removeprefix(OWN)
    page = replay.get(path)
    assert f'href="{SITE}{held.articles.get().get_absolute_url()}"' in text(page)
    assert f"frame-ancestors 'self' {SITE}" in page["Content-Security-Policy"]
    assert f"img-src data: {address}" in page["Content-Security-Policy"]
    assert client.get(path).status_code == 404
    for other in ("/", "/search/", "/login/", f"/capture/{capture.pk}/", "/static/css/site.css"):
        answer = replay.get(other)
        assert answer.status_code == 404
        assert not answer.cookies
    assert Client(headers={"host": "other.example"}).get(path).status_code == 400
