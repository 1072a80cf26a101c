"""Intervals of days: what is known of a date, however little.

>>> to_edtf(date(2024, 2, 1), date(2024, 2, 29))
'2024-02'
>>> to_edtf(date(2023, 8, 15), None)
'2023-08-15/..'
>>> from_edtf("2023")[2].value
'year'

Either bound may be open. Bounds stay within ``date.min`` and ``date.max``. As text they are EDTF
(ISO 8601-2:2019), without clock times, which stand in ``PublicationDate.at``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.records.documents import DatePrecision


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
    """Return the day ``days`` later, or the first or last of the calendar beyond its edge."""
    if day is None:
        return None
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


_OPEN: Final = ".."
_PART: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_FORMS: Final = "2024-10-26، 2024-10، 2024، 2024-02-10/2024-02-29، 2023-08-15/..، ../2024-05-02"


class EdtfError(ArchiveError):
    """A date that cannot be read; its message is Arabic and tells the accepted forms."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(f"«{text}»: {reason}. الصيغ المقبولة: {_FORMS}")


def to_edtf(earliest: date | None, latest: date | None) -> str:
    """Return the shortest string for the days between two inclusive bounds.

    A whole month or year is written as such, a single day as a day. Two open ends,
    which say nothing, give the empty string.
    """
    if earliest is None and latest is None:
        return ""
    if earliest is None or latest is None:
        return f"{earliest or _OPEN}/{latest or _OPEN}"
    interval = Interval(earliest, latest)
    if interval == Interval.of_year(earliest.year):
        return f"{earliest.year:04d}"
    if interval == Interval.of_month(earliest.year, earliest.month):
        return f"{earliest.year:04d}-{earliest.month:02d}"
    return earliest.isoformat() if earliest == latest else f"{earliest}/{latest}"


def from_edtf(text: str) -> tuple[date | None, date | None, DatePrecision]:
    """Return the inclusive bounds that ``text`` states, and its precision.

    Digits of all three scripts are read. The empty string is an unknown date.

    Raises:
        EdtfError: the form is another, a day does not exist, or the end comes first.
    """
    plain = fold(text.strip())
    if not plain:
        return None, None, DatePrecision.UNKNOWN
    first, slash, second = plain.partition("/")
    start = _read_part(first, text)
    interval = Interval(start.earliest, _read_part(second, text).latest) if slash else start
    if interval == Interval():
        raise EdtfError(text, "لا بد من طرف معلوم واحد على الأقل")
    if interval.is_empty:
        raise EdtfError(text, "نهاية المدة قبل بدايتها")
    return interval.earliest, interval.latest, interval.precision


def _read_part(part: str, text: str) -> Interval:
    if part == _OPEN:
        return Interval()
    match = _PART.fullmatch(part)
    if match is None:
        raise EdtfError(text, "تاريخ غير مفهوم")
    year, month, day = (int(number) if number else None for number in match.groups())
    assert year is not None
    try:
        if month is None:
            return Interval.of_year(year)
        if day is None:
            return Interval.of_month(year, month)
        return Interval.of_day(date(year, month, day))
    except (ValueError, IndexError) as error:
        raise EdtfError(text, "هذا اليوم غير موجود في التقويم") from error
