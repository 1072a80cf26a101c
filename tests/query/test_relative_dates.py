"""Dates told from today."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.lexer import Lexer
from search.query.relative_dates import read_relative
from search.query.tokens import TokenKind
from search.query.tree import Dates

TODAY = date(2026, 3, 31)


def dates(text: str) -> list[Dates | None]:
    return [token.dates for token in Lexer(text, today=TODAY) if token.kind is TokenKind.DATES]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("منذ:شهر", date(2026, 2, 28), None),
        ("بعد:أسبوعين", date(2026, 3, 17), None),
        ("بعد:اسبوع", date(2026, 3, 24), None),
        ("منذ:3 أيام", date(2026, 3, 28), None),
        ("منذ:٣أيام", date(2026, 3, 28), None),
        ("منذ:ثلاثة أشهر", date(2025, 12, 31), None),
        ('منذ:"ثلاث سنوات"', date(2023, 3, 31), None),
        ("منذ:الشهر الماضي", date(2026, 2, 28), None),
        ("منذ:أمس", date(2026, 3, 30), None),
        ("قبل:سنتين", None, date(2024, 3, 31)),
        ("حتى:أمس", None, date(2026, 3, 30)),
        ("تاريخ:أمس", date(2026, 3, 30), date(2026, 3, 30)),
        ("تاريخ:اليوم", TODAY, TODAY),
        ("since:week", date(2026, 3, 24), None),
        ("after:2weeks", date(2026, 3, 17), None),
        ("since:3 months ago", date(2025, 12, 31), None),
        ("date:last year", date(2025, 3, 31), TODAY),
        ("until:yesterday", None, date(2026, 3, 30)),
    ],
)
def test_a_date_is_told_from_today(text: str, first: date | None, last: date | None) -> None:
    assert dates(text) == [Dates(first, last)]


def test_what_follows_a_relative_date_is_still_searched_for() -> None:
    tokens = list(Lexer("منذ:أسبوعين حصاد القمح", today=TODAY))
    assert [token.shown for token in tokens] == ["منذ:أسبوعين", "حصاد", "القمح"]


def test_the_reader_is_told_the_day() -> None:
    lexer = Lexer("منذ:شهر", today=TODAY)
    list(lexer)
    assert [(each.kind, each.shown) for each in lexer.notices] == [
        ("relative_date", "شهر: 2026-02-28")
    ]
    assert lexer.repairs == []


@pytest.mark.parametrize("text", ["بعد: شهر من الحرث", "قبل شهر", "شهر:منذ"])
def test_a_headline_keeps_its_words(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize("text", ["منذ:9998سنة", "منذ:", "منذ:قمح", 'منذ:"قمح"', "منذ:3"])
def test_what_is_no_date_is_words(text: str) -> None:
    assert dates(text) == []


@pytest.mark.property
@given(st.text('ابوعسشهري 0123"', max_size=50))
def test_reading_never_fails_and_never_looks_ahead(text: str) -> None:
    found = read_relative(text, TODAY)
    assert found is None or found.first <= found.last <= TODAY
