"""Captured pages as they were, in a real browser: what they try does not happen."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Error, Frame, Route

from search.replay.pdf_drawing import png
from tests.browser.conftest import Site
from tests.browser.hostile_captures import HOSTILE
from tests.browser.replay_archive import ADDRESS, put_captures
from tests.browser.replay_archive import Page as CapturedPage

pytestmark = pytest.mark.browser

RED = png(b"\xff\x00\x00" * 16, 4, 4, 12)


class Outside:
    """A server that is none of the archive's, and remembers who called it."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.page = b""
        outside = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                is_page = self.path == "/page"
                if not is_page:
                    outside.calls.append(f"{self.command} {self.path}")
                self.send_response(200)
                self.send_header("Content-Type", "text/html" if is_page else "text/plain")
                self.end_headers()
                with suppress(BrokenPipeError):
                    self.wfile.write(outside.page if is_page else b"")

            do_POST = do_OPTIONS = do_HEAD = do_GET

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    """A server that must not be called."""
    served = Outside()
    yield served
    served.server.shutdown()


@pytest.fixture(scope="module")
def hostile(site: Site, outside: Outside) -> dict[str, int]:
    """The twenty pages in the archive: what each tries → its capture's key."""
    pages = [
        html.replace("OUTSIDE", f"http://{outside.host}")
        .replace("OUTHOST", outside.host)
        .replace("SITE", site.url)
        for html in HOSTILE.values()
    ]
    keys = put_captures(site, [CapturedPage(page.encode()) for page in pages])
    return dict(zip(HOSTILE, keys, strict=True))


class Visit:
    """A browser that is logged in nowhere, with a cookie that nobody may read."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.context: BrowserContext = browser.new_context(base_url=site.url)
        self.context.add_cookies([{"name": "language", "value": "secret-word", "url": site.url}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.requests: list[str] = []
        self.opened: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on("page", lambda page: self.opened.append(page.url))
        self.page.on("dialog", self._dismiss)
        self.page.on("download", lambda download: self.opened.append(download.url))

    def _dismiss(self, dialog: Dialog) -> None:
        self.opened.append(dialog.message)
        dialog.dismiss()

    def frame(self) -> Frame:
        """Return the frame of the captured page, once it is there."""
        element = self.page.wait_for_selector("iframe.replay-frame")
        frame = element.content_frame() if element else None
        assert frame is not None
        frame.wait_for_load_state("load")
        return frame

    def strange_requests(self) -> list[str]:
        """Return the requests that were not for the archive's own pages, styles and parts."""
        own = urlsplit(self.site.url).netloc
        paths = ("/capture/", "/static/", "/replay/", "/article/", "/favicon.ico")
        return [
            url
            for url in self.requests
            if not url.startswith(("data:", "about:"))
            and (urlsplit(url).netloc != own or not urlsplit(url).path.startswith(paths))
        ]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    visit = Visit(browser, site)
    yield visit
    visit.context.close()


