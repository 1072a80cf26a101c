"""A reader keeps and takes away, in actions: a click, a key command, or a field filled is one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.actions import Editor
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

SEEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

_MAKE = """
from django.contrib.auth.models import User
User.objects.filter(username="reader").delete()
User.objects.create_user("reader", password={password!r})
"""


@pytest.fixture
def account(site: Site) -> str:
    """The password of a reader who has kept nothing yet."""
    password = "kitab-maftuh-1999"
    site.manage("shell", "-c", _MAKE.format(password=password))
    return password


def log_in(page: Page, password: str) -> None:
    page.goto("/login/?next=/")
    page.get_by_label("اسم المستخدم").fill("reader")
    page.get_by_label("كلمة المرور").fill(password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    expect(page.get_by_role("link", name="حسابك")).to_be_visible()


@pytest.fixture
def reader(page: Page, account: str) -> Editor:
    """A reader who is logged in and stands on the front page."""
    log_in(page, account)
    return Editor(page)


@pytest.fixture
def plain_reader(browser: Browser, site_url: str, account: str) -> Iterator[Editor]:
    """The same without scripts."""
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, account)
    yield Editor(page)
    context.close()


def search(reader: Editor, text: str) -> None:
    reader.fill("#q", text)
    reader.press("Enter")
    expect(reader.page).to_have_url(re.compile(r"/search/\?q="))


def test_a_feed_of_a_search_in_three_actions(page: Page) -> None:
    visitor = Editor(page)
    page.goto("/")
    search(visitor, "سوريا")
    with page.expect_response("**/search/feed/**") as answered:
        visitor.actions += 1
        page.get_by_role("link", name="خلاصة").click(no_wait_after=True)
    assert answered.value.headers["content-type"].startswith("application/atom+xml")
    assert visitor.actions <= 3


@pytest.mark.parametrize("scripts", [True, False])
def test_a_search_is_saved_in_three_actions(scripts: bool, request: pytest.FixtureRequest) -> None:
    reader: Editor = request.getfixturevalue("reader" if scripts else "plain_reader")
    search(reader, f"سوريا {'دمشق' if scripts else 'حلب'}")
    reader.click(reader.page.get_by_role("button", name="احفظ هذا البحث"))
    expect(reader.page.get_by_role("status").filter(has_text="حُفظ")).to_be_visible()
    expect(reader.page.get_by_role("link", name=re.compile("^محفوظ"))).to_be_visible()
    assert reader.actions <= 3


@pytest.mark.parametrize("scripts", [True, False])
def test_three_articles_on_a_list_that_is_shared_in_eight_actions(
    scripts: bool, request: pytest.FixtureRequest
) -> None:
    reader: Editor = request.getfixturevalue("reader" if scripts else "plain_reader")
    page = reader.page
    search(reader, "سوريا")
    for number in range(3):
        reader.click(page.locator("#hits .keep button").nth(number))
        expect(page.get_by_text("في قائمة «").first).to_be_visible()
    reader.click(page.get_by_role("link", name="افتح القائمة"))
    reader.click(page.get_by_role("button", name="شاركها برابط"))
    link = page.get_by_label("رابط هذه القائمة").input_value()
    assert reader.actions <= 8
    assert "/list/khzlist_" in link
    expect(page.locator(".items > li")).to_have_count(3)


def test_recent_searches_stay_in_this_browser_and_are_switched_off(page: Page) -> None:
    for text in ("سوريا", "دمشق"):
        page.goto(f"/search/?q={text}")
        expect(page.locator("#hits .hit").first).to_be_visible()
    page.goto("/")
    recent = page.get_by_role("region", name="آخر عمليات بحثك")
    expect(recent.get_by_role("link")).to_have_text(["دمشق", "سوريا"])
    recent.get_by_role("button", name="امحُ القائمة").click()
    expect(recent).to_be_hidden()
    page.goto("/search/?q=سوريا")
    page.goto("/")
    recent.get_by_role("checkbox").uncheck()
    page.goto("/search/?q=دمشق")
    page.goto("/")
    expect(recent.get_by_role("link")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('khizana.recent')") == "[]"
    recent.get_by_role("checkbox").check()
    expect(recent).to_be_hidden()


def test_what_came_since_the_visit_before_is_told(page: Page) -> None:
    page.goto("/search/?q=سوريا")
    expect(page.locator("#hits .hit").first).to_be_visible()
    # As if the last visit had been yesterday, before the first articles came.
    page.evaluate(
        """() => {
          const kept = JSON.parse(localStorage.getItem('khizana.recent'));
          kept[0].looked = 1;
          kept[0].at -= 24 * 3600 * 1000;
          localStorage.setItem('khizana.recent', JSON.stringify(kept));
        }"""
    )
    page.reload()
    news = page.get_by_role("link", name=re.compile("منذ آخر اطّلاع"))
    expect(news).to_be_visible()
    news.click()
    expect(page).to_have_url(re.compile(r"/search/new/\?.*since=1"))
    expect(page.locator(".items > li").first).to_be_visible()


@pytest.mark.parametrize(("language", "scheme"), [("ar", "dark"), ("en", "light")])
def test_what_is_kept_has_no_barrier_and_fits_a_phone(
    browser: Browser,
    site_url: str,
    account: str,
    language: str,
    scheme: Literal["light", "dark"],
) -> None:
    width = 320 if scheme == "dark" else 1280
    context = browser.new_context(
        base_url=site_url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    log_in(page, account)
    reader = Editor(page)
    search(reader, "سوريا")
    page.locator("#hits .keep button").first.click()
    page.get_by_role("link", name="افتح القائمة").click()
    page.get_by_role("button", name="شاركها برابط").click()
    shared = page.get_by_label("رابط هذه القائمة").input_value()
    own = page.url
    page.goto("/search/?q=دمشق")
    page.get_by_role("button", name="احفظ هذا البحث").click()
    page.goto("/saved/")
    page.locator(".kept-rows a").first.click()
    saved = page.url
    context.add_cookies([{"name": "django_language", "value": language, "url": site_url}])
    found = []
    for address in (
        *("/saved/", saved, "/lists/", own, shared, "/account/keys/", "/account/"),
        *("/", "/search/?q=سوريا", "/search/new/?q=سوريا&since=1"),
    ):
        page.goto(address)
        assert page.evaluate(SEEN) <= 0, address
        results = Axe().run(page)
        found += [
            (address, each["id"], each["nodes"][0]["html"][:120])
            for each in results.response["violations"]
        ]
    context.close()
    assert found == []
