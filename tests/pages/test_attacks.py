"""Attacks that hit programs like this one, and what becomes of them here."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as site_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.test import Client

from archive.models import Article
from search.service.search_suggestions import warm_caches
from tests.factories import make_article, make_entity, make_mention, make_outlet

pytestmark = pytest.mark.usefixtures("archive")

SCRIPT = "<script>alert(1)</script>"
HANDLER = '"><img src=x onerror=alert(1)>'
PASSWORD = "ناقة على تل بعيد"
TITLE = "النهر يجري بعد المطر"
BODY = "وقال مديرها إن الحقول تسقى منه في كل موسم من مواسم السنة كلها."
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)")


def test_script_in_labels_is_shown_and_not_obeyed(
    client: Client, index: Callable[[], None]
) -> None:
    outlet = make_outlet(f"صحيفة {SCRIPT}", slug="outlet-x")
    entity = make_entity(f"مدينة {HANDLER}", name_en=SCRIPT)
    article = make_article(
        f"نهر {SCRIPT}",
        f"نهر مدينة {HANDLER}",
        outlet=outlet,
        section=f"قسم {SCRIPT}",
        keywords=[f"وسم {HANDLER}"],
        captions=[SCRIPT],
        byline=HANDLER,
        standfirst=SCRIPT,
        url=f"https://x.example/{HANDLER}",
    )
    make_mention(article, entity)
    index()
    warm_caches()
    pages = [
        "/",
        "/outlets/",
        "/entities/",
        "/search/?q=نهر",
        f"/search/?q={quote(SCRIPT)}&keyword={quote(HANDLER)}",
        article.get_absolute_url(),
        article.get_absolute_url() + "?q=نهر",
        article.get_absolute_url() + "versions/",
        entity.get_absolute_url(),
        "/outlet/outlet-x/",
        f"/capture/{article.capture_id}/",
    ]
    for page in pages:
        html = client.get(page).content.decode()
        assert SCRIPT not in html, page
        assert "<img src=x" not in html, page
    suggested = client.get("/suggest/?q=نهر")
    assert suggested["Content-Type"].startswith("application/json")


def test_script_in_the_comparison_of_versions_is_not_obeyed(
    load: Callable[..., object], tmp_path: Path, client: Client
) -> None:
    document = tmp_path / "river.html"
    for attack in (SCRIPT, HANDLER):
        body = (
            f"قالت لجنة المدينة أمس إن النهر {escape(attack)} يجري بين قريتين من قرى السهل الكبير."
        )
        page = f"<h1>{TITLE}</h1><p>26 أكتوبر 2024</p><p>{body}</p><p>{BODY}</p>"
        document.write_text(f"<html><title>{TITLE}</title><body>{page}</body></html>", "utf-8")
        load(document)
    html = client.get(Article.objects.get().get_absolute_url() + "versions/").content.decode()
    assert "<del" in html
    assert "onerror" in html
    assert SCRIPT not in html
    assert "<img src=x" not in html


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_led_to_another_site(client: Client, address: str) -> None:
    User.objects.create_superuser("salma", password=PASSWORD)
    typed = {"username": "salma", "password": PASSWORD, "next": address}
    assert client.post(f"/login/?next={quote(address)}", typed)["Location"] == "/"
    chosen = client.post("/language/", {"language": "en", "next": address})
    assert chosen["Location"].startswith("/")
    assert "evil" not in chosen["Location"]
    assert "alert" not in client.post("/logout/", {"next": address})["Location"]


def test_another_host_is_not_answered(client: Client) -> None:
    for host in ("evil.example", "localhost@evil.example", "localhost:80@evil.example", "a b"):
        answer = client.get("/", HTTP_HOST=host)
        assert answer.status_code == 400
        assert "evil" not in answer.content.decode()
    answer = client.get("/", HTTP_X_FORWARDED_HOST="evil.example")
    assert "evil.example" not in answer.content.decode()


def test_trace_is_refused(client: Client) -> None:
    for page in ("/", "/search/", "/login/", "/health/"):
        assert client.trace(page).status_code == 405


def test_cookies_are_for_this_site_and_no_script(client: Client) -> None:
    User.objects.create_superuser("salma", password=PASSWORD)
    client.get("/login/")
    client.post("/language/", {"language": "en"})
    client.post("/login/", {"username": "salma", "password": PASSWORD})
    assert {"sessionid", "csrftoken", "django_language", "device"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["samesite"] == "Lax", cookie.key
        assert cookie["httponly"], cookie.key


def test_sessions_hold_no_pickle(settings: Any) -> None:
    assert settings.SESSION_SERIALIZER.endswith(".JSONSerializer")
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"


def test_passwords_are_stretched() -> None:
    assert site_settings.PASSWORD_HASHERS  # of the tests; the site has Django's own
    assert PBKDF2PasswordHasher.iterations >= 600_000


def test_scripts_build_nothing_of_what_they_read() -> None:
    scripts = list((Path(site_settings.BASE_DIR) / "static" / "js").glob("*.js"))
    assert scripts
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        kept = "sessionStorage" if script.name == "recent.js" else "localStorage|sessionStorage"
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function"
            rf"|Object\.assign|__proto__|{kept}",
            text,
        ), script.name
