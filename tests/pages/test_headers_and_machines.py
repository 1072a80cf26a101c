"""What answers say to browsers and proxies, and what programs find."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from archive.captures.store import capture_folder
from archive.models import Article
from search.pages import addresses_for_machines
from tests.factories import make_article

pytestmark = pytest.mark.usefixtures("archive")

PAGES = ("/", "/help/", "/login/", "/nothing/", "/robots.txt", "/sitemap.xml")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_closes_what_no_page_uses(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_nobody_keeps_what_was_shown_to_one_person(client: Client) -> None:
    assert "no-store" not in client.get("/help/").headers.get("Cache-Control", "")
    client.force_login(User.objects.create_superuser("editor"))
    for path in ("/help/", "/", "/admin/archive/article/", "/nothing/"):
        assert client.get(path)["Cache-Control"] == "private, no-store", path


def test_nobody_keeps_the_pages_of_a_private_archive(
    client: Client, settings: LazySettings
) -> None:
    settings.ARCHIVE_ACCESS = "private"
    assert client.get("/help/")["Cache-Control"] == "private, no-store"


def test_a_damaged_capture_does_not_tell_where_the_archive_lies(
    english: Client, settings: LazySettings
) -> None:
    article = make_article()
    path = capture_folder().path(article.capture.sha256)
    for spoil in (lambda: path.write_bytes(b"no gzip"), path.unlink):
        spoil()
        for address in (
            f"/capture/{article.capture_id}/",
            f"{article.get_absolute_url()}versions/",
        ):
            html = english.get(address).content.decode()
            assert "missing, damaged or not readable" in html
            assert str(settings.ARCHIVE_HOME) not in html
            assert path.name not in html.replace(article.capture.sha256, "")


def test_robots_read_articles_and_no_searches(client: Client, public_url: str) -> None:
    text = client.get("/robots.txt").content.decode()
    closed = ("/search/", "/capture/", "/addresses/", "/cdx", "/timegate/", "/timemap/link/")
    assert {f"Disallow: {address}" for address in closed} <= set(text.splitlines())
    assert f"Sitemap: {public_url}/sitemap.xml" in text


def test_robots_read_nothing_of_a_private_archive(client: Client, settings: LazySettings) -> None:
    settings.ARCHIVE_ACCESS = "private"
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"


@pytest.mark.usefixtures("public_url")
def test_the_site_map_lists_what_readers_see(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses_for_machines, "ARTICLES_A_PART", 2)
    shown = [make_article() for _ in range(5)]
    hidden = make_article()
    Article.objects.filter(pk=hidden.pk).update(hidden=True)
    parts = client.get("/sitemap.xml").content.decode().split("<loc>")[1:]
    found = ""
    for part in parts:
        answer = client.get(part.partition("</loc>")[0])
        found += answer.content.decode() if answer.status_code == 200 else ""
    assert [each.public_id in found for each in shown] == [True] * 5
    assert hidden.public_id not in found
    assert client.get("/sitemap-999.xml").status_code == 404
    assert client.get(f"/sitemap-{'9' * 30}.xml").status_code == 404


def test_the_icon_is_found_without_being_told(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].endswith("icon.svg")
