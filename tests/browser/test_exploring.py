"""What a reader does to see the archive as a whole, counted in actions from the front page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.actions import Editor as Reader
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

PAGES = (
    "/browse/",
    "/days/",
    "/days/2023-01/",
    "/sections/",
    "/coverage/",
    "/over-time/",
    "/over-time/?q=دمشق&q=حلب&by=month",
    "/side-by-side/",
    "/side-by-side/?q=دمشق&q=حلب",
    "/significant/?q=دمشق",
    "/batch/",
    "/advanced/",
)
SEEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def log_in(page: Page, site: Site) -> None:
    page.goto("/login/?next=/")
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill(site.password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    expect(page).to_have_url(re.compile(r"/$"))


@pytest.fixture
def reader(page: Page) -> Reader:
    page.goto("/")
    return Reader(page)


def ways_in(page: Page, name: str) -> Locator:
    return page.locator(".ways-in").get_by_role("link", name=name)


def test_all_articles_of_one_week_on_a_topic(reader: Reader) -> None:
    page = reader.page
    reader.fill("#q", "سوريا")
    reader.press("Enter")
    reader.click(page.locator(".over-time").get_by_role("link", name="الأسبوع"))
    cell = page.locator("tr[data-period] td a").last
    count = int(cell.inner_text())
    reader.click(cell)
    expect(page.locator("#hits .hit")).to_have_count(min(count, 10))
    assert page.url.count("date=") == 7
    assert reader.actions <= 4


def test_two_queries_over_time(reader: Reader) -> None:
    page = reader.page
    reader.click(ways_in(page, "عبر الزمن"))
    boxes = page.locator(".compared-form input[name=q]")
    reader.fill(boxes.nth(0), "دمشق")
    reader.fill(boxes.nth(1), "حلب")
    reader.press("Enter")
    expect(page.locator(".time-chart path.line")).to_have_count(2)
    assert reader.actions <= 5


def test_two_outlets_on_one_event_side_by_side(reader: Reader) -> None:
    page = reader.page
    page.goto("/outlets/")
    names = page.locator(".index-list a").all_inner_texts()[:2]
    page.goto("/")
    reader.click(ways_in(page, "جنباً إلى جنب"))
    reader.fill(page.locator(".compared-form input[name=q]").nth(0), "المدينة")
    reader.fill(page.locator(".compared-form input[name=of]").nth(0), names[0])
    reader.fill(page.locator(".compared-form input[name=q]").nth(1), "المدينة")
    reader.fill(page.locator(".compared-form input[name=of]").nth(1), names[1])
    reader.press("Enter")
    expect(page.locator(".two-columns > section")).to_have_count(2)
    assert reader.actions <= 6


def test_a_persons_mentions_by_month(reader: Reader) -> None:
    page = reader.page
    page.goto("/entities/?kind=person")
    name = page.locator(".index-list a bdi").first.inner_text()
    page.goto("/")
    reader.fill("#q", name)
    expect(page.get_by_role("option").first).to_be_visible()
    reader.click(page.get_by_role("option", name=re.compile(f"^{re.escape(name)}")).first)
    expect(page).to_have_url(re.compile("/entity/"))
    reader.click(page.get_by_role("link", name="عبر الزمن"))
    expect(page.locator("tr[data-period]").first).to_be_visible()
    assert reader.actions <= 4


def test_who_appears_with_whom(reader: Reader) -> None:
    page = reader.page
    reader.fill("#q", "دمشق")
    expect(page.get_by_role("option").first).to_be_visible()
    reader.click(page.get_by_role("option", name=re.compile("^دمشق")).first)
    expect(page.locator(".together-table").first).to_be_visible()
    assert reader.actions <= 3


def test_which_months_an_outlet_lacks(reader: Reader) -> None:
    page = reader.page
    reader.click(ways_in(page, "ما يضمه الأرشيف"))
    reader.click(page.locator("table.coverage th a").first)
    expect(page.locator("table.coverage tbody tr").first).to_be_visible()
    expect(
        page.get_by_text("أشهر بلا أي مقال").or_(page.get_by_text("لا شهر بينهما"))
    ).to_be_visible()
    assert reader.actions <= 3


def test_fifty_names_at_once(page: Page, site: Site) -> None:
    log_in(page, site)
    reader = Reader(page)
    reader.click(ways_in(page, "أسماء كثيرة معاً"))
    reader.fill("#lines", "\n".join(["دمشق", "حلب", "بغداد", "القاهرة", "تونس"] * 10))
    reader.click(page.get_by_role("button", name="ابحث عنها كلها"))
    expect(page.get_by_text("أُنجز 50 من 50 سطر.")).to_be_visible(timeout=60_000)
    expect(page.locator("table.numbers tbody tr")).to_have_count(50)
    assert reader.actions <= 4


def test_what_changed_between_two_versions(page: Page, site: Site, tmp_path: Path) -> None:
    page.set_default_timeout(60_000)  # The first comparison loads what reads captured pages.
    for price in ("عشرون", "ثلاثون"):
        record = {
            "url": "https://paper.example/quince",
            "title": "موسم السفرجل في الغوطة",
            "text": f"بدأ موسم السفرجل في الغوطة.\nبلغ سعر الصندوق {price} ألفاً في السوق.\nيستمر شهراً.",
            "date": "2024-03-05",
        }
        file = tmp_path / f"{price}.jsonl"
        file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        site.manage("load_articles", str(file))
    log_in(page, site)
    reader = Reader(page)
    reader.fill("#q", "السفرجل الغوطة")
    reader.press("Enter")
    reader.click(page.locator("#hits .item-title a").first)
    reader.click(page.get_by_role("link", name="ما الذي تغيّر"))
    expect(page.locator("ins mark").first).to_contain_text("ثلاثون")
    assert reader.actions <= 4


def test_dragging_looks_closer(page: Page) -> None:
    page.goto("/over-time/?q=سوريا&by=year")
    before = page.locator("tr[data-period]").count()
    box = page.locator(".time-chart").bounding_box()
    assert box is not None
    assert before > 3
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("after=[0-9]{4}"))
    expect(page.locator("[name=after]")).not_to_have_value("")


def test_the_drawing_is_saved_as_a_picture(page: Page) -> None:
    page.goto("/over-time/?q=سوريا&by=year")
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.suggested_filename == "over-time.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")


def test_stepping_from_match_to_match(page: Page) -> None:
    page.goto("/search/?q=سوريا")
    page.locator("#hits .item-title a", has_text="ستة مواقع").click()
    expect(page.locator(".reading mark").nth(1)).to_be_visible()
    page.get_by_role("button", name="المطابقة التالية").click()
    expect(page.locator("mark.current")).to_have_count(1)
    expect(page.locator("mark.current")).to_be_in_viewport()


def test_every_page_works_without_scripts(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/over-time/")
    page.locator(".compared-form input[name=q]").first.fill("دمشق")
    page.get_by_role("button", name="ارسم").click()
    expect(page.locator("tr[data-period]").first).to_be_visible()
    page.goto("/batch/")
    page.locator("#lines").fill("دمشق\nحلب")
    page.get_by_role("button", name="ابحث عنها كلها").click()
    expect(page.locator("table.numbers tbody tr")).to_have_count(2)
    page.goto("/advanced/")
    page.locator("[name=phrase]").fill("مدينة حلب")
    page.locator(".advanced-form").get_by_role("button").click()
    expect(page.locator("#q")).to_have_value('"مدينة حلب"')
    context.close()


@pytest.mark.parametrize(("language", "scheme"), [("ar", "dark"), ("en", "light")])
def test_pages_have_no_barrier_and_fit_a_phone(
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
