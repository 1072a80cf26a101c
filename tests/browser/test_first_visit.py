"""What a browser that has never been here before asks for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Request

pytestmark = pytest.mark.browser

MOST_REQUESTS = 10
MOST_BYTES = 200_000


@pytest.mark.parametrize(
    ("address", "language"), [("/", "en"), ("/search/?q=%D8%AF%D9%85%D8%B4%D9%82", "ar")]
)
def test_a_first_visit_is_light(
    browser: Browser, site_url: str, address: str, language: str
) -> None:
    context = browser.new_context(base_url=site_url)
    context.add_cookies([{"name": "django_language", "value": language, "url": site_url}])
    page = context.new_page()
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    total = sum(each.sizes()["responseBodySize"] for each in asked)
    listed = "\n".join(f"{each.sizes()['responseBodySize']} {each.url}" for each in asked)
    context.close()
    assert len(asked) <= MOST_REQUESTS, listed
    assert total <= MOST_BYTES, listed
