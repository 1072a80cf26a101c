"""A page that the archivist's own browser hands over."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive.jobs import run_waiting
from archive.models import Article, Capture, Load, LoadWay

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive_home")]

URL = "https://paper.example/news/1"
TEXT = "نص خبر قصير يروي ما جرى في السوق القديمة صباح أمس بحضور جمع من الأهالي. " * 4
PAGE = f"<html><head><title>خبر</title></head><body><h1>سوق جديدة</h1><p>{TEXT}</p></body></html>"


def test_a_page_is_stored_by_the_form_and_says_for_ever_how_it_came(admin_client: Client) -> None:
    answer = admin_client.post("/desk/save/", {"url": URL, "html": PAGE})
    assert answer["Location"].startswith("/admin/archive/job/")
    run_waiting()
    capture = Capture.objects.get()
    assert (capture.uri, capture.url) == (URL, URL)
    assert capture.container == "handed over by the browser of admin, after scripts"
    assert capture.captured_at is not None
    assert Load.objects.get().way == LoadWay.HANDED_OVER
    article = Article.objects.get()
    assert article.title == "سوق جديدة"
    assert capture.container in admin_client.get(f"/capture/{capture.pk}/").content.decode()


def test_this_address_alone_stays_in_reach_of_its_opener(admin_client: Client) -> None:
    policy = "Cross-Origin-Opener-Policy"
    assert admin_client.get("/desk/save/")[policy] == "unsafe-none"
    for address in ("/desk/upload/", "/login/", "/admin/", "/"):
        assert admin_client.get(address)[policy] == "same-origin"


@pytest.mark.parametrize(
    "sent",
    [
        {"url": "javascript:alert(1)", "html": PAGE},
        {"url": "", "html": PAGE},
        {"url": URL, "html": " "},
        {"url": URL, "html": "س" * 960_000},
    ],
)
def test_what_cannot_be_is_refused(admin_client: Client, sent: dict[str, str]) -> None:
    page = admin_client.post("/desk/save/", sent, follow=True).content.decode()
    assert 'class="error"' in page
    assert not Load.objects.exists()


def test_who_may_not_load_is_told_without_losing_the_page(client: Client) -> None:
    assert client.get("/desk/save/").status_code == 401
    assert client.post("/desk/save/", {"url": URL, "html": PAGE}).status_code == 401
    client.force_login(User.objects.create_user("reader"))
    assert client.post("/desk/save/", {"url": URL, "html": PAGE}).status_code == 403


def test_the_bookmark_names_this_archive(admin_client: Client) -> None:
    page = unquote(admin_client.get("/desk/upload/").content.decode())
    assert "open(a+&#x27;/desk/save/&#x27;)" in page
    assert "a=&#x27;http://testserver&#x27;" in page
