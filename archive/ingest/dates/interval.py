"""Days between two inclusive bounds, either of which may be open."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Self

from archive.ingest.records import DatePrecision


@dataclass(frozen=True, slots=True)
class Interval:
    """The days from ``earliest`` to ``latest``, both inclusive; None is an open end."""

    earliest: date | None = None
    latest: date | None = None

    @classmethod
    def of_day(cls, day: date) -> Self:
        """Return the interval of one day."""
        return cls(day, day)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        """Return the interval of one Gregorian month; ``ValueError`` if there is none."""
        first = date(year, month, 1)
        return cls(first, first.replace(day=calendar.monthrange(year, month)[1]))

    @classmethod
    def of_year(cls, year: int) -> Self:
        """Return the interval of one Gregorian year; ``ValueError`` if there is none."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def __and__(self, other: Interval) -> Interval:
        """Return the days in both; the result may be empty (see ``is_empty``)."""
        starts = [day for day in (self.earliest, other.earliest) if day is not None]
        ends = [day for day in (self.latest, other.latest) if day is not None]
        return Interval(max(starts, default=None), min(ends, default=None))

    def __or__(self, other: Interval) -> Interval:
        """Return the narrowest interval that holds both."""
        starts, ends = (self.earliest, other.earliest), (self.latest, other.latest)
        return Interval(
            None if None in starts else min(day for day in starts if day is not None),
            None if None in ends else max(day for day in ends if day is not None),
        )

    def __contains__(self, day: date) -> bool:
        return (self.earliest is None or self.earliest <= day) and (
            self.latest is None or day <= self.latest
        )

    @property
    def is_empty(self) -> bool:
        """Whether no day lies between the bounds."""
        return self.earliest is not None and self.latest is not None and self.earliest > self.latest

    @property
    def days(self) -> float:
        """How many days it holds; infinite with an open end, not positive where empty."""
        if self.earliest is None or self.latest is None:
            return float("inf")
        return (self.latest - self.earliest).days + 1

    @property
    def precision(self) -> DatePrecision:
        """The finest calendar unit that holds the whole interval."""
        first, last = self.earliest, self.latest
        if first is None or last is None or first.year != last.year:
            return DatePrecision.UNKNOWN
        if first.month != last.month:
            return DatePrecision.YEAR
        return DatePrecision.DAY if first == last else DatePrecision.MONTH

    def widened(self, days: int) -> Interval:
        """Return the interval with ``days`` more at each closed end."""
        return Interval(_shifted(self.earliest, -days), _shifted(self.latest, days))

    def widened_end(self, days: int) -> Interval:
        """Return the interval with ``days`` more at a closed end."""
        return Interval(self.earliest, _shifted(self.latest, days))

    def shifted(self, days: int) -> Interval:
        """Return the interval ``days`` later; ends at the calendar's edge stay there."""
        return Interval(_shifted(self.earliest, days), _shifted(self.latest, days))


def _shifted(day: date | None, days: int) -> date | None:
    if day is None:
        return None
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
