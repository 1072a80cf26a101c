"""Every explicit date of a text, as an interval of days: the shared reader.

>>> [str(reading.earliest) for reading in read_date("في 28 محرم 1445 هـ، 15 آب/أغسطس 2023")]
['2023-08-14', '2023-08-15']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from archive.arabic.months import Calendar
from archive.ingest.dates.clock import Clock, read_clock
from archive.ingest.dates.folded import FoldedText, fold_for_dates
from archive.ingest.dates.hijri import hijri_interval
from archive.ingest.dates.interval import Interval
from archive.ingest.dates.mention import DateMention
from archive.ingest.dates.mentions import find_mentions
from archive.ingest.records import DatePrecision

_YEARS: Final = range(1000, 3000)
"""What may be a year at all; the oldest of them are for the review queue."""
_ARABIC_WORD: Final = re.compile("[\u0621-\u064a]{3}")
_ENGLISH_HALF_DAY: Final = re.compile(r"\d\s*[ap]\.?m\b")


class Doubt(StrEnum):
    """Why a date that a text states cannot be trusted."""

    IMPOSSIBLE = "impossible"
    WEEKDAY = "weekday"
    MONTH_NAMES = "month names"


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date at ``start`` to ``end`` of a text, ``surface`` being the words there.

    ``earliest`` and ``latest`` are inclusive; ``clock`` is a stated time of day, ``at``
    the aware moment where its zone is stated too. ``doubt`` marks a date that
    contradicts itself; for an impossible day the bounds are those of its month or year.
    """

    start: int
    end: int
    earliest: date
    latest: date
    precision: DatePrecision
    calendar: Calendar
    surface: str
    clock: time | None = None
    at: datetime | None = None
    doubt: Doubt | None = None

    @property
    def interval(self) -> Interval:
        """The bounds as an interval."""
        return Interval(self.earliest, self.latest)


def read_date(text: str) -> list[DateReading]:
    """Return each date of ``text`` that states its year, in order; impossible ones left out.

    Only the first 20,000 code points are looked at.
    """
    readings = scan_dates(fold_for_dates(text))
    return [reading for reading in readings if reading.doubt is not Doubt.IMPOSSIBLE]


def scan_dates(text: FoldedText) -> Iterator[DateReading]:
    """Yield each date that states its year, the impossible among them."""
    for mention in find_mentions(text):
        reading = read_mention(text, mention)
        if reading is not None:
            yield reading


def read_mention(text: FoldedText, mention: DateMention) -> DateReading | None:
    """Return the reading of a mention, or None where it states no year of our calendars."""
    if mention.year is None or mention.year not in _YEARS:
        return None
    clock = None
    if mention.day is not None:
        clock = read_clock(text.plain, mention.start, mention.end)
    judged = _judge(mention, mention.year, text.plain)
    if judged is None:
        return None
    return _as_reading(text, mention, clock, *judged)


def _as_reading(
    text: FoldedText, mention: DateMention, clock: Clock | None, days: Interval, doubt: Doubt | None
) -> DateReading:
    assert days.earliest is not None and days.latest is not None
    bounds = [(mention.start, mention.end), *([(clock.start, clock.end)] if clock else [])]
    start, end = min(first for first, _ in bounds), max(last for _, last in bounds)
    if text.plain[end : end + 1] == ")" and "(" in text.plain[start:end]:
        end += text.plain[start:end].count("(") > text.plain[start:end].count(")")
    at = None
    if clock is not None and clock.zone is not None and days.earliest == days.latest:
        at = datetime.combine(days.earliest, clock.time, clock.zone)
    return DateReading(
        *text.span(start, end),
        days.earliest,
        days.latest,
        DatePrecision.MINUTE if at is not None else days.precision,
        mention.calendar,
        text.surface(start, end),
        clock.time if clock else None,
        at,
        doubt,
    )


def _judge(mention: DateMention, year: int, plain: str) -> tuple[Interval, Doubt | None] | None:
    """Return the days of a mention and what speaks against it; None is no date at all."""
    doubt = None if mention.names_agree else Doubt.MONTH_NAMES
    if mention.calendar is Calendar.HIJRI:
        try:
            return hijri_interval(year, mention.month, mention.day, mention.weekday), doubt
        except (ValueError, OverflowError):
            return None
    if mention.day is None:
        return Interval.of_month(year, mention.month), doubt
    candidates = _candidates(mention, year, plain)
    if not candidates:
        month_exists = 1 <= mention.month <= 12
        days = Interval.of_month(year, mention.month) if month_exists else Interval.of_year(year)
        return days, Doubt.IMPOSSIBLE
    matching = [day for day in candidates if mention.weekday in (None, day.weekday())]
    if not matching:
        return Interval.of_day(candidates[0]), Doubt.WEEKDAY
    return Interval(min(matching), max(matching)), doubt


def _candidates(mention: DateMention, year: int, plain: str) -> list[date]:
    """Return the days that a mention may be, the likeliest first.

    Arabic writes the day before the month. The American order is considered where the
    Arabic one gives no day or contradicts the weekday, and stands beside it where the
    line is all English.
    """
    assert mention.day is not None
    usual = _day(year, mention.month, mention.day)
    swapped = _day(year, mention.day, mention.month) if mention.swappable else None
    if usual is None or swapped is None:
        return [day for day in (usual, swapped) if day is not None]
    if mention.weekday is not None and usual.weekday() != mention.weekday:
        return [usual, swapped]
    english = _ENGLISH_HALF_DAY.search(plain) and not _ARABIC_WORD.search(plain)
    return [usual, swapped] if english else [usual]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
