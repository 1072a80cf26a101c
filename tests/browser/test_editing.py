"""An editor corrects an article; readers find it so at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def test_edit_in_the_admin_reaches_search_without_a_restart(page: Page, site: Site) -> None:
    page.goto("/login/?next=/admin/archive/article/")
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill(site.password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    page.goto("/admin/archive/article/?q=الكسكس")  # No other test asks for it.
    page.locator("#result_list tbody th a").first.click()
    page.locator("#id_title").fill("عنوان صحّحه المحرر بكلمة زمردستان")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()

    hits = page.locator("#hits mark", has_text="زمردستان")

    def find() -> None:
        page.goto("/search/?q=زمردستان")
        expect(hits.first).to_be_visible(timeout=200)

    expect_eventually(find)
    page.goto("/")
    page.get_by_role("button", name="تسجيل الخروج").click()
    expect(page.get_by_role("link", name="تسجيل الدخول")).to_be_visible()


def expect_eventually(find: Callable[[], None], attempts: int = 20) -> None:
    """Try until the worker has drained the outbox."""
    for attempt in range(attempts):
        try:
            find()
        except AssertionError:
            if attempt == attempts - 1:
                raise
        else:
            return


def test_captures_are_text_and_never_markup(page: Page) -> None:
    response = page.request.get("/capture/1/raw")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert re.match("attachment", response.headers["content-disposition"])
