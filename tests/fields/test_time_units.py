"""Years, months, weeks and days one after the other."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fields import TimeUnit, first_day

DAYS = st.dates(date(1, 1, 8), date(9999, 12, 24))


def test_a_week_begins_on_monday_and_has_seven_days() -> None:
    assert TimeUnit.WEEK.period_of(date(2024, 3, 10)) == "2024-03-04"
    assert TimeUnit.WEEK.span("2024-03-04") == (date(2024, 3, 4), date(2024, 3, 10))


def test_periods_follow_each_other_without_a_gap() -> None:
    assert TimeUnit.MONTH.between("2023-11", "2024-02") == (
        "2023-11",
        "2023-12",
        "2024-01",
        "2024-02",
    )
    assert TimeUnit.WEEK.between("2023-12-25", "2024-01-08") == (
        "2023-12-25",
        "2024-01-01",
        "2024-01-08",
    )
    assert TimeUnit.DAY.between("2024-02-28", "2024-03-01") == (
        "2024-02-28",
        "2024-02-29",
        "2024-03-01",
    )


def test_of_too_many_the_last_are_kept() -> None:
    assert TimeUnit.YEAR.between("1900", "2024", most=2) == ("2023", "2024")


@pytest.mark.property
@given(DAYS, st.sampled_from(TimeUnit))
def test_every_day_lies_in_its_period(day: date, unit: TimeUnit) -> None:
    first, last = unit.span(unit.period_of(day))
    assert first <= day <= last


@pytest.mark.property
@given(DAYS, st.integers(0, 400), st.sampled_from(TimeUnit))
def test_as_many_periods_are_named_as_are_counted(day: date, further: int, unit: TimeUnit) -> None:
    later = date.fromordinal(min(day.toordinal() + further, DAYS_END))
    named = unit.between(unit.period_of(day), unit.period_of(later))
    assert len(named) == len(set(named)) == unit.count_between(day, later)
    assert [first_day(each) for each in named] == sorted(map(first_day, named))


DAYS_END = date(9999, 12, 24).toordinal()
