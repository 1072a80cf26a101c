"""A reader checks a file, and reads how an article came to be, in a real browser."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
INSECURE = "Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined })"
"""A page that came by http from another machine has no such thing."""
SUMS = """sizes => sizes.map(size => {
  const bytes = Uint8Array.from({ length: size }, (_, place) => (place * 7 + 3) % 256);
  const hash = globalThis.sha256.create();
  for (let start = 0; start < size; start += 50) hash.update(bytes.slice(start, start + 50));
  return hash.hex();
})"""


@pytest.fixture
def kept(page: Page, tmp_path: Path) -> Path:
    """The bytes of a kept page, as a reader has them."""
    page.goto("/search/?q=نوبل")
    page.locator("#hits .item-title a").first.click()
    page.locator('aside a[href*="/capture/"]').first.click()
    with page.expect_download() as download:
        page.locator('a[href$="/raw"]').click()
    path = tmp_path / "page.html"
    download.value.save_as(path)
    return path


@pytest.mark.parametrize("secure", [True, False])
def test_a_file_is_known_and_sent_to_nobody(page: Page, kept: Path, secure: bool) -> None:
    if not secure:
        page.add_init_script(INSECURE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method + " " + request.url))
    page.goto("/verify/")
    page.locator("#file").set_input_files(kept)
    expect(page.locator("#found")).to_have_text("هذه صفحة يحفظها الأرشيف")
    sum256 = hashlib.sha256(kept.read_bytes()).hexdigest()
    expect(page.locator(".verified .hash")).to_have_text(sum256)
    assert {each.split()[0] for each in sent} == {"GET"}
    kept.write_bytes(kept.read_bytes() + b" ")
    page.locator("#file").set_input_files(kept)
    expect(page.locator("#found")).to_have_text("لا يحفظ الأرشيف ملفاً كهذا")


def test_sums_by_pieces_are_those_of_everybody(page: Page) -> None:
    page.goto("/verify/")
    sizes = [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 100_001]
    expected = [
        hashlib.sha256(bytes((place * 7 + 3) % 256 for place in range(size))).hexdigest()
        for size in sizes
    ]
    assert page.evaluate(SUMS, sizes) == expected


@pytest.fixture
def without_scripts(browser: Browser, site_url: str) -> Iterator[Page]:
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_digits_of_a_citation_are_looked_up(without_scripts: Page) -> None:
    page = without_scripts
    page.goto("/search/?q=نوبل")
    page.locator("#hits .item-title a").first.click()
    title = page.locator("article h1").inner_text()
    cited = page.locator(".citation").first.inner_text()
    digits = re.findall(r"\b[0-9a-f]{12}\b", cited)[-1]
    page.goto("/verify/")
    expect(page.locator("#file")).to_be_hidden()
    page.locator("#checksum").fill(f"SHA-256: {digits}…")
    page.locator(".verify-form button").click()
    expect(page.locator(".verified")).to_contain_text(title)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_both_pages_are_legible_for_everybody(
    browser: Browser,
    site_url: str,
    language: str,
    scheme: Literal["light", "dark"],
    width: int,
) -> None:
    context = browser.new_context(
        base_url=site_url, viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": site_url}])
    page = context.new_page()
    page.goto("/search/?q=نوبل")
    page.locator("#hits .item-title a").first.click()
    digits = re.findall(r"\b[0-9a-f]{12}\b", page.locator(".citation").first.inner_text())[-1]
    article = page.url.partition("?")[0]
    for address in (f"/verify/?checksum={digits}", "/verify/?checksum=0", f"{article}history/"):
        page.goto(address)
        assert page.evaluate(OVERFLOW) <= 0, address
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    context.close()
