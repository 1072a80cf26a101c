"""Dates that share a line with a place, an outlet's name, or the text itself."""

from __future__ import annotations

from datetime import date

import pytest

from archive.ingest.parsing import Role
from archive.records.documents import ParsedArticle
from tests.ingest.parsed_pages import explain_text, parse_text

TITLE = "افتتاح جسر المشاة الجديد فوق النهر"
FIRST = "افتتحت البلدية صباح اليوم جسر المشاة الجديد فوق النهر بعد عامين من العمل المتواصل فيه."
SECOND = "وقال رئيس البلدية إن الجسر يصل الحديقة العامة بالسوق القديم."


def article(*lines: str) -> ParsedArticle:
    (found,) = parse_text("\n".join(lines))
    return found


def day(found: ParsedArticle) -> tuple[str, str]:
    return found.published.edtf, str(found.published.basis)


@pytest.mark.parametrize(
    "prefix",
    [
        "Date: 2026-02-19 ",
        "date: 2026-02-19T08:15:00+03:00 | ",
        "published 2026-02-19 - ",
        "تاريخُ النشر: ١٩ شباط ٢٠٢٦ ",
    ],
)
def test_a_labelled_day_glued_to_the_first_line(prefix: str) -> None:
    found = article(f"{prefix}{TITLE}", "", FIRST, SECOND)
    assert found.title == TITLE
    assert day(found) == ("2026-02-19", "stated")


def test_the_stamp_of_a_store_of_pages_is_no_publication() -> None:
    found = article(f"date 2026-02-19 {TITLE}", "", FIRST, SECOND)
    assert found.title == TITLE
    assert day(found) == ("", "unknown")


def test_what_is_cut_keeps_its_place_in_the_source() -> None:
    text = f"date: 2026-02-19 {TITLE}\n\n{FIRST}"
    for line in explain_text(text):
        assert text[line.start : line.end] == line.text
    assert [line.role for line in explain_text(text)] == [Role.DATE, Role.TITLE, Role.BODY]


@pytest.mark.parametrize(
    "text",
    [
        f"السبت، 26 أكتوبر 2024 - 06:00 م {FIRST} {SECOND}",
        f"2024.10.26 | 17:41 دمشق {FIRST} {SECOND}",
        f"تاريخ النشر: 26/10/2024 {FIRST} {SECOND}",
        f"{FIRST} {SECOND} تاريخ النشر: ٢٦/١٠/٢٠٢٤",
        f"{FIRST} {SECOND} (تاريخُ الإضافة: 26 أكتوبر 2024)",
        f"{FIRST} {SECOND} 26/10/2024 18:09",
    ],
)
def test_a_page_of_one_line_begins_or_ends_with_its_date(text: str) -> None:
    found = article(text)
    assert day(found) == ("2024-10-26", "stated")
    assert found.paragraphs == (f"{FIRST} {SECOND}",)


@pytest.mark.parametrize(
    "text",
    [
        f"السبت 26 أكتوبر 2024 {FIRST}",
        f"في 26 أكتوبر 2024 الساعة 06:00 {FIRST}",
        f"نُشر في 26/10/2024 تقرير عن جسر المشاة. {FIRST}",
        "افتتحت البلدية جسر المشاة الجديد فوق النهر مساء 26/10/2024 18:09",
        f"{FIRST} وكان العمل فيه قد بدأ صباح 26/10/2022",
    ],
)
def test_a_date_in_a_sentence_is_no_header(text: str) -> None:
    assert article(text).published.basis != "stated"


def test_the_first_line_of_a_longer_page_needs_a_label() -> None:
    found = article(f"السبت، 26 أكتوبر 2024 - 06:00 م {TITLE}", "", FIRST, SECOND)
    assert found.published.basis != "stated"


@pytest.mark.parametrize(
    "line",
    [
        "سول، ١٣ آب/ أغسطس ٢٠١٤",
        "جاكرتا: 13/8/2014",
        "كوالالمبور (13 آب 2014)",
        "نيروبي في 13 آب 2014",
        "نيويورك/ الأمم المتحدة - 13 آب 2014",
    ],
)
def test_a_place_and_a_day_are_a_date_line(line: str) -> None:
    assert day(article(TITLE, line, "", FIRST, SECOND)) == ("2014-08-13", "stated")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("أحمد علي 13 آب 2014", "أحمد علي"),
        ("فريق التحرير August 13, 2014", "فريق التحرير"),
        ("13 آب 2014 سعاد محمود حسن", "سعاد محمود حسن"),
    ],
)
def test_a_name_and_a_day_beside_the_title_are_byline_and_date(line: str, name: str) -> None:
    found = article(TITLE, line, "", FIRST, SECOND)
    assert day(found) == ("2014-08-13", "stated")
    assert found.byline == name


@pytest.mark.parametrize(
    "line", ["معركة ميسلون، 24 تموز 1920", "رحيل أحمد علي 13 آب 2014", "أحمد علي 13 آب 1934"]
)
def test_other_words_and_a_day_are_none(line: str) -> None:
    assert article(TITLE, line, "", FIRST, SECOND).published.basis != "stated"


@pytest.mark.parametrize(
    "line", ["الجزيرة٢٢-٠٧-٢٠٢٥", "الجزيرة 22/7/2025", "الجزيرة نت | الثلاثاء 22 تموز 2025"]
)
def test_an_outlet_and_a_day_under_the_title(line: str) -> None:
    found = article(TITLE, line, "", FIRST, SECOND)
    assert day(found) == ("2025-07-22", "stated")
    assert found.outlet.slug == "aljazeera"


def test_an_outlet_and_a_day_above_the_title_are_of_the_page() -> None:
    found = article("الجزيرة 22/7/2025", TITLE, "", FIRST, SECOND)
    assert found.published.basis == "unknown"
    assert (found.captured, found.outlet.slug) == (date(2025, 7, 22), "aljazeera")


def test_an_outlet_and_a_number_are_no_date() -> None:
    found = article(TITLE, "الجزيرة 2025", "", FIRST, SECOND)
    assert found.published.basis == "unknown"
