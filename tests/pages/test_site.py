"""What holds for every page: languages, safety, errors, health."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.test import Client

from search.service.search_suggestions import warm_caches
from tests.factories import make_article, make_entity, make_mention

pytestmark = pytest.mark.usefixtures("archive")

PAGES = ("/", "/search/?q=a", "/outlets/", "/entities/", "/help/", "/login/", "/nothing/")
TEMPLATES = sorted(Path(django_settings.BASE_DIR, "templates").rglob("*.html"))
# Isolated pages have a policy of their own, which lets styles stand in them and nothing load.
OWN_POLICY = frozenset({"replay_notice.html", "replay_pdf.html"})
STYLES = sorted(Path(django_settings.BASE_DIR, "static", "css").glob("*.css"))


@pytest.mark.parametrize("path", PAGES)
def test_arabic_is_the_default_whatever_the_browser_says(client: Client, path: str) -> None:
    html = client.get(path, headers={"accept-language": "en"}).content.decode()
    assert re.search(r'<html lang="ar"\s+dir="rtl">', html)


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/help/"])
def test_english_pages_hold_no_arabic_interface(english: Client, path: str) -> None:
    html = english.get(path).content.decode()
    assert re.search(r'<html lang="en"\s+dir="ltr">', html)
    shown = re.sub(r"<kbd.*?</kbd>|العربية|[؀-ۿ]+(?= and |</td>)", "", html)
    words = re.findall(r"[؀-ۿ]+", re.sub(r'value="[^"]*"', "", shown))
    assert words == []


def test_language_is_chosen_by_a_form(client: Client) -> None:
    response = client.post("/language/", {"language": "en", "next": "/help/"})
    assert response["Location"] == "/help/"
    assert 'lang="en"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_obey_the_content_security_policy(template: Path) -> None:
    html = template.read_text(encoding="utf-8")
    if template.name in OWN_POLICY:
        html = html.replace("<style>", "")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:|\|safe", html)
    # Data that no browser runs may stand on the page: it says by its type that it is none.
    assert re.findall(r"<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))", html) == []


@pytest.mark.parametrize("sheet", STYLES, ids=lambda path: path.name)
def test_styles_are_logical_and_load_nothing_from_elsewhere(sheet: Path) -> None:
    css = sheet.read_text(encoding="utf-8")
    physical = r"\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|^\s*(?:left|right|top|bottom|width|height)\s*:|float:\s*(?:left|right)"
    assert re.findall(physical, css, re.M) == []
    assert "http" not in css


@pytest.mark.parametrize("path", PAGES)
def test_every_page_sends_the_policy(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_suggestions_are_json(index: Callable[[], None], client: Client) -> None:
    entity = make_entity("دمشق")
    make_mention(make_article(body="في دمشق"), entity)
    index()
    warm_caches()
    rows = client.get("/suggest/", {"q": " دم "}).json()["suggestions"]
    assert rows == [{"label": "دمشق", "kind": "اسم", "url": entity.get_absolute_url()}]
    assert client.get("/suggest/").json()["suggestions"] == []


def test_health_is_told_to_everybody(client: Client, settings: LazySettings) -> None:
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE,
        "django.contrib.auth.middleware.LoginRequiredMiddleware",
    ]
    assert client.get("/health/").json() == {"status": "ok"}
    assert client.get("/help/").status_code == 302
    assert client.get("/login/").status_code == 200


def test_fault_is_a_calm_page(client: Client, settings: LazySettings) -> None:
    settings.ARCHIVE_HOME.rmdir()
    settings.ARCHIVE_HOME.write_text("a file where the archive should be")
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "حدث خطأ عندنا" in response.content.decode()


@pytest.mark.usefixtures("db")
def test_forged_form_is_refused_in_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "انتهت صلاحية النموذج" in response.content.decode()


def test_only_reading_is_allowed(client: Client) -> None:
    article = make_article(body="دمشق")
    make_mention(article, make_entity("دمشق"))
    assert client.post(article.get_absolute_url()).status_code == 405
    assert client.head(article.get_absolute_url()).status_code == 200
