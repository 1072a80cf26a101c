"""Dates of the lunar and the solar Hijri calendar as intervals of Gregorian days.

>>> str(hijri_interval(1440, 7, 5, weekday=1).earliest)
'2019-03-12'
>>> str(solar_hijri_day(1404, 5, 26))
'2025-08-17'

Umm al-Qura (``hijridate``) is the civil calendar of Saudi Arabia; elsewhere a month begins by
sighting, at most a day earlier or later. So a lunar date is an interval. For the years before
1420 AH the tables of Umm al-Qura in use differ among themselves, by up to two days; there the
interval reaches a day beyond each of three.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

from hijridate import Hijri

from archive.arabic.data_files import data_lines
from archive.ingest.dates.intervals import Interval

SIGHTING_DAYS: Final = 1
"""Days by which a sighted month may begin before or after the computed one."""
LONGEST_MONTH: Final = 30


def hijri_interval(year: int, month: int, day: int | None, weekday: int | None = None) -> Interval:
    """Return the Gregorian days that a lunar Hijri day or month may be.

    A stated ``weekday`` (Monday is 0) singles out one of the candidate days.

    Raises:
        ValueError: there is no such day, or it lies outside 1343–1500 AH.
    """
    if day is None:
        starts = _month_starts(year, month)
        length = Hijri(year, month, 1).month_length()
        last = max(starts) + timedelta(days=length - 1)
        return Interval(min(starts), last).widened(SIGHTING_DAYS)
    if not 1 <= day <= LONGEST_MONTH:
        raise ValueError(f"no month of the Hijri calendar has a day {day}")
    starts = _month_starts(year, month)
    shift = timedelta(days=day - 1)
    days = Interval(min(starts) + shift, max(starts) + shift).widened(SIGHTING_DAYS)
    assert days.earliest is not None
    matching = [
        each
        for number in range(int(days.days))
        if (each := days.earliest + timedelta(days=number)).weekday() == weekday
    ]
    return Interval.of_day(matching[0]) if matching else days


def _month_starts(year: int, month: int) -> set[date]:
    """Return the days on which a month begins by the tables that know it.

    A month with a thirtieth that one table lacks is counted on from its first day.
    """
    computed = Hijri(year, month, 1).to_gregorian()
    first = date(computed.year, computed.month, computed.day)
    return {first, *_other_tables().get((year, month), ())}


@cache
def _other_tables() -> dict[tuple[int, int], tuple[date, ...]]:
    """Return the first days of the months before 1420 AH by the two tables of the data file."""
    starts: dict[tuple[int, int], tuple[date, ...]] = {}
    for line in data_lines("umm_al_qura.txt"):
        year, _, tables = line.partition(":")
        for table in tables.split("|"):
            first, lengths = table.split()
            begin = date.fromisoformat(first)
            for month, long in enumerate(lengths, start=1):
                key = (int(year), month)
                starts[key] = (*starts.get(key, ()), begin)
                begin += timedelta(days=LONGEST_MONTH - 1 + int(long))
    return starts


_SOLAR_YEARS: Final = range(1300, 1450)
"""1921 to 2071: within them the leap years of Iran's calendar keep the rule below."""
_SOLAR_CYCLE: Final = 33
_LEAP_IN_CYCLE: Final = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
_KNOWN_NOWRUZ: Final = (1404, date(2025, 3, 21))
_LONG_MONTHS: Final = 6
"""The first months of the solar year have 31 days, the others 30, the last 29 or 30."""


def solar_hijri_day(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a date of the solar Hijri calendar (Iran, Kurdistan).

    Eight years of thirty-three are leap years, which agrees with the official calendar
    from 1206 to 1498 (source: K. M. Borkowski, "The Persian calendar for 3000 years",
    Earth, Moon and Planets 74, 1996).

    Raises:
        ValueError: there is no such day, or the year is not one of 1300 to 1449.
    """
    if year not in _SOLAR_YEARS or not 1 <= month <= 12:
        raise ValueError(f"no date of the solar Hijri calendar: {year}/{month}/{day}")
    longest = 31 if month <= _LONG_MONTHS else 30 if month < 12 or _is_leap(year) else 29
    if not 1 <= day <= longest:
        raise ValueError(f"no date of the solar Hijri calendar: {year}/{month}/{day}")
    known, begin = _KNOWN_NOWRUZ
    years = range(min(year, known), max(year, known))
    passed = sum(365 + _is_leap(each) for each in years)
    nowruz = begin + timedelta(days=passed if year > known else -passed)
    before = 31 * min(month - 1, _LONG_MONTHS) + 30 * max(0, month - 1 - _LONG_MONTHS)
    return nowruz + timedelta(days=before + day - 1)


def _is_leap(year: int) -> bool:
    return year % _SOLAR_CYCLE in _LEAP_IN_CYCLE
