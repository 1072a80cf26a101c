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

from archive.arabic.calendar_names import Calendar, find_weekday, weekday_names, weekday_pattern
from archive.ingest.dates.clock import Clock, read_clock
from archive.ingest.dates.date_forms import LEFT_REACH, NO_LETTER, DateMention, named_dates
from archive.ingest.dates.date_labels import DateLabel, find_labels
from archive.ingest.dates.folded_text import FoldedText, fold_for_dates
from archive.ingest.dates.hijri_days import hijri_interval, solar_hijri_day
from archive.ingest.dates.intervals import Interval
from archive.ingest.dates.numeric_dates import numeric_dates
from archive.records.documents import DatePrecision

_SHORT_TEXT: Final = 120
"""Code points of a date line; in longer text a weekday behind a date is another clause's."""


def find_mentions(text: FoldedText) -> list[DateMention]:
    """Return every date of ``text`` that names a day or a month, in order."""
    found = [*named_dates(text.plain), *numeric_dates(text.plain, text.original)]
    found.sort(key=lambda mention: mention.start)
    mentions = (_with_weekday(mention, text.plain) for mention in found)
    return [each for each in mentions if not each.short_year or _is_sure_of_year(each, text.plain)]


_LABEL_GAP: Final = re.compile(r"[\s:|،,.(–-]{0,6}(?:(?:في|بتاريخ|يوم)\s{0,3})?[:(]?\s{0,3}")
_LABEL_REACH: Final = 40
"""Code points before a date of a short year in which its label stands."""


def _is_sure_of_year(mention: DateMention, plain: str) -> bool:
    """Tell whether a date with two figures for its year is one: its weekday, hour or label say so.

    Arabic writes the day first; where the weekday contradicts that, nothing is known.
    """
    day = _day(mention.year or 0, mention.month, mention.day or 0)
    if day is None or len(plain) > _SHORT_TEXT:
        return False
    if mention.weekday is not None:
        return mention.weekday == day.weekday()
    if read_clock(plain, mention.start, mention.end) is not None:
        return True
    floor = max(0, mention.start - _LABEL_REACH)
    return any(
        label is not DateLabel.OTHER and _LABEL_GAP.fullmatch(plain, end, mention.start)
        for _, end, label in find_labels(plain[: mention.start])
        if end >= floor
    )


def _with_weekday(mention: DateMention, plain: str) -> DateMention:
    window = max(0, mention.start - LEFT_REACH)
    before = _weekday_before().search(plain, window, mention.start)
    if before is not None:
        return replace(mention, start=before.start(1), weekday=find_weekday(before[1]))
    bare = _bare_weekday_before().search(plain, window, mention.start)
    if bare is not None:
        return replace(mention, start=bare.start(1), weekday=find_weekday(f"ال{bare[1]}"))
    after = _weekday_after().match(plain, mention.end)
    if after is None or (after[1] != "(" and len(plain) > _SHORT_TEXT):
        return mention
    return replace(mention, end=after.end(), weekday=find_weekday(after[2]))


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[^\w]|[^\w][وبف])({weekday_pattern()})[\s)،,:/|.–-]*+(?:الموافق\s{{0,3}})?[(\s]*$"
    )


@cache
def _bare_weekday_before() -> re.Pattern[str]:
    """«خميس, 26/09/2019»: Drupal leaves out the article; without the comma it may be a name."""
    names = "|".join(name[2:] for name in weekday_names() if name.startswith("ال"))
    return re.compile(rf"(?:^|[^\w])({names})\s?[,،]\s{{0,3}}$")


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
    if mention.calendar is Calendar.SOLAR_HIJRI:
        return _judge_solar(mention, year)
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


def _judge_solar(mention: DateMention, year: int) -> tuple[Interval, Doubt | None] | None:
    try:
        day = solar_hijri_day(year, mention.month, mention.day or 0)
    except ValueError:
        return None
    agrees = mention.weekday in (None, day.weekday())
    return Interval.of_day(day), None if agrees else Doubt.WEEKDAY


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
