"""What an editor does at a page, counted: a click, a key command, or a field that is filled."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


class Editor:
    """An editor at a page. ``actions`` is how many they needed so far."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, target: str | Locator) -> None:
        """Click a link, a button or a box."""
        self.actions += 1
        self._found(target).click()

    def fill(self, target: str | Locator, text: str) -> None:
        """Fill a field: going to it and typing count as one."""
        self.actions += 1
        self._found(target).fill(text)

    def choose(self, target: str | Locator, value: str) -> None:
        """Choose from a list."""
        self.actions += 1
        self._found(target).select_option(value)

    def press(self, key: str) -> None:
        """Press a key command."""
        self.actions += 1
        self.page.keyboard.press(key)

    def _found(self, target: str | Locator) -> Locator:
        return self.page.locator(target) if isinstance(target, str) else target