def press_everything(frame: Frame) -> None:
    """Click what the page would like to be clicked, whether it may be or not."""
    for target in ("#go", "#press", "#press2", "#submit", "a"):
        for element in frame.query_selector_all(target)[:3]:
            if element.is_visible():
                element.dispatch_event("click")
                element.click(force=True, timeout=5_000, no_wait_after=True)


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_leaves_and_nothing_is_taken(
    visit: Visit, hostile: dict[str, int], outside: Outside, what: str
) -> None:
    visit.page.goto(f"/capture/{hostile[what]}/page/")
    title, address = visit.page.title(), visit.page.url
    frame = visit.frame()
    assert "افتُتحت المكتبة الوطنية" in frame.inner_text("body") or what == "a set of frames"
    press_everything(frame)
    visit.page.wait_for_timeout(300)
    assert visit.strange_requests() == []
    assert outside.calls == []
    assert visit.opened == []
    assert (visit.page.title(), visit.page.url) == (title, address)
    with pytest.raises(Error, match="sandboxed"):
        frame.evaluate("document.cookie")
    assert frame.evaluate("self.origin") == "null"
    cookies = {cookie["name"]: cookie["value"] for cookie in visit.context.cookies()}
    assert cookies["language"] == "secret-word"
    assert not set(cookies) - {"language", "csrftoken"}
    assert (
        visit.page.evaluate("navigator.serviceWorker.getRegistrations().then(r => r.length)") == 0
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_opened_alone_it_is_as_harmless(
    visit: Visit, hostile: dict[str, int], outside: Outside, what: str
) -> None:
    visit.page.goto(f"/capture/{hostile[what]}/page/")
    alone = visit.page.get_attribute("iframe.replay-frame", "src") or ""
    visit.page.goto(alone)
    press_everything(visit.page.main_frame)
    visit.page.wait_for_timeout(300)
    assert visit.strange_requests() == []
    assert outside.calls == []
    assert visit.opened == []
    assert urlsplit(visit.page.url).path == urlsplit(alone).path
    with pytest.raises(Error, match="sandboxed"):
        visit.page.evaluate("document.cookie")


@pytest.mark.exhaustive  # It tries the samples, not the site.
@pytest.mark.parametrize("what", HOSTILE)
def test_elsewhere_the_same_page_does_what_it_tries(
    browser: Browser, outside: Outside, what: str
) -> None:
    """Else the tests above would hold for pages that do nothing."""
    html = HOSTILE[what].replace("OUTSIDE", f"http://{outside.host}")
    outside.page = html.replace("OUTHOST", outside.host).replace("SITE", "").encode()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(f"http://{outside.host}/page", wait_until="commit")
        deadline = time.monotonic() + 10
        while not outside.calls and time.monotonic() < deadline:
            page.wait_for_timeout(100)
            page.evaluate("document.querySelector('#press')?.click()")
    except Error:
        pass  # It led away.
    finally:
        context.close()
        called, outside.calls[:] = list(outside.calls), []
    assert called


def test_the_policy_alone_stops_a_page_that_was_not_written_anew(
    visit: Visit, hostile: dict[str, int], outside: Outside
) -> None:
    """Were the rewriting to fail, nothing would run and nothing would leave all the same."""
    small = [html for what, html in HOSTILE.items() if what not in ("very large", "deeply nested")]
    raw = "".join(small).replace("OUTSIDE", f"http://{outside.host}")
    raw = raw.replace("OUTHOST", outside.host).replace("SITE", visit.site.url)
    # A browser obeys a refresh and dead letters of a policy's page; those are written away alone.
    raw = raw.replace("http-equiv", "data-equiv").replace("HTTP-EQUIV", "data-equiv")

    def spoil(route: Route) -> None:
        response = route.fetch()
        headers = {k: v for k, v in response.headers.items() if k != "content-encoding"}
        route.fulfill(status=200, headers=headers, body=raw)

    visit.page.route("**/replay/*/", spoil)
    visit.page.goto(f"/capture/{hostile['scripts']}/page/")
    visit.frame()
    visit.page.wait_for_timeout(500)
    assert outside.calls == []
    assert visit.page.title() != "TAKEN"


def test_a_page_is_shown_with_what_was_captured_with_it(visit: Visit, site: Site) -> None:
    html = (
        "<!DOCTYPE html><html dir=rtl><head><link rel=stylesheet href=style.css></head><body>"
        "<h1>افتتاح المكتبة الوطنية</h1><img id=kept src='/img/a.png'><img src=/img/lost.png>"
        "<div id=back>نص</div><iframe src=inner.html width=200 height=100></iframe>"
        "<p id=sheet>نص</p><iframe srcdoc='<p>إطار مكتوب</p>'></iframe></body></html>"
    )
    base = "http://paper.example"
    parts = [
        (f"{base}/img/a.png", "image/png", RED),
        (f"{base}/img/b.png", "", RED),
        (
            f"{base}/news/style.css",
            "text/css",
            b"@import 'deep/more.css';#back{height:9px;background:url(../img/b.png)}",
        ),
        (f"{base}/news/deep/more.css", "text/css", b"#sheet{color:rgb(1,2,3)}"),
        (
            f"{base}/news/inner.html",
            "text/html",
            "<p>داخل الإطار</p><img src=../img/a.png>".encode(),
        ),
    ]
    (key,) = put_captures(site, [CapturedPage(html.encode(), ADDRESS + "?kept", parts=parts)])
    visit.page.goto(f"/capture/{key}/page/")
    frame = visit.frame()
    assert frame.evaluate("document.getElementById('kept').naturalWidth") == 4
    colour = "getComputedStyle(document.getElementById('sheet')).color"
    assert frame.evaluate(colour) == "rgb(1, 2, 3)"
    inner = [child.inner_text("body") for child in frame.child_frames]
    assert inner == ["داخل الإطار", "إطار مكتوب"]
    assert frame.child_frames[0].evaluate("document.images[0].naturalWidth") == 4
    pictures = {url for url in visit.requests if "/i-" in url}
    assert len(pictures) == 2
    assert "تنقص الصفحة صورة واحدة" in visit.page.inner_text("main")


def test_a_link_leads_the_whole_window_to_what_the_archive_holds(visit: Visit, site: Site) -> None:
    (held,) = put_captures(site, [CapturedPage(b"<p>x</p>", "http://paper.example/held")])
    site.manage(
        "shell",
        "-c",
        "from archive.models import *\n"
        "from archive.captures.document_keys import address_key as k\n"
        "DocumentAddress.objects.create(key=k('http://paper.example/held'),"
        f"uri=Capture.objects.get(pk={held}).uri)",
    )
    html = "<a id=held href='/held'>محفوظ</a> <a id=lost href='/lost'>غائب</a>"
    (key,) = put_captures(site, [CapturedPage(html.encode(), ADDRESS + "?links")])
    visit.page.goto(f"/capture/{key}/page/")
    frame = visit.frame()
    assert frame.get_attribute("#lost", "href") is None
    assert frame.get_attribute("#lost", "title") == "http://paper.example/lost"
    frame.click("#held")
    visit.page.wait_for_url("**/article/**")
