"""A publication date as an editor types it: by EDTF, or as people write dates.

>>> typed_date("26 تشرين الأول 2024").edtf
'2024-10-26'
>>> typed_date("من 3 أيار 2023 إلى 5 أيار 2023").edtf
'2023-05-03/2023-05-05'

Nothing is guessed beyond what readers of pages guess: what stands beside the date must be a word
that belongs to one, and whoever typed it sees in words what was read.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.arabic.calendar_names import weekday_pattern
from archive.arabic.normalize import fold
from archive.errors import ArchiveError
from archive.ingest.dates import (
    DateReading,
    Interval,
    fold_for_dates,
    from_edtf,
    scan_dates,
    to_edtf,
)
from archive.ingest.dates.date_reader import Doubt
from archive.records.documents import PublicationDate

_MOST_LETTERS: Final = 200
_SHORT_YEAR: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2})")
_MONTH: Final = re.compile(r"(?:(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})\s*[/.]\s*(\d{1,2}))")
_UP_TO: Final = fold("إلى"), fold("حتى"), "و"
_BESIDE: Final = re.compile(
    rf"(?:{weekday_pattern()}|\b(?:from|on|the|of|من|في|يوم|بتاريخ|الموافق|ل|هـ|ه|م)\b"
    r"|[\s،,.:()-])*",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(
    rf"\s*(?:\b(?:to|until|till|and|{'|'.join(_UP_TO)})\b|[-–—/])\s*", re.IGNORECASE
)
_BETWEEN: Final = re.compile(r"\s*(?:\b(?:between|بين)\b)?\s*", re.IGNORECASE)


class TypedDateError(ArchiveError):
    """What was typed is no date that can be read; the message says why, and which forms can be."""

    def __init__(self, text: str, reason: str) -> None:
        forms = "26/10/2024، 26 تشرين الأول 2024، أكتوبر 2024، 28 محرم 1445، 2024-10، 2024، 2024-02-10/2024-02-29"
        told = _("“%(text)s”: %(reason)s. For example: %(forms)s")
        super().__init__(told % {"text": text[:_MOST_LETTERS], "reason": reason, "forms": forms})


def typed_date(text: str) -> PublicationDate:
    """Return the publication date that was typed; empty means that it is unknown.

    Raises ``TypedDateError``.
    """
    text = text.strip()
    if len(text) > _MOST_LETTERS:
        raise TypedDateError(text, _("this is too long for a date"))
    days = _read_plainly(text)
    days = days if days is not None else _read_as_people_write(text)
    return date_of(days)


def is_exact(text: str) -> bool:
    """Whether a date was typed in the form that the archive itself writes, or not at all."""
    try:
        return typed_date(text).edtf == text.strip()
    except TypedDateError:
        return False


def date_of(days: Interval) -> PublicationDate:
    """Return the publication date of these days, without a clock."""
    edtf = to_edtf(days.earliest, days.latest)
    return PublicationDate(days.earliest, days.latest, precision=days.precision, edtf=edtf)


def _read_plainly(text: str) -> Interval | None:
    """Read EDTF, a month in figures, and a day of a year with two figures."""
    plain = fold(text)
    month = _MONTH.fullmatch(plain)
    short = _SHORT_YEAR.fullmatch(plain)
    try:
        if month is not None:
            year, number = month[2] or month[3], month[1] or month[4]
            return Interval.of_month(int(year), int(number))
        if short is not None:
            return Interval.of_day(date(_full_year(int(short[4])), int(short[3]), int(short[1])))
    except ValueError as error:
        raise TypedDateError(text, _("the calendar has no such day")) from error
    try:
        earliest, latest, _precision = from_edtf(text)
    except ArchiveError:
        return None
    return Interval(earliest, latest)


def _full_year(short: int) -> int:
    """Return the year that two figures mean: the latest that is not after the next one."""
    newest = timezone.localdate().year + 1
    return newest - (newest - short) % 100


def _read_as_people_write(text: str) -> Interval:
    folded = fold_for_dates(text)
    readings = list(scan_dates(folded))
    if not readings:
        raise TypedDateError(text, _("no date can be read in this"))
    for reading in readings:
        _refuse_doubtful(text, reading)
    if len(readings) > 2:
        raise TypedDateError(text, _("these are more than two dates"))
    before, after = text[: readings[0].start], text[readings[-1].end :]
    if not (_is_beside(_BETWEEN.sub("", fold(before))) and _is_beside(fold(after))):
        raise TypedDateError(text, _("this says more than a date"))
    if len(readings) == 1:
        return readings[0].interval
    return _of_two(text, *readings)


def _of_two(text: str, first: DateReading, second: DateReading) -> Interval:
    """Read one day in two calendars, or the first day and the last."""
    between = fold(text[first.end : second.start])
    if first.calendar != second.calendar and _is_beside(between.strip(" /")):
        both = first.interval & second.interval
        if not both.is_empty:
            return both
        raise TypedDateError(text, _("the two calendars disagree"))
    if not _UNTIL.fullmatch(between):
        raise TypedDateError(text, _("these are two dates"))
    if first.earliest > second.latest:
        raise TypedDateError(text, _("the end comes before the beginning"))
    return Interval(first.earliest, second.latest)


def _is_beside(folded: str) -> bool:
    return _BESIDE.fullmatch(folded) is not None


def _refuse_doubtful(text: str, reading: DateReading) -> None:
    if reading.doubt is Doubt.IMPOSSIBLE:
        raise TypedDateError(text, _("the calendar has no such day"))
    if reading.doubt is Doubt.WEEKDAY:
        raise TypedDateError(text, _("that day was another day of the week"))
    if reading.doubt is Doubt.MONTH_NAMES:
        raise TypedDateError(text, _("the two names are not of one month"))
