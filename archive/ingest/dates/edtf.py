"""Intervals of days as Extended Date/Time Format strings (ISO 8601-2:2019), both ways.

>>> to_edtf(date(2024, 2, 1), date(2024, 2, 29))
'2024-02'
>>> to_edtf(date(2023, 8, 15), None)
'2023-08-15/..'
>>> from_edtf("2023")[2].value
'year'

Clock times are not part of these strings: they stand in ``PublicationDate.at``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.ingest.dates.interval import Interval
from archive.ingest.records import DatePrecision

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
