"""Dates as people type them: read, or refused with the reason."""

from __future__ import annotations

import pytest

from archive.changes.typed_dates import TypedDateError, is_exact, typed_date


@pytest.mark.parametrize(
    ("typed", "edtf"),
    [
        ("", ""),
        ("2024-10-26", "2024-10-26"),
        ("2024-02-10/2024-02-29", "2024-02-10/2024-02-29"),
        ("2024", "2024"),
        ("26/10/2024", "2024-10-26"),
        ("٢٦/١٠/٢٠٢٤", "2024-10-26"),
        ("26.10.2024", "2024-10-26"),
        ("26/10/24", "2024-10-26"),
        ("3/5/98", "1998-05-03"),
        ("10/2024", "2024-10"),
        ("2024/10", "2024-10"),
        ("26 تشرين الأول 2024", "2024-10-26"),
        ("السبت 26 أكتوبر 2024", "2024-10-26"),
        ("يوم السبت، 26 أكتوبر 2024م", "2024-10-26"),
        ("أكتوبر ٢٠٢٤", "2024-10"),
        ("26 October 2024", "2024-10-26"),
        ("من 3 أيار 2023 إلى 5 أيار 2023", "2023-05-03/2023-05-05"),
        ("بين 3 أيار 2023 و5 أيار 2023", "2023-05-03/2023-05-05"),
        ("28 محرم 1445 هـ الموافق 15 آب 2023", "2023-08-15"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, edtf: str) -> None:
    assert typed_date(typed).edtf == edtf


@pytest.mark.parametrize(
    "typed",
    [
        "أمس",
        "30 فبراير 2024",
        "30/2/24",
        "13/2024",
        "الأحد 26 أكتوبر 2024",
        "قال في 26 أكتوبر 2024 إن الجسر فُتح",
        "3 أيار 2023، 5 أيار 2023",
        "من 5 أيار 2023 إلى 3 أيار 2023",
        "1 أيار 2023 2 أيار 2023 3 أيار 2023",
        "28 محرم 1445 هـ الموافق 15 أيار 2023",
        "2024-13-01",
        "نهر " * 100,
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(TypedDateError, match="2024"):
        typed_date(typed)


def test_only_the_archives_own_form_needs_no_reading_back() -> None:
    assert is_exact("2024-10")
    assert is_exact("")
    assert not is_exact("10/2024")
    assert not is_exact("أمس")
