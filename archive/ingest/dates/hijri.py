"""Hijri days and months as Gregorian intervals.

Umm al-Qura (``hijridate``) is the civil calendar of Saudi Arabia; elsewhere a month
begins by sighting, at most a day earlier or later. So a Hijri date is an interval.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hijridate import Hijri

from archive.ingest.dates.interval import Interval

SIGHTING_DAYS: Final = 1
LONGEST_MONTH: Final = 30


def hijri_interval(year: int, month: int, day: int | None, weekday: int | None = None) -> Interval:
    """Return the Gregorian days that a Hijri day or month may be.

    A stated ``weekday`` (Monday is 0) singles out one of the three candidate days.

    Raises:
        ValueError: there is no such day, or it lies outside 1343–1500 AH.
    """
    if day is None:
        first = Hijri(year, month, 1)
        start = _converted(year, month, 1)
        end = start + timedelta(days=first.month_length() - 1)
        return Interval(start, end).widened(SIGHTING_DAYS)
    middle = _converted(year, month, day)
    candidates = [middle + timedelta(days=shift) for shift in (-1, 0, 1)]
    matching = [day for day in candidates if weekday is None or day.weekday() == weekday]
    if not matching:
        return Interval(candidates[0], candidates[-1])
    return Interval(matching[0], matching[-1])


def _converted(year: int, month: int, day: int) -> date:
    """Convert by Umm al-Qura; a thirtieth that it lacks is the day after its twenty-ninth."""
    if day == LONGEST_MONTH:
        return _converted(year, month, day - 1) + timedelta(days=1)
    converted = Hijri(year, month, day).to_gregorian()
    return date(converted.year, converted.month, converted.day)
