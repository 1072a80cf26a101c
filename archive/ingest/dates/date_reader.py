"""Every explicit date of a text, as an interval of days: the shared reader.

>>> [str(reading.earliest) for reading in read_date("في 28 محرم 1445 هـ، 15 آب/أغسطس 2023")]
['2023-08-14', '2023-08-15']

A date is found by its month's name (``date_forms``) or by three numbers ("10/2/2024",
"2024-02-10", "28/1/1445 هـ"); both ways are cheap where a text has none. The weekday, hour and
calendar beside it then judge which days it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from typing import Final

from archive.arabic.calendar_names import Calendar, find_weekday, weekday_pattern
from archive.ingest.dates.clock import Clock, read_clock
from archive.ingest.dates.date_forms import LEFT_REACH, NO_LETTER, DateMention, named_dates
from archive.ingest.dates.folded_text import FoldedText, fold_for_dates
from archive.ingest.dates.intervals import Interval, hijri_interval
from archive.records.documents import DatePrecision

_NUMERIC: Final = re.compile(r"\d{1,4}\s?([./\\–-])\s?\d{1,2}\s?\1\s?\d{1,4}")
_NUMBERS: Final = re.compile(r"\d+")
_GLUED_TIME: Final = re.compile(r"\d{1,2}:\d\d")
_MORE_NUMBER: Final = re.compile(r"\d|\s?[./\\–-]\d(?!\d?:\d\d)")
_HIJRI_SIGN: Final = re.compile(rf"\s{{0,3}}(?:ه|هجري|هجريه){NO_LETTER}")
_HIJRI_YEARS: Final = range(1300, 1501)
"""Years that a numeric date means in the Hijri calendar: 1882 to 2077."""


def numeric_dates(plain: str) -> Iterator[DateMention]:
    """Yield each numeric date of folded text, in order; scores, prices and ids are none."""
    for match in _NUMERIC.finditer(plain):
        start, end = match.span()
        before = plain[max(0, start - 2) : start]
        glued_time = _GLUED_TIME.match(plain, end)
        if before[-1:].isdigit() or (before[:1].isdigit() and before[-1:] in "./-\\–:"):
            continue
        if glued_time is None and _MORE_NUMBER.match(plain, end):
            continue
        first, month, last = _NUMBERS.findall(match.group())
        if len(first) == 4 and len(last) <= 2:
            year, day, swappable = int(first), int(last), False
        elif len(first) <= 2 and len(last) == 4:
            year, day, swappable = int(last), int(first), True
        else:
            continue
        mention = DateMention(start, end, int(month), day, year, swappable=swappable)
        yield _as_hijri(mention, plain)


def _as_hijri(mention: DateMention, plain: str) -> DateMention:
    sign = _HIJRI_SIGN.match(plain, mention.end)
    if mention.year not in _HIJRI_YEARS:
        return mention
    end = sign.end() if sign else mention.end
    return replace(mention, end=end, calendar=Calendar.HIJRI, swappable=False)


_SHORT_TEXT: Final = 120
"""Code points of a date line; in longer text a weekday behind a date is another clause's."""


def find_mentions(text: FoldedText) -> list[DateMention]:
    """Return every date of ``text`` that names a day or a month, in order."""
    found = [*named_dates(text.plain), *numeric_dates(text.plain)]
    found.sort(key=lambda mention: mention.start)
    return [_with_weekday(mention, text.plain) for mention in found]


def _with_weekday(mention: DateMention, plain: str) -> DateMention:
    window = max(0, mention.start - LEFT_REACH)
    before = _weekday_before().search(plain, window, mention.start)
    if before is not None:
        return replace(mention, start=before.start(1), weekday=find_weekday(before[1]))
    after = _weekday_after().match(plain, mention.end)
    if after is None or (after[1] != "(" and len(plain) > _SHORT_TEXT):
        return mention
    return replace(mention, end=after.end(), weekday=find_weekday(after[2]))


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[^\w]|[^\w][وبف])({weekday_pattern()})[\s)،,:/|.–-]*(?:الموافق\s{{0,3}})?[(\s]*$"
    )


@cache
def _weekday_after() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,3}}([(،,|–-]?)\s{{0,3}}(?:يوم\s{{1,3}})?({weekday_pattern()}){NO_LETTER}"
    )


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
    assert days.earliest is not None
    assert days.latest is not None
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
