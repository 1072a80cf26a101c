"""Periods: a year, a month or a day, each counted in a column of its own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fields import APPROXIMATE, DATE_COLUMNS, column_of_period, first_day, period_of
from search.fields.date_periods import is_period


@given(day=st.dates(), column=st.sampled_from(DATE_COLUMNS))
def test_a_day_lies_in_one_period_of_each_column(day: date, column: str) -> None:
    period = period_of(day.isoformat(), column)
    assert column_of_period(period) == column
    assert is_period(period)
    assert first_day(period) <= day
    assert period_of(first_day(period).isoformat(), column) == period


@pytest.mark.parametrize(
    "value", ["", "24", "2024-13", "2023-02-29", "20240305", "٢٠٢٤", APPROXIMATE]
)
def test_what_is_no_period_is_told_apart(value: str) -> None:
    assert not is_period(value)


def test_what_is_approximate_has_no_column_of_periods() -> None:
    assert column_of_period(APPROXIMATE) is None
