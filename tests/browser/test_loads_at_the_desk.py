"""The archivist's way with loads, in actions: a click, a key, or a field filled is one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

TEXT = "نص خبر قصير يروي ما جرى في السوق القديمة صباح أمس بحضور جمع من الأهالي. " * 4


class Actions:
    """Does what an archivist does with hand and keyboard, and counts it."""

    def __init__(self) -> None:
        self.count = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.count += 1

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)
        self.count += 1

    def choose(self, target: Locator, path: Path) -> None:
        target.set_input_files(path)
        self.count += 1


@pytest.fixture
def desk(page: Page, site: Site) -> Page:
    page.goto("/login/?next=/admin/")
    page.get_by_label("اسم المستخدم").fill("editor")
    page.get_by_label("كلمة المرور").fill(site.password)
    page.get_by_role("button", name="تسجيل الدخول").click()
    return page


def until(page: Page, holds: Callable[[], bool], tries: int = 60) -> None:
    """Look again until something holds: the work goes on in the background."""
    for _try in range(tries):
        if holds():
            return
        page.wait_for_timeout(500)
        with suppress(Error):  # The page of a job looks again by itself, perhaps just now.
            page.reload()
    raise AssertionError("it did not come about")


def records(path: Path, host: str, titles: list[str]) -> Path:
    lines = [
        json.dumps(
            {"title": title, "text": f"{title}. {TEXT}", "url": f"https://{host}/{number}"},
            ensure_ascii=False,
        )
        for number, title in enumerate(titles)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_an_unknown_outlet_is_named_for_all_its_pages(
    desk: Page, site: Site, tmp_path: Path
) -> None:
    host = "jaridat-ghayr-maarufa.example"
    titles = [f"خبر من جريدة غير معروفة رقم {number}" for number in range(12)]
    site.manage("load_articles", str(records(tmp_path / "u.jsonl", host, titles)))
    actions = Actions()
    actions.click(desk.get_by_role("link", name="مقالات مجهولة المصدر"))
    row = desk.get_by_role("row", name=host)
    expect(row).to_contain_text("12")
    actions.fill(row.get_by_label("اسم المصدر"), "جريدة الميناء الجديدة")
    actions.click(row.get_by_role("button", name="سمِّه"))
    assert actions.count <= 4
    desk.goto("/outlets/?q=الميناء")
    until(desk, lambda: desk.get_by_role("link", name="جريدة الميناء الجديدة").count() > 0)
    desk.get_by_role("link", name="جريدة الميناء الجديدة").first.click()
    until(desk, lambda: desk.get_by_text(titles[0]).count() > 0)


def test_a_refused_document_is_mended_and_loaded_again(
    desk: Page, site: Site, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "tahqiq.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    with pytest.raises(Exception, match="returned non-zero"):
        site.manage("load_articles", str(folder))
    mended = tmp_path / "mended.txt"
    mended.write_text(f"تحقيق عن أسواق المدينة العتيقة\n\n{TEXT}", encoding="utf-8")
    actions = Actions()
    actions.click(desk.get_by_role("link", name="مستندات مرفوضة"))
    row = desk.get_by_role("row", name="tahqiq.txt")
    actions.choose(row.get_by_label("الملف"), mended)
    actions.click(row.get_by_role("button", name="حمّله بدلاً منه"))
    assert actions.count <= 6
    desk.wait_for_url(re.compile("/admin/archive/job/"))
    until(desk, lambda: desk.get_by_role("link", name="النتيجة").count() > 0)
    desk.goto("/desk/refused/")
    expect(desk.get_by_role("row", name="tahqiq.txt")).to_have_count(0)
    desk.goto("/search/?q=تحقيق عن أسواق المدينة العتيقة")
    until(desk, lambda: desk.locator("#hits mark").count() > 0)


def test_a_refused_record_is_mended_in_the_page(desk: Page, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "halves.jsonl"
    path.write_text('{"title": "سوق الوراقين في لؤلؤستان", "text": "نص', encoding="utf-8")
    with pytest.raises(Exception, match="returned non-zero"):
        site.manage("load_articles", str(path))
    mended = {"title": "سوق الوراقين في لؤلؤستان", "text": TEXT}
    actions = Actions()
    actions.click(desk.get_by_role("link", name="مستندات مرفوضة"))
    row = desk.get_by_role("row", name="halves.jsonl")
    actions.click(row.get_by_role("link", name="اعرضه وأصلحه"))
    actions.fill(desk.get_by_label("النص، لتصلحه"), json.dumps(mended, ensure_ascii=False))
    actions.click(desk.get_by_role("button", name="حمّله من جديد"))
    assert actions.count <= 6
    desk.wait_for_url(re.compile("/admin/archive/job/"))
    until(desk, lambda: desk.get_by_role("link", name="النتيجة").count() > 0)
    desk.goto("/search/?q=لؤلؤستان")
    until(desk, lambda: desk.locator("#hits mark").count() > 0)


def test_a_load_is_undone(desk: Page, site: Site, tmp_path: Path) -> None:
    titles = [f"خبر سيُتراجع عنه عن قنديلستان {number}" for number in range(3)]
    site.manage("load_articles", str(records(tmp_path / "mistaken.jsonl", "x.example", titles)))
    actions = Actions()
    actions.click(desk.get_by_role("link", name="دفعات التحميل", exact=True).first)
    actions.click(desk.get_by_role("link", name=re.compile(r"mistaken\.jsonl")))
    actions.click(desk.get_by_role("link", name="تراجع عن هذه الدفعة"))
    actions.click(desk.get_by_role("button", name="تراجع", exact=True))
    assert actions.count <= 4
    until(desk, lambda: desk.get_by_role("link", name="النتيجة").count() > 0)
    desk.goto("/search/?q=قنديلستان")
    until(desk, lambda: desk.locator("#hits mark").count() == 0)


def test_a_file_of_several_slices_is_uploaded(desk: Page, tmp_path: Path) -> None:
    titles = [f"خبر مرفوع رقم {number}" for number in range(5)]
    path = records(tmp_path / "large.jsonl", "upload.example", titles)
    with path.open("a", encoding="utf-8") as file:
        # Blank lines are no records, and make three slices of the file.
        file.write("\n" * 9_000_000)
    desk.get_by_role("link", name="رفع ملف").click()
    desk.get_by_label("الملف").set_input_files(path)
    slices = []
    desk.on(
        "request", lambda request: slices.append(request.url) if "?offset=" in request.url else None
    )
    desk.get_by_role("button", name="حمّله").click()
    desk.wait_for_url(re.compile("/admin/archive/job/"))
    assert len(slices) == 3
    until(desk, lambda: desk.get_by_role("link", name="النتيجة").count() > 0)
    desk.get_by_role("link", name="النتيجة").click()
    expect(desk.get_by_text(titles[0])).to_be_visible()


def test_doubtful_dates_are_settled_by_keyboard(desk: Page, site: Site) -> None:
    doubt = "ids = list(Article.objects.values_list('pk', flat=True)[:3]); "
    doubt += "Article.objects.filter(pk__in=ids).update(review='تاريخ مشكوك فيه')"
    site.manage("shell", "--no-imports", "-c", f"from archive.models import Article; {doubt}")
    desk.goto("/desk/review/dates/")
    title = desk.locator("#content h2")
    first = title.inner_text()
    desk.keyboard.press("PageDown")
    expect(title).not_to_have_text(first)
    desk.keyboard.press("PageUp")
    expect(title).to_have_text(first)
    desk.locator("#date").fill("2024-01-01")
    desk.keyboard.press("Enter")
    expect(title).not_to_have_text(first)
    second = title.inner_text()
    desk.keyboard.press("Control+Enter")
    expect(title).not_to_have_text(second)
