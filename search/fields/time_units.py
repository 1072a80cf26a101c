"""Years, months, weeks and days: into which of them a stretch of time falls, one after the other.

A period is named as in ``date_periods``; a week by its first day, a Monday (ISO 8601).

>>> TimeUnit.WEEK.period_of(date(2024, 3, 6))
'2024-03-04'
>>> TimeUnit.MONTH.between("2023-12", "2024-02")
('2023-12', '2024-01', '2024-02')
>>> TimeUnit.WEEK.span("2024-03-04")
(datetime.date(2024, 3, 4), datetime.date(2024, 3, 10))
"""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from enum import StrEnum

from search.fields.date_periods import DATE_DAY, DATE_MONTH, DATE_YEAR, first_day, period_of

_DAYS_OF_WEEK = 7


class TimeUnit(StrEnum):
    """What articles are counted by over time."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"

    @property
    def column(self) -> str:
        """The column of the index whose counts are added up: a week has none of its own."""
        return {TimeUnit.YEAR: DATE_YEAR, TimeUnit.MONTH: DATE_MONTH}.get(self, DATE_DAY)

    def period_of(self, day: date) -> str:
        """Return the period that a day lies in."""
        if self is TimeUnit.WEEK:
            day -= timedelta(min(day.weekday(), day.toordinal() - 1))
        return period_of(day.isoformat(), self.column)

    def span(self, period: str) -> tuple[date, date]:
        """Return the first and the last day of a period of this unit."""
        first = first_day(period)
        if self is TimeUnit.YEAR:
            return first, first.replace(month=12, day=31)
        if self is TimeUnit.MONTH:
            return first, first.replace(day=monthrange(first.year, first.month)[1])
        days = _DAYS_OF_WEEK - 1 if self is TimeUnit.WEEK else 0
        return first, date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))

    def between(self, first: str, last: str, most: int | None = None) -> tuple[str, ...]:
        """Return every period from ``first`` to ``last``, of more than ``most`` the last ones."""
        start, end = self._number(first_day(first)), self._number(first_day(last))
        if most is not None:
            start = max(start, end - most + 1)
        return tuple(map(self._named, range(start, end + 1)))

    def count_between(self, first: date, last: date) -> int:
        """Return how many periods there are from that of one day to that of another."""
        return self._number(last) - self._number(first) + 1

    def _number(self, day: date) -> int:
        """Return the number of the period of a day; each has one more than the one before."""
        if self is TimeUnit.YEAR:
            return day.year
        if self is TimeUnit.MONTH:
            return 12 * day.year + day.month - 1
        number = day.toordinal()
        return (number - 1) // _DAYS_OF_WEEK if self is TimeUnit.WEEK else number

    def _named(self, number: int) -> str:
        if self is TimeUnit.YEAR:
            return f"{min(number, MAXYEAR):04d}"
        if self is TimeUnit.MONTH:
            return f"{number // 12:04d}-{number % 12 + 1:02d}"
        day = number * _DAYS_OF_WEEK + 1 if self is TimeUnit.WEEK else number
        return date.fromordinal(max(day, 1)).isoformat()
