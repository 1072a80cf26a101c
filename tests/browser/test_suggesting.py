"""Suggestions while typing: by keyboard and for screen readers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def type_slowly(page: Page, text: str) -> None:
    page.get_by_role("combobox").first.press_sequentially(text, delay=20)


def test_arrow_keys_walk_and_enter_follows(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox").first
    expect(box).to_have_attribute("aria-expanded", "false")
    type_slowly(page, "دمش")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[aria-selected="true"]')
    expect(chosen).to_have_count(1)
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(entity|outlet|article|search)/"))


def test_escape_closes_and_keeps_what_was_typed(page: Page) -> None:
    page.goto("/")
    type_slowly(page, "دمش")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    expect(page.get_by_role("combobox").first).to_have_value("دمش")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
