"""A site whose readers find it behind a path of another host, served by ``manage.py serve``."""

from __future__ import annotations

import gzip
import http.client
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.test_serve import Site, until

pytestmark = pytest.mark.fault

ADDRESS = "https://news.example.org/khizana"
PROXIED = {"Host": "news.example.org", "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    served = Site(tmp_path_factory.mktemp("path") / "home")
    served.environment |= {
        "ARCHIVE_PUBLIC_URL": f"{ADDRESS}/",
        "ARCHIVE_HTTPS": "1",
        "ARCHIVE_PROXY": "127.0.0.1",
        "ARCHIVE_REQUEST_LOG": "1",
    }
    served.manage("prepare_archive", "--demo")
    served.start()
    yield served
    assert served.process is not None
    served.process.terminate()
    served.process.wait(30)


def get(site: Site, path: str) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", path, headers=PROXIED)
    answer = connection.getresponse()
    content = answer.read()
    if answer.headers["Content-Encoding"] == "gzip":
        content = gzip.decompress(content)
    connection.close()
    return answer, content.decode("utf-8", "replace")


@pytest.mark.parametrize("path", ["/", "/khizana/", "/khizana/search/", "/help/", "/robots.txt"])
def test_every_link_stays_behind_the_path(site: Site, path: str) -> None:
    answer, html = get(site, path)
    assert answer.status == 200
    links = re.findall(r'(?:href|src|action|data-suggest)="(/[^"]*)"', html)
    assert [link for link in links if not link.startswith("/khizana/")] == []


def test_static_files_are_named_by_content_and_kept_for_a_year(site: Site) -> None:
    _answer, html = get(site, "/")
    (sheet,) = re.findall(r'href="(/khizana/static/css/site\.[0-9a-f]{12}\.css)"', html)
    for path in (sheet, sheet.removeprefix("/khizana")):
        answer, css = get(site, path)
        assert answer.status == 200
        assert "max-age=31536000" in str(answer.headers["Cache-Control"])
        assert "immutable" in str(answer.headers["Cache-Control"])
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "{" in css
    (font, *_others) = re.findall(r'url\("?\.\./(fonts/[^")]*)', css)
    assert get(site, f"/static/{font}")[0].status == 200
    assert re.search(r"\.[0-9a-f]{12}\.woff2$", font)


def test_pages_are_compressed(site: Site) -> None:
    answer, html = get(site, "/search/")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "</html>" in html


def test_citations_and_permalinks_go_by_the_public_address(site: Site) -> None:
    _answer, html = get(site, "/search/")
    assert f'"{ADDRESS}/search/' in html
    article = re.findall(r'href="/khizana(/article/[a-z0-9]+/)', html)[0]
    assert f'<link rel="canonical" href="{ADDRESS}{article}">' in get(site, article)[1]
    assert f"{ADDRESS}/sitemap-0.xml" in get(site, "/sitemap.xml")[1]


def test_cookies_are_no_other_programs(site: Site) -> None:
    answer, _html = get(site, "/login/")
    cookie = str(answer.headers["Set-Cookie"])
    assert cookie.startswith("__Secure-")
    assert "Path=/khizana/" in cookie
    assert "Secure" in cookie


def test_who_comes_by_http_is_led_to_https(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", "/help/", headers={"Host": "news.example.org"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"{ADDRESS}/help/")


def test_machines_are_not_led_to_https(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    connection.request("GET", "/health/", headers={"Host": "127.0.0.1"})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b'{"status": "ok"}')


def test_the_worker_shows_that_it_lives(site: Site) -> None:
    assert until((Path(site.environment["ARCHIVE_HOME"]) / "worker_beat").exists)
    answer, text = get(site, "/health/ready")
    assert (answer.status, text) == (200, '{"status": "ok"}')
