"""The archivist's own browser hands a page over, from another site, by the bookmark."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

TEXT = "نص خبر قصير يروي ما جرى في سوق الورّاقين صباح أمس بحضور جمع من الأهالي. " * 4
HTML = (
    f"<!DOCTYPE html><title>خبر</title><h1>سوق الورّاقين تعود</h1><p>{TEXT}</p>"
    "<script>document.body.append('وأضيفت هذه الجملة ببرنامج في الصفحة.')</script>"
)


class _Paper(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = HTML.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def paper() -> Iterator[str]:
    """The address of a page of another site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Paper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/news/1"
    server.shutdown()
    server.server_close()


def test_a_page_is_handed_over_once_and_kept_when_confirmed(
    page: Page, site: Site, paper: str
) -> None:
    page.goto("/login/?next=/desk/upload/")
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill(site.password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    bookmark = page.get_by_role("link", name="احفظ في خزانة").get_attribute("href")
    assert bookmark is not None
    page.goto(paper)
    with page.expect_popup() as opened:
        page.evaluate(bookmark.removeprefix("javascript:"))
    popup = opened.value
    expect(popup.get_by_label("العنوان")).to_have_value(paper)
    html = popup.locator("#html")
    expect(html).to_have_value(re.compile("وأضيفت هذه الجملة"))
    popup.get_by_role("button", name="احفظ هذه الصفحة").click()
    popup.wait_for_url(re.compile("/admin/archive/job/"))


def test_what_lies_about_its_address_is_not_taken(page: Page, site: Site, paper: str) -> None:
    page.goto("/login/?next=/desk/upload/")
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill(site.password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    expect(page.get_by_role("link", name="احفظ في خزانة")).to_be_visible()
    page.goto(paper)
    lie = (
        "const w = open('%s/desk/save/'); addEventListener('message', () => "
        "w.postMessage({html: '<p>x</p>', url: 'https://ministry.example/'}, '%s'))"
    )
    with page.expect_popup() as opened:
        page.evaluate(lie % (site.url, site.url))
    popup = opened.value
    popup.wait_for_load_state()
    popup.wait_for_timeout(500)
    expect(popup.locator("#html")).to_have_value("")
    expect(popup.get_by_role("button", name="احفظ هذه الصفحة")).to_be_disabled()
