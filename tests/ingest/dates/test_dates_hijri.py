"""Hijri dates against tables of Umm al-Qura other than the library's, and the solar calendar."""

from datetime import date, timedelta

import pytest

from archive.ingest.dates import read_date
from archive.ingest.dates.hijri_days import hijri_interval, solar_hijri_day

# The first day of Muharram: Hijri year, then the day in the .NET runtime and in ICU.
FIRST_DAYS = [
    (1343, date(1924, 8, 1), date(1924, 8, 2)),
    (1356, date(1937, 3, 13), date(1937, 3, 14)),
    (1370, date(1950, 10, 12), date(1950, 10, 13)),
    (1390, date(1970, 3, 8), date(1970, 3, 9)),
    (1400, date(1979, 11, 20), date(1979, 11, 21)),
    (1418, date(1997, 5, 7), date(1997, 5, 8)),
    (1419, date(1998, 4, 27), date(1998, 4, 28)),
    (1420, date(1999, 4, 17), date(1999, 4, 17)),
    (1446, date(2024, 7, 7), date(2024, 7, 7)),
]


@pytest.mark.parametrize(("year", "one", "other"), FIRST_DAYS)
def test_a_new_year_holds_a_day_around_each_table(year: int, one: date, other: date) -> None:
    days = hijri_interval(year, 1, 1)
    for first in (one, other):
        assert first - timedelta(1) in days
        assert first + timedelta(1) in days


def test_a_month_on_which_tables_are_two_days_apart() -> None:
    # 1 Rabi II 1370: 8 January 1951 by one table, 10 January by another.
    days = hijri_interval(1370, 4, 1)
    assert {date(1951, 1, 7), date(1951, 1, 11)} <= {
        days.earliest + timedelta(n) for n in range(int(days.days)) if days.earliest
    }


def test_after_1420_the_tables_agree_and_three_days_remain() -> None:
    assert all(hijri_interval(year, 9, 1).days == 3 for year in range(1420, 1450))


@pytest.mark.parametrize("year", range(1343, 1420, 7))
def test_no_day_of_an_older_year_is_wider_than_a_week(year: int) -> None:
    assert all(hijri_interval(year, month, 15).days < 7 for month in range(1, 13))


def test_a_weekday_singles_out_the_day() -> None:
    # Tuesday, 22 August 1978.
    assert hijri_interval(1398, 9, 18, weekday=1).days == 1


def test_a_weekday_that_fits_none_leaves_all() -> None:
    assert hijri_interval(1445, 1, 28, weekday=4).days == 3


@pytest.mark.parametrize(("month", "day"), [(1, 31), (13, 1), (0, 5), (5, 0)])
def test_days_that_no_calendar_has(month: int, day: int) -> None:
    with pytest.raises(ValueError, match="month|day"):
        hijri_interval(1445, month, day)


@pytest.mark.parametrize(
    ("solar", "day"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1395, 12, 30), date(2017, 3, 20)),
        ((1399, 1, 1), date(2020, 3, 20)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1404, 7, 1), date(2025, 9, 23)),
    ],
)
def test_converts_the_solar_calendar(solar: tuple[int, int, int], day: date) -> None:
    assert solar_hijri_day(*solar) == day


@pytest.mark.parametrize("solar", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1299, 1, 1)])
def test_days_that_the_solar_calendar_lacks(solar: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="solar Hijri"):
        solar_hijri_day(*solar)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱۴۰۳/۰۲/۱۳ - ۱۰:۲۲", date(2024, 5, 2)),
        ("تاریخ انتشار: ۱۳ اردیبهشت ۱۴۰۳", date(2024, 5, 2)),
        ("١٤٠٣ گوڵان ١٣ ٠٩:٣٦", date(2024, 5, 2)),
    ],
)
def test_reads_persian_and_kurdish_dates(text: str, day: date) -> None:
    assert [reading.earliest for reading in read_date(text)] == [day]


def test_a_numeric_hijri_year_that_may_be_solar_is_none() -> None:
    assert read_date("1398/12/21") == []
    assert len(read_date("1398/12/21 هـ")) == 1
    assert len(read_date("21/12/1440")) == 1
