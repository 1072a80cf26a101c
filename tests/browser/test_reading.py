"""A reader searches, narrows, reads and cites, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

LOADED_FONTS = (
    "Array.from(document.fonts).filter(font => font.status === 'loaded').map(font => font.family)"
)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def total_of(page: Page) -> int:
    """The number in the heading of the results."""
    heading = page.locator("#results h1").inner_text()
    found = re.search(r"[0-9]+", heading)
    return int(found.group()) if found else {"لا": 0}.get(heading.split()[0], 1)


def test_search_from_the_front_page_marks_hits(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("القامشلي")
    page.get_by_role("button", name="بحث").click()
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    marks = page.locator("#hits mark")
    expect(marks.first).to_contain_text("القامشلي")


def test_article_opened_from_a_hit_jumps_to_its_first_mark(page: Page) -> None:
    page.goto("/search/?q=القامشلي")
    page.locator("#hits .item-title a").first.click()
    expect(page).to_have_url(re.compile(r"#hit$"))
    expect(page.locator("#hit")).to_be_in_viewport()


def test_facets_are_chosen_added_and_removed(page: Page) -> None:
    page.goto("/search/")
    everything = total_of(page)
    outlets = page.locator('[data-facet="outlet"] .choose')
    outlets.nth(0).click()
    expect(page.locator(".chip")).to_have_count(1)
    one = total_of(page)
    assert 0 < one < everything
    outlets.nth(1).click()
    expect(page.locator(".chip")).to_have_count(2)
    assert one < total_of(page) <= everything
    assert page.url.count("outlet=") == 2
    page.locator(".chip").first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip").first.click()
    expect(page.locator(".chip")).to_have_count(0)
    assert total_of(page) == everything


def test_choosing_a_facet_keeps_the_focus_and_back_undoes_it(page: Page) -> None:
    page.goto("/search/?q=سوريا")
    choice = page.locator('[data-facet="outlet"] .choose').first
    name = choice.get_attribute("id")
    choice.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chip")).to_have_count(1)
    assert page.evaluate("document.activeElement.id") == name
    page.go_back()
    expect(page.locator(".chip")).to_have_count(0)


def test_new_words_are_searched_for_within_the_chosen_filters(page: Page) -> None:
    page.goto("/search/")
    page.locator('[data-facet="outlet"] .choose').first.click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator("#q").fill("مدينة")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile(r"outlet=.*&q="))
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    assert "outlet=" not in page.url
    expect(page.locator("#q")).to_have_value("مدينة")


def test_a_value_is_excluded(page: Page) -> None:
    page.goto("/search/")
    everything = total_of(page)
    page.locator('[data-facet="outlet"] .exclude').first.click()
    expect(page.locator(".chip.excluded")).to_have_count(1)
    assert total_of(page) < everything


def test_search_box_inside_a_facet_filters_at_once(page: Page) -> None:
    page.goto("/search/")
    facet = page.locator('[data-facet="place"]')
    facet.locator("input[type=search]").fill("القامشلى")
    expect(facet.locator(".row:visible")).to_have_count(1)
    expect(facet.locator(".row:visible")).to_contain_text("القامشلي")
    expect(facet.locator(".machine-found[open]")).to_have_count(0)


def test_more_values_come_into_the_place_of_their_facet(page: Page) -> None:
    page.goto("/search/")
    facet = page.locator('[data-facet="place"]')
    expect(facet.locator(".row")).to_have_count(5)
    facet.locator(".rest [data-more]").click()
    expect(facet.locator(".row").nth(5)).to_be_visible()
    expect(facet.locator(".rest [data-more]")).to_have_count(0)
    expect(page.locator("#result-1")).to_be_visible()
    assert page.url.endswith("/search/")


def test_search_box_inside_a_facet_works_without_scripts(browser: Browser, site_url: str) -> None:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/search/")
    facet = page.locator('[data-facet="place"]')
    facet.locator("input[type=search]").fill("القامشلي")
    facet.get_by_role("button").click()
    expect(facet.locator(".row")).to_have_count(1)
    context.close()


def test_switches_of_order_and_match(page: Page) -> None:
    page.goto("/search/?q=سوريا")
    every_form = total_of(page)
    page.get_by_role("link", name="كما كُتبت").click()
    expect(page).to_have_url(re.compile("match=exact"))
    expect(page.get_by_role("link", name="كما كُتبت")).to_have_attribute("aria-current", "true")
    assert total_of(page) < every_form
    page.get_by_role("link", name="مع كلمات الجذر").click()
    expect(page).to_have_url(re.compile("match=root"))
    assert total_of(page) > every_form
    page.get_by_role("link", name="مع كلمات الجذر").click()
    expect(page).not_to_have_url(re.compile("match="))
    assert total_of(page) == every_form
    page.get_by_role("link", name="الأقدم").click()
    expect(page).to_have_url(re.compile("sort=oldest"))


def test_names_in_an_article_lead_to_their_page(page: Page) -> None:
    page.goto("/search/?q=تدمر")
    page.locator("#hits .item-title a").first.click()
    name = page.locator(".reading a.entity").first
    expect(name).to_be_visible()
    page.get_by_role("link", name="إخفاء علامات الأسماء").click()
    expect(page.locator(".reading a.entity")).to_have_count(0)
    page.get_by_role("link", name="إظهار علامات الأسماء").click()
    name.click()
    expect(page).to_have_url(re.compile("/entity/"))
    expect(page.get_by_role("heading", name="يرد معه").first).to_be_visible()


def test_source_view_marks_where_the_article_came_from(page: Page) -> None:
    page.goto("/search/?q=تدمر")
    page.locator("#hits .item-title a").first.click()
    page.get_by_role("link", name="النص كما حُفظ").click()
    expect(page.locator("#span")).to_be_in_viewport()


def test_citation_is_downloaded(page: Page) -> None:
    page.goto("/search/?q=تدمر")
    page.locator("#hits .item-title a").first.click()
    with page.expect_download() as download:
        page.get_by_role("link", name="BibTeX").click()
    assert download.value.suggested_filename.endswith(".bib")


def test_reader_switches_to_english_and_back(page: Page) -> None:
    page.goto("/search/?q=سوريا")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.get_by_role("button", name="Search")).to_be_visible()
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_sticks_out_of_the_page(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/search/?q=سوريا", "/entities/", "/help/", "/capture/1/"):
        page.goto(path)
        assert page.evaluate(OVERFLOW) <= 0, path


def test_filters_fold_away_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/search/?q=سوريا")
    facet = page.locator('[data-facet="outlet"] .choose').first
    expect(facet).to_be_hidden()
    page.get_by_text("تضييق النتائج").click()
    expect(facet).to_be_visible()
    facet.click()
    expect(page.locator(".chip")).to_have_count(1)
    expect(facet).to_be_visible()


def test_fonts_are_our_own(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/search/?q=تدمر")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(LOADED_FONTS)
    assert {family.strip('"') for family in loaded} == {"Khizana Sans", "Noto Naskh Arabic"}
    assert [url for url in asked if not url.startswith(site_url)] == []


def test_skip_link_is_the_first_stop(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
