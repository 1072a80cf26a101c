"""Dates as people type them: a year, a month or a day, read as the days it spans.

>>> read_period("2023-06")
Period(first=datetime.date(2023, 6, 1), last=datetime.date(2023, 6, 30), repaired=False)
>>> read_period("٢٠٢٣").last
datetime.date(2023, 12, 31)
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final, NamedTuple

_YEAR_FIRST: Final = re.compile(
    r"(?P<year>\d{4})(?:[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?)?"
)
_DAY_FIRST: Final = re.compile(r"(?:(?P<day>\d{1,2})[-/.])?(?P<month>\d{1,2})[-/.](?P<year>\d{4})")


class Period(NamedTuple):
    """Inclusive days; ``repaired`` where no such day or month exists and the nearest was taken."""

    first: date
    last: date
    repaired: bool = False


def read_period(text: str) -> Period | None:
    """Return the days that ``text`` names, ``None`` where it is no date.

    Year first (``2023``, ``2023-06``, ``2023/6/5``) or day first (``5/6/2023``), digits
    of any script. The 31st of a shorter month becomes its last day, a thirteenth month
    the whole year.
    """
    match = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if match is None or not int(match["year"]):
        return None
    year = int(match["year"])
    if match["month"] is None:
        return Period(date(year, 1, 1), date(year, 12, 31))
    month = int(match["month"])
    if not 1 <= month <= 12:
        return Period(date(year, 1, 1), date(year, 12, 31), repaired=True)
    length = monthrange(year, month)[1]
    if match["day"] is None:
        return Period(date(year, month, 1), date(year, month, length))
    typed = int(match["day"])
    day = date(year, month, min(max(typed, 1), length))
    return Period(day, day, repaired=day.day != typed)


def ends_of_range(value: str) -> tuple[str, ...]:
    """Return what stands before and after the first two dots or more, else the value itself."""
    first, _dots, last = value.partition("..")
    last = last.lstrip(".")
    return (first, last) if first and last else (value,)
