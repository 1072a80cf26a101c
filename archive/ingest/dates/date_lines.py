"""What one line says of a date: which days, what it calls them, and what stands beside them.

>>> line = read_date_line("كتبت سعاد نور - الأحد 5 يناير 2020 96 زيارة")
>>> str(line.day), [(part.kind.value, part.text) for part in line.rest]
('2020-01-05', [('byline', 'سعاد نور'), ('counter', '96 زيارة')])
>>> looks_like_date_line("السبت، 26 أكتوبر 2024 06:00 م")
True
>>> looks_like_date_line("قُتل 15 شخصاً في 17 تشرين الأول 2023")
False

A line of a page is a *date line* where it is short and holds a date and what stands beside
dates; prose with a date in it is none. Which of a page's date lines is its article's own is not
asked here: that depends on where the line stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.arabic.letters import MARKS
from archive.ingest.dates.ages import find_age, states_age
from archive.ingest.dates.date_labels import DateLabel
from archive.ingest.dates.date_reader import DateReading
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.dates.hijri_days import SIGHTING_DAYS
from archive.ingest.dates.intervals import Interval
from archive.ingest.dates.labelled_dates import LabelledDate, label_dates
from archive.ingest.dates.line_evidence import is_date_line
from archive.ingest.dates.line_parts import read_parts
from archive.ingest.dates.masked_line import LinePart, PartKind

LONGEST_LINE: Final = 160
"""Code points of a date line: two calendars, hour, zone, labels, a name and an outlet."""
_REMEMBERED: Final = 1024
"""Lines: a page asks of each several times, and sites have many of theirs in common."""
_LABELS: Final = (
    DateLabel.PUBLICATION,
    DateLabel.ISSUE,
    DateLabel.NONE,
    DateLabel.UPDATE,
    DateLabel.OTHER,
)
"""In the order of what they say of an article's day: a date beside one of an update is the first."""


