"""The columns of an article's date, and the periods by which articles are counted.

An article counts in a year, in a month and in a day, each in a column of its own. A period is
the beginning of a day in ISO 8601: ``2024``, ``2024-03`` or ``2024-03-05``.

>>> period_of("2024-03-05", DATE_MONTH)
'2024-03'
>>> column_of_period("2024-03")
'date_month'
>>> first_day("2024-03")
datetime.date(2024, 3, 1)
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

DATE: Final = "date"
"""The field and the facet of dates, which has no column of its own but these."""
DATE_YEAR: Final = "date_year"
DATE_MONTH: Final = "date_month"
DATE_DAY: Final = "date_day"
DATE_SORT: Final = "date_sort"
"""The earliest day of publication, by which hits are sorted."""
DATE_EARLIEST: Final = "date_earliest"
DATE_LATEST: Final = "date_latest"
"""The ends of the interval of publication; of one that is open the ends of the calendar."""

DATE_COLUMNS: Final = (DATE_YEAR, DATE_MONTH, DATE_DAY)
"""The columns of periods, from wide to narrow."""

_LETTERS: Final = {
    DATE_YEAR: len("2024"),
    DATE_MONTH: len("2024-03"),
    DATE_DAY: len("2024-03-05"),
}
_COLUMN_BY_LETTERS: Final = {letters: column for column, letters in _LETTERS.items()}
_PERIOD: Final = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def period_of(day: str, column: str) -> str:
    """Return the period of ``column`` that a day, or a narrower period, lies in."""
    return day[: _LETTERS[column]]


def column_of_period(value: str) -> str | None:
    """Return the column that counts ``value``; ``None`` where it has not a period's length."""
    return _COLUMN_BY_LETTERS.get(len(value))


def first_day(value: str) -> date:
    """Return the first day of a period. Raises ``ValueError`` where there is no such period."""
    return date.fromisoformat(period_of(f"{value}-01-01", DATE_DAY))


def is_period(value: str) -> bool:
    """Return whether ``value`` is a year, a month or a day that exists."""
    if _PERIOD.fullmatch(value) is None:
        return False
    try:
        first_day(value)
    except ValueError:
        return False
    return True
