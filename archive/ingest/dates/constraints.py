"""What bounds the day of an article's publication without stating it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MINYEAR, date
from typing import Final

from archive.ingest.dates.intervals import Interval

_LONGEST_PAST: Final = 335
"""Days (eleven months) back to a month that is meant as a past one; a longer way back it is
rather the coming one."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """Days between which an article was published, and the ``evidence`` in its words.

    ``fresh`` marks a constraint that belongs to the days of publication (an embedded post,
    the month of writing). Others, such as an event of the past, only narrow what fresh ones
    say: alone they would leave an interval as long as history.
    """

    days: Interval
    evidence: str
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class YearlessConstraint:
    """A constraint that recurs every year: ``first`` to ``last`` day, counted from a month's first.

    ``last`` None is the end of the month. Where the text names the weekday of day
    ``weekday_of``, only years in which it falls so are possible.
    """

    month: int
    evidence: str
    first: int = 1
    last: int | None = None
    overflow: int = 0
    weekday: int | None = None
    weekday_of: int = 1

    def last_before(self, anchor: date) -> Interval | None:
        """Return the days that it names in the last such month that began by ``anchor``.

        None is a contradiction: no such day, another weekday than the named one, days
        wholly after the anchor or before the calendar, or a month so long past that it is
        rather the coming one that was meant.
        """
        year = anchor.year if self.month <= anchor.month else anchor.year - 1
        if year < MINYEAR:
            return None
        first = date(year, self.month, 1)
        if (anchor - first).days > _LONGEST_PAST:
            return None
        try:
            named = first.replace(day=self.weekday_of)
        except ValueError:
            return None
        if self.weekday not in (None, named.weekday()):
            return None
        days = self._days(first)
        begins_later = days.earliest is not None and days.earliest > anchor
        return None if begins_later else days

    def _days(self, first: date) -> Interval:
        whole = Interval.of_month(first.year, first.month)
        start = Interval.of_day(first).shifted(self.first - 1).earliest
        if self.last is None:
            return Interval(start, whole.latest).widened_end(self.overflow)
        end = Interval.of_day(first).shifted(self.last - 1).latest
        return Interval(start, end).widened_end(self.overflow)
