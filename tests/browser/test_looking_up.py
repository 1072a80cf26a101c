"""Whether an address is archived, asked in a real browser: without scripts, on a phone."""

from __future__ import annotations

import json
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.actions import Editor as Reader
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

ADDRESS = "https://paper.example/figs"
PAGES = (
    "/addresses/",
    f"/addresses/?url={ADDRESS}",
    "/addresses/?url=paper.example/*",
    "/addresses/?url=https://paper.example/" + "طويل" * 40,
    "/addresses/?url=nonsense",
    f"/search/?q={ADDRESS}",
)
SEEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module", autouse=True)
def _two_versions(site: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A page of which the archive has two versions."""
    folder = tmp_path_factory.mktemp("versions")
    for number, price in enumerate(("عشرون", "ثلاثون")):
        record = {
            "url": ADDRESS,
            "title": "موسم التين في الساحل",
            "text": f"بدأ موسم التين في الساحل.\nبلغ سعر الصندوق {price} ألفاً.\nيستمر شهرين.",
            "date": "2024-08-05",
        }
        file = folder / f"{number}.jsonl"
        file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        site.manage("load_articles", str(file))


def test_from_the_front_page_to_what_changed_without_scripts(
    browser: Browser, site_url: str
) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(60_000)  # The first comparison loads what reads captured pages.
    page.goto("/")
    reader = Reader(page)
    reader.click(page.locator(".ways-in").get_by_role("link", name="هل هذا الرابط محفوظ؟"))
    reader.fill("input[name=url]", "www.paper.example/figs/?utm_source=x")
    reader.press("Enter")
    expect(page.get_by_role("heading", name="نسختان")).to_be_visible()
    reader.click(page.get_by_role("link", name="ما الذي تغيّر").first)
    expect(page.locator("ins mark").first).to_contain_text("ثلاثون")
    assert reader.actions <= 4
    context.close()


def test_a_query_that_is_an_address_leads_to_its_versions(page: Page) -> None:
    page.goto("/")
    reader = Reader(page)
    reader.fill("#q", ADDRESS)
    reader.press("Enter")
    reader.click(page.locator(".address-offer a"))
    expect(page.locator(".address-versions li")).to_have_count(2)
    page.get_by_role("link", name="كل ما في الأرشيف من هذا الموقع").click()
    expect(page.locator(".address-versions .item-title").first).to_contain_text("paper.example")


@pytest.mark.parametrize(("language", "scheme"), [("ar", "dark"), ("en", "light")])
def test_the_pages_have_no_barrier_and_fit_a_phone(
    browser: Browser, site_url: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    width = 320 if scheme == "dark" else 1280
    context = browser.new_context(
        base_url=site_url, color_scheme=scheme, viewport={"width": width, "height": 900}
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": site_url}])
    page = context.new_page()
    found = []
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(SEEN) <= 0, address
        results = Axe().run(page)
        found += [
            (address, each["id"], each["nodes"][0]["html"][:120])
            for each in results.response["violations"]
        ]
    context.close()
    assert found == []
