"""Captured pages on an origin of their own, in a real browser: no cookie, and no other frame."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Response

from search.replay.pdf_drawing import png
from tests.browser.conftest import Site, free_port
from tests.browser.replay_archive import ADDRESS, Page, put_captures
from tests.processes import new_site, started

pytestmark = pytest.mark.browser

HTML = "<link rel=stylesheet href=s.css><h1>افتتاح المكتبة</h1><img src=a.png><a href=/x>رابط</a>"
BASE = ADDRESS.rpartition("/")[0]
RED = png(b"\xff\x00\x00" * 16, 4, 4, 12)


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def replay(port: int) -> str:
    """The origin of captured pages; the site's has another name of this machine."""
    return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def site(port: int, replay: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    served = Site(
        tmp_path_factory.mktemp("origins"),
        port,
        "localhost",
        ARCHIVE_PUBLIC_URL=f"http://localhost:{port}/",
        ARCHIVE_REPLAY_URL=f"{replay}/",
    )
    environment = {**new_site(served.home), **served.environment()}
    # A fork answers sooner than a process that is started, and as it does.
    process = started(environment, "runserver", "--noreload", f"127.0.0.1:{port}")
    try:
        served.wait_for_answers(process)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


@pytest.fixture(scope="module")
def capture(site: Site) -> int:
    sheet = b"h1{color:rgb(1,2,3)}"
    parts = [(f"{BASE}/a.png", "image/png", RED), (f"{BASE}/s.css", "text/css", sheet)]
    (key,) = put_captures(site, [Page(HTML.encode(), parts=parts)])
    return key


@pytest.fixture
def context(browser: Browser, site: Site, replay: str) -> Iterator[BrowserContext]:
    """A browser that has a cookie for either host, which nobody there may read."""
    context = browser.new_context()
    for url in (site.url, replay):
        context.add_cookies([{"name": "session", "value": "secret-word", "url": url}])
    yield context
    context.close()


def framed(context: BrowserContext, site: Site, capture: int) -> tuple[Any, Any]:
    """Return the site's page and the frame in it, loaded."""
    page = context.new_page()
    page.goto(f"{site.url}/capture/{capture}/page/")
    element = page.wait_for_selector("iframe.replay-frame")
    frame = element.content_frame() if element else None
    assert frame is not None
    frame.wait_for_load_state("load")
    return page, frame


def test_the_page_is_shown_there_and_no_cookie_is_set_or_read(
    context: BrowserContext, site: Site, replay: str, capture: int
) -> None:
    answers: list[Response] = []
    context.on("response", lambda answer: answers.append(answer))
    before = context.cookies(replay)
    page, frame = framed(context, site, capture)
    assert frame.url.startswith(f"{replay}/replay/")
    assert frame.evaluate("document.images[0].naturalWidth") == 4
    assert frame.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(1, 2, 3)"
    with pytest.raises(Error, match="sandboxed"):
        frame.evaluate("document.cookie")
    of_replay = [each for each in answers if each.url.startswith(replay)]
    assert len(of_replay) == 3
    for answer in of_replay:
        headers = answer.all_headers()
        assert "set-cookie" not in headers
        assert "cookie" not in headers.get("vary", "").lower()
    alone = page.goto(f"{replay}/")
    assert alone is not None
    assert alone.status == 404
    assert context.cookies(replay) == before


def test_the_site_alone_may_frame_it(context: BrowserContext, site: Site, capture: int) -> None:
    page, frame = framed(context, site, capture)
    signed, said = frame.url, []

    class Framing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f"<iframe src='{signed}'></iframe>".encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Framing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://localhost:{server.server_port}/")
        page.wait_for_timeout(300)
        assert any("frame-ancestors" in each for each in said)
        (inner,) = page.main_frame.child_frames
        assert "المكتبة" not in inner.content()
    finally:
        server.shutdown()
        server.server_close()
