"""What bears on an article's publication date: the cues that a layout hands over, and the
constraints that are read from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import MINYEAR, date
from typing import Final

from archive.ingest.dates.intervals import Interval


@dataclass(frozen=True, slots=True)
class MetadataDate:
    """A date that a page's machinery states: ``value`` as written, ``source`` names where.

    The source ``trafilatura`` marks a guess of that library, which is only a candidate.
    """

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class DateCues:
    """Everything of one article, and of its own page, that bears on its date.

    ``stated`` holds the lines taken for the article's own publication date, ``dateline``
    the place and day before the first sentence. ``header`` is a date line that tells
    only the day of the capture; ``captured`` is the day known from it or from the
    container. ``quoted`` holds embedded posts and bare addresses of posts, ``captions``
    the captions of photographs. ``outlet_country`` is an ISO 3166-1 alpha-2 code, the
    zone of clock times that name none.
    """

    stated: tuple[str, ...] = ()
    dateline: str = ""
    metadata: tuple[MetadataDate, ...] = ()
    url: str = ""
    header: str = ""
    captured: date | None = None
    title: str = ""
    paragraphs: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    outlet_country: str = ""


_LONGEST_PAST: Final = 335
"""Days (eleven months) back to a month that is meant as a past one; a longer way back it is
rather the coming one."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """Days between which an article was published, and the ``evidence`` in its words.

    ``fresh`` marks a cue that belongs to the days of publication (an embedded post, the
    month of writing). Others, such as an event of the past, only narrow what fresh cues
    say: alone they would leave an interval as long as history.
    """

    days: Interval
    evidence: str
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class YearlessConstraint:
    """A cue that recurs every year: ``first`` to ``last`` day, counted from a month's first.

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
        """Return the days of the cue in the last such month that began by ``anchor``.

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