@dataclass(frozen=True)
class DateLine:
    """What a line says of dates.

    ``dates`` are in their order, with their labels; ``rest`` is what stands beside them,
    ``OTHER`` what no word explains (a name, a place, an outlet). ``is_date_line`` is false
    for prose and headlines that hold a date. ``states_age`` marks a count of time ago («منذ
    3 أيام»), whose days ``read_age_within`` counts from a known day.
    """

    dates: tuple[LabelledDate, ...]
    rest: tuple[LinePart, ...]
    is_date_line: bool
    states_age: bool = False

    @cached_property
    def label(self) -> DateLabel:
        """What the line calls its most telling date."""
        found = {each.label for each in self.dates}
        return next((label for label in _LABELS if label in found), DateLabel.NONE)

    @cached_property
    def days(self) -> Interval | None:
        """The days that the line's most telling date may mean: one, but for a Hijri date alone.

        Dates of publication go before dates of an update. A Hijri date must agree with the
        Gregorian one beside it; a date that contradicts itself tells nothing.
        """
        return None if self.label is DateLabel.OTHER else common_days(self.of(self.label))

    @property
    def day(self) -> date | None:
        """The one day that the line tells, whatever it calls it; None where it tells several."""
        return None if self.days is None or self.days.days != 1 else self.days.earliest

    @property
    def updated(self) -> date | None:
        """The day of the last change that the line tells, or None."""
        days = common_days(self.of(DateLabel.UPDATE))
        return None if days is None else days.latest

    @property
    def has_clock(self) -> bool:
        """Whether an hour stands with a date."""
        return any(each.reading.clock is not None for each in self.dates)

    @property
    def calendars(self) -> frozenset[Calendar]:
        """The calendars of its dates."""
        return frozenset(each.reading.calendar for each in self.dates)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but a day stands there, perhaps its weekday, hour and Hijri day.

        In a page's masthead such a line is the day of the capture.
        """
        return self.is_date_line and not self.rest and self.label is DateLabel.NONE

    @property
    def is_bulletin(self) -> bool:
        """Whether it names a bulletin of its day: «نشرة الأخبار | الأحد 05-01-2020»."""
        return self.is_date_line and any(part.kind is PartKind.BULLETIN for part in self.rest)

    def of(self, label: DateLabel) -> tuple[DateReading, ...]:
        """Return the readings of the dates that bear ``label``."""
        return tuple(each.reading for each in self.dates if each.label is label)

    def words(self, kind: PartKind) -> str:
        """Return what stands there of a kind, the parts joined by a space; perhaps empty."""
        return " ".join(part.text for part in self.rest if part.kind is kind)


def common_days(readings: Sequence[DateReading]) -> Interval | None:
    """Return the days on which all readings agree, a sighted calendar within its slack, or None."""
    if not readings or any(reading.doubt is not None for reading in readings):
        return None
    exact = [each for each in readings if each.calendar is not Calendar.HIJRI] or readings
    days = Interval()
    for reading in exact:
        days &= reading.interval
    slack = [each.interval.widened(SIGHTING_DAYS) for each in readings]
    if days.is_empty or any((days & other).is_empty for other in slack):
        return None
    return days


_MAY_TELL: Final = re.compile(
    rf"\d|[{MARKS}]|منذ|قبل|[اأ]مس|البارح|الماض|مضت|اليوم|عام|سن[ةه]|\bago|il y a", re.IGNORECASE
)
"""What a line needs to tell a date or an age: a figure, a year in words, a word of time; one
that is vowelled is read in any case. Folding a line costs more than all else."""


@lru_cache(_REMEMBERED)
def read_date_line(line: str) -> DateLine | None:
    """Return what ``line`` says of dates, or None where it tells no date with its year and no age.

    Lines of more than ``LONGEST_LINE`` code points are prose and tell None.
    """
    if len(line) > LONGEST_LINE or _MAY_TELL.search(line) is None:
        return None
    text = fold_for_dates(line)
    dates = label_dates(text)
    age = find_age(text.plain) if not dates else None
    if not dates and age is None:
        return DateLine((), (), True, True) if states_age(line) else None
    spans = [text.plain_span(each.reading.start, each.reading.end) for each in dates]
    masked, rest = read_parts(text, spans if age is None else [age])
    sure = is_date_line(line, masked, rest, dates)
    return DateLine(tuple(dates), tuple(rest), sure, age is not None)


_NOTHING_MORE: Final = frozenset({PartKind.ISSUE, PartKind.COUNTER, PartKind.CONTROL})


def looks_like_date_line(line: str) -> bool:
    """Tell whether ``line`` is nothing but a date, with its hour, labels, issue and counters.

    A date line that also tells who wrote, or where, is none here: ask ``read_date_line``.
    """
    found = read_date_line(line)
    return (
        found is not None
        and found.is_date_line
        and all(part.kind in _NOTHING_MORE for part in found.rest)
    )


def read_capture_header(line: str) -> date | None:
    """Return the day that a date line tells without calling it one of publication, or None.

    A line that says "نُشر" or names its issue speaks of an article and is no capture header;
    a site's «آخر تحديث» is the day on which it was read.
    """
    found = read_date_line(line)
    if found is None or found.label not in (DateLabel.NONE, DateLabel.UPDATE):
        return None
    return found.day if looks_like_date_line(line) else None


_MOST_LINES: Final = 3
"""Lines over which a theme writes a date: day, month, year."""
_LONGEST_PIECE: Final = 14
"""Code points of such a line."""


def date_over_lines(lines: Sequence[str]) -> int:
    """Return how many of the first ``lines`` make one date together («28», "JANUARY", «2026»).

    0 where they make none, and where the first is a date by itself. Blank lines between them
    are to be left out.
    """
    pieces = [line.strip() for line in lines[:_MOST_LINES]]
    for count in range(2, len(pieces) + 1):
        if any(not 0 < len(piece) <= _LONGEST_PIECE for piece in pieces[:count]):
            return 0
        if looks_like_date_line(" ".join(pieces[: count - 1])):
            return 0
        found = read_date_line(" ".join(pieces[:count]))
        if found is not None and found.is_bare and found.day is not None:
            return count
    return 0


def header_day(line: str) -> date | None:
    """Return the day that a line of a page's header tells, whatever it calls it, or None."""
    found = read_date_line(line)
    return None if found is None else found.day
