"""Month names of the three Arabic traditions, Hijri and English."""

import re

import pytest

from archive.arabic.calendar_names import Calendar, find_month, month_names, month_pattern


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("كانون الثاني", 1),
        ("كانون الأول", 12),
        ("شباط", 2),
        ("يناير", 1),
        ("إبريل", 4),
        ("جويلية", 7),
        ("غشت", 8),
        ("دجنبر", 12),
        ("August", 8),
        ("sept", 9),
    ],
)
def test_knows_the_gregorian_months_of_each_tradition(name: str, number: int) -> None:
    assert find_month(name) == (Calendar.GREGORIAN, number)


@pytest.mark.parametrize(
    ("name", "number"),
    [("محرم", 1), ("ربيع الآخر", 4), ("جمادى الأولى", 5), ("رمضان", 9), ("ذي الحجة", 12)],
)
def test_knows_the_hijri_months(name: str, number: int) -> None:
    assert find_month(name) == (Calendar.HIJRI, number)


def test_reads_a_name_glued_together() -> None:
    assert find_month("تشرينالأول") == find_month("تشرين الأول")


def test_reads_a_vowelled_name() -> None:
    assert find_month("شُباط") == find_month("شباط")


def test_every_month_has_a_name_in_every_calendar() -> None:
    months = set(month_names().values())
    calendars = (Calendar.GREGORIAN, Calendar.HIJRI)
    assert months == {(calendar, number) for calendar in calendars for number in range(1, 13)}


@pytest.mark.parametrize(
    ("name", "number"), [("كانون 2", 1), ("ت2", 11), ("ك1", 12), ("août", 8), ("Şubat", 2)]
)
def test_knows_months_that_only_date_lines_use(name: str, number: int) -> None:
    assert find_month(name) == (Calendar.GREGORIAN, number)
    assert name not in month_names()


def test_knows_the_months_of_the_solar_calendar() -> None:
    assert find_month("اردیبهشت") == (Calendar.SOLAR_HIJRI, 2)
    assert find_month("گەلاوێژ") == (Calendar.SOLAR_HIJRI, 5)


def test_an_ordinary_word_is_no_month() -> None:
    assert find_month("شهر") is None


def test_the_pattern_takes_the_longest_name() -> None:
    match = re.match(month_pattern(), "مايو 2024")
    assert match is not None
    assert match.group() == "مايو"
