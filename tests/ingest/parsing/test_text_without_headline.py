"""Paragraphs above a text that has no headline are its own, unless something parts them."""

from __future__ import annotations

from archive.ingest.parsing.line_features import features_of
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.page_classifier import page_evidence
from archive.ingest.parsing.page_model import PageModel
from archive.ingest.parsing.running_text import keep_running_text
from archive.knowledge.knowledge import OutletRegistry

FIRST = "أقر المجلس البلدي صباح أمس خطة لإصلاح شبكة المياه في الأحياء القديمة من المدينة."
SECOND = "وتبدأ الأعمال في مطلع الشهر المقبل، على أن تنتهي قبل حلول فصل الشتاء."
THIRD = "وقال رئيس البلدية إن الكلفة ستقسم على ثلاث سنوات، وإن السكان لن يدفعوا شيئا."
CUT = "أقر المجلس البلدي صباح أمس خطة لإصلاح شبكة المياه في الأحياء القديمة من ..."


def kept(*lines: str, text: int, title: int = -1) -> list[str]:
    """Return what is text of a page whose lines from ``text`` on were taken for it."""
    page, _ = page_evidence("\n".join(lines), outlets=OutletRegistry.shipped())
    found = []
    for index, line in enumerate(page.lines):
        role = Role.TITLE if index == title else Role.BODY if index >= text else Role.RELATED
        own = 0 if index == title or index >= text else None
        found.append(ClassifiedLine(line, role, "", own))
    keep_running_text(page, PageModel.shipped().decode(features_of(page)), found)
    return [each.line.text for each in found if each.role is Role.BODY]


def test_paragraphs_that_were_taken_for_another_page_are_kept() -> None:
    assert kept(FIRST, SECOND, THIRD, text=2) == [FIRST, SECOND, THIRD]


def test_a_day_parts_them() -> None:
    assert kept(FIRST, "12 مايو 2019", SECOND, THIRD, text=2) == [SECOND, THIRD]


def test_an_opening_that_is_cut_is_another_pages() -> None:
    assert kept(CUT, SECOND, THIRD, text=1) == [SECOND, THIRD]


def test_below_a_headline_nothing_above_it_is_added() -> None:
    headline = "المجلس البلدي يقر خطة المياه"
    assert kept(FIRST, headline, SECOND, THIRD, text=2, title=1) == [SECOND, THIRD]
