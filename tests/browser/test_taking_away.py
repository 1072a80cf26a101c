"""What readers come for, each with the most actions that it may take, from the front page on.

An action is a click, a key command, or a field that is filled.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.browser.actions import Editor

pytestmark = pytest.mark.browser


@pytest.fixture
def reader(page: Page) -> Editor:
    page.goto("/")
    return Editor(page)


def search(reader: Editor, text: str) -> None:
    reader.fill("#q", text)
    reader.press("Enter")
    expect(reader.page.locator("#hits")).to_be_visible()


def saved(reader: Editor, link: str, folder: Path) -> Path:
    with reader.page.expect_download() as download:
        reader.click(link)
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_results_as_a_spreadsheet(reader: Editor, tmp_path: Path) -> None:
    search(reader, "التراث")
    path = saved(reader, "#download-excel", tmp_path)
    assert reader.actions <= 3
    sheet, about = load_workbook(path).worksheets
    total = re.findall("[0-9]+", reader.page.locator("#results h1").inner_text())[0]
    assert sheet.max_row == int(total) + 1
    assert dict(about.iter_rows(values_only=True))["بحث"] == "التراث"


def test_results_in_another_format(reader: Editor, tmp_path: Path) -> None:
    search(reader, "التراث")
    reader.click("#download summary")
    path = saved(reader, '#download a[href*="export.csv"]', tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert all(row["address"].startswith("/article/") for row in rows)


def test_an_article_as_pdf(reader: Editor, tmp_path: Path) -> None:
    reader.click(reader.page.locator(".items .item-title a").first)
    reader.click(".article-tools .menu summary")
    path = saved(reader, '.article-tools a[href$="download.pdf"]', tmp_path)
    assert reader.actions <= 3
    assert len(PdfReader(path).pages) >= 1


def test_the_earliest_article_of_an_outlet_on_a_topic_in_a_month_cited(
    reader: Editor,
) -> None:
    page = reader.page
    search(reader, 'التراث outlet:"مجلة العينة التراثية (للعرض)"')
    reader.click(page.locator('[data-facet="date"] .choose', has_text="2019"))
    expect(page.locator(".chip")).to_have_count(1)
    reader.click(page.locator('[data-facet="date"] ul ul .choose').first)
    expect(page.locator(".chip")).to_have_count(2)
    reader.click("#sort-oldest")
    expect(page.locator("#sort-oldest")).to_have_attribute("aria-current", "true")
    reader.click(page.locator("#hits .item-title a").first)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.click(page.locator(".cited .copy").first)
    expect(page.locator("#copied")).to_have_text("نُسخ")
    assert reader.actions <= 7
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".citation").first.inner_text().strip()
    assert "2019" in copied


def test_the_original_text_with_marks(reader: Editor) -> None:
    reader.click(reader.page.locator(".items .item-title a").first)
    reader.click('aside a[href*="/capture/"]')
    assert reader.actions <= 3
    expect(reader.page.locator(".source mark").first).to_be_in_viewport()


def test_a_title_half_remembered_with_an_error(reader: Editor) -> None:
    search(reader, "المتحف المسري الكبير يفتتح")
    reader.click(reader.page.locator("#hits .item-title a").first)
    assert reader.actions <= 3
    expect(reader.page.locator("article h1")).to_contain_text("المتحف المصري الكبير يفتتح رسمياً")


def test_an_outlet_is_excluded(reader: Editor) -> None:
    search(reader, "نوبل")
    reader.click(reader.page.locator('[data-facet="outlet"] .exclude').first)
    assert reader.actions <= 3
    expect(reader.page.locator(".chip.excluded")).to_have_count(1)


def test_the_same_story_in_other_outlets(reader: Editor) -> None:
    search(reader, "رباعي الحوار")
    reader.click(reader.page.locator("#hits .item-title a").first)
    assert reader.actions <= 3
    expect(reader.page.locator("#republications a").first).to_be_visible()


def test_a_name_typed_in_latin(reader: Editor) -> None:
    reader.fill("#q", "Damascus")
    reader.click(reader.page.locator('.suggestions [role="option"]').first)
    assert reader.actions <= 2
    expect(reader.page.locator("h1")).to_have_text("دمشق")
    expect(reader.page.locator(".items .item-title").first).to_be_visible()


def test_an_error_is_reported(reader: Editor) -> None:
    reader.click(reader.page.locator(".items .item-title a").first)
    reader.click('a[href$="/report/"]')
    reader.fill("main textarea", "هذا التاريخ ليس يوم نشر الخبر.")
    reader.click("main form button")
    assert reader.actions <= 4
    expect(reader.page.locator("main [role=status]")).to_be_visible()


@pytest.fixture
def without_scripts(browser: Browser, site_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_everything_can_be_taken(without_scripts: Page, tmp_path: Path) -> None:
    page = without_scripts
    page.goto("/search/?q=نوبل")
    reader = Editor(page)
    reader.click("#download summary")
    assert saved(reader, '#download a[href*="export.ris"]', tmp_path).read_text().startswith("TY")
    reader.click("#download summary")
    reader.click(page.locator("#hits .item-title a").first)
    expect(page.locator(".cited .copy").first).to_be_hidden()
    citation = page.locator(".citation").first
    assert citation.evaluate("each => getComputedStyle(each).userSelect") == "all"


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("width", [320, 1280])
def test_open_menus_stay_on_the_page(page: Page, site_url: str, language: str, width: int) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site_url}])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/search/?q=نوبل")
    page.locator("#download summary").click()
    for menu in (page.locator("#download ul"), page.locator(".article-tools .menu ul")):
        box = menu.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        if "/search/" in page.url:
            page.keyboard.press("Escape")
            expect(menu).to_be_hidden()
            page.locator("#hits .item-title a").first.click()
            page.locator(".article-tools .menu summary").click()
