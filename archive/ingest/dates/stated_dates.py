"""The publication date that a page states of an article, and why one cannot be right.

The reasons are Arabic: the archivist reads them in the review queue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.ingest.dates.date_labels import DateLabel, find_labels
from archive.ingest.dates.date_reader import DateReading, Doubt
from archive.ingest.dates.folded_text import fold_for_dates
from archive.ingest.dates.hijri_days import SIGHTING_DAYS
from archive.ingest.dates.intervals import Interval
from archive.ingest.dates.labelled_dates import LabelledDate, label_dates

LONGEST_STATED: Final = 600
"""Code points of a date line that are looked at."""
ELLIPSIS: Final = " … "
"""Between two pieces of evidence that tell a date together."""

_LABEL_REACH: Final = 40
"""Code points of a line without a date that may be the label of the next one."""
FARTHEST_DAYS: Final = 31
"""Unlabelled dates this near are those of publication and change; further apart, one of
them is not the article's."""
_SIGHTING: Final = {Calendar.HIJRI: SIGHTING_DAYS}
"""Days by which a date of a calendar may differ from another that means the same day."""


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date and the words it was read from; ``review`` tells why it cannot stand."""

    days: Interval
    evidence: str
    at: datetime | None = None
    review: str = ""


def read_stated(
    lines: tuple[str, ...], zone: tzinfo | None, captured: date | None, today: date | None
) -> StatedDate | None:
    """Return the publication date that ``lines`` state, or None where they state none.

    A date labelled as one of publication goes before that of an issue, this before one
    without a label. A date of change is none. ``zone`` is that of clock times which name none.
    """
    found = list(_label(lines))
    chosen: list[DateReading] = []
    for label in (DateLabel.PUBLICATION, DateLabel.ISSUE, DateLabel.NONE):
        chosen = chosen or [each.reading for each in found if each.label is label]
    if not chosen:
        return next(filter(None, map(_read_year, lines)), None)
    for reading in chosen:
        reason = objection(reading, captured, today)
        if reason:
            return StatedDate(Interval(), reading.surface, review=reason)
    return _decide(chosen, zone)


def read_updated(lines: tuple[str, ...], captured: date | None) -> StatedDate | None:
    """Return the last day that ``lines`` leave for the publication, as an interval without a beginning.

    A page has been published by the day that it calls the one of its last change; of
    several such days the first counts. None where no sound one is stated.
    """
    readings = [
        each.reading
        for each in _label(lines)
        if each.label is DateLabel.UPDATE and not objection(each.reading, captured, None)
    ]
    first = min(readings, key=lambda reading: reading.latest, default=None)
    return None if first is None else StatedDate(Interval(None, first.latest), first.surface)


def _label(lines: tuple[str, ...]) -> Iterator[LabelledDate]:
    """Yield the dates of the lines with what the words beside each call it.

    A line without a date may be the label of the next one.
    """
    label = ""
    for line in lines:
        line = line[:LONGEST_STATED]
        dates = label_dates(fold_for_dates(line))
        if dates and label and dates[0].label in (DateLabel.NONE, DateLabel.ISSUE):
            joined = label_dates(fold_for_dates(f"{label[-_LABEL_REACH:]} {line}"))
            labels = [each.label for each in joined[-len(dates) :]]
            dates = [
                LabelledDate(each.reading, of) for each, of in zip(dates, labels, strict=False)
            ]
        yield from dates
        label = "" if dates else line


_LABELLED_YEAR: Final = re.compile(r"[^\W\d_][^\d]{0,30}((?:19|20)\d\d)\s?م?\.?")


def _read_year(line: str) -> StatedDate | None:
    """Return the year of a line that says "سنة النشر: 2023" and no more, or None."""
    plain = fold_for_dates(line[:LONGEST_STATED]).plain.strip()
    match = _LABELLED_YEAR.fullmatch(plain)
    if match is None or not any(kind is DateLabel.PUBLICATION for _, _, kind in find_labels(plain)):
        return None
    return StatedDate(Interval.of_year(int(match[1])), line.strip())


def _decide(readings: list[DateReading], zone: tzinfo | None) -> StatedDate:
    """Return what the readings say together; the Gregorian ones are the exact ones."""
    gregorian = [each for each in readings if each.calendar is Calendar.GREGORIAN] or readings
    best = min(gregorian, key=lambda reading: reading.latest - reading.earliest)
    days = best.interval
    for other in readings:
        known = other.interval.widened(_SIGHTING.get(other.calendar, 0))
        if not (days & known).is_empty:
            continue
        together = days | known
        foreign = other.calendar is not best.calendar
        if foreign or together.days > FARTHEST_DAYS:
            reason = CALENDARS_DISAGREE if foreign else LINES_DISAGREE
            words = f"{reason}: «{best.surface}»، «{other.surface}»"
            return StatedDate(Interval(), best.surface, review=words)
        days = together
    if days != best.interval:
        words = ELLIPSIS.join(dict.fromkeys(reading.surface for reading in readings))
        return StatedDate(days, words)
    exact = next((each for each in gregorian if each.clock and each.interval == days), best)
    return StatedDate(days, exact.surface, _moment(exact, zone))


def _moment(reading: DateReading, zone: tzinfo | None) -> datetime | None:
    if reading.interval.days != 1:
        return None
    if reading.at is not None or reading.clock is None or zone is None:
        return reading.at
    return datetime.combine(reading.earliest, reading.clock, zone)


FIRST_YEAR: Final = 1900
"""No page that the archive is for was published earlier; older dates go to review."""
_TIME_ZONES: Final = timedelta(days=1)
"""A page captured on one day may bear the next one's date, east of the capturer."""
_DOUBTS: Final = {
    Doubt.IMPOSSIBLE: "تاريخ لا وجود له في التقويم",
    Doubt.WEEKDAY: "اسم اليوم لا يوافق التاريخ",
    Doubt.MONTH_NAMES: "اسما الشهر لا يتفقان",
}
BEFORE_FIRST_YEAR: Final = "تاريخ قبل عام 1900"
AFTER_CAPTURE: Final = "تاريخ بعد يوم التقاط الصفحة"
IN_THE_FUTURE: Final = "تاريخ في المستقبل"
CALENDARS_DISAGREE: Final = "التاريخان الهجري والميلادي لا يتفقان"
SOURCES_DISAGREE: Final = "تاريخ الصفحة بعيد عن تاريخ بياناتها أو عنوانها"
LINES_DISAGREE: Final = "تذكر الصفحة أكثر من تاريخ للنشر"


def objection(reading: DateReading, captured: date | None, today: date | None) -> str:
    """Return why ``reading`` cannot be a publication date, or the empty string.

    ``captured`` is the last day on which the page can have been published, ``today``
    the last on which anything can; None sets no limit.
    """
    if reading.doubt is not None:
        return _quoted(_DOUBTS[reading.doubt], reading.surface)
    return objection_to_days(reading.interval, reading.surface, captured, today)


def objection_to_days(days: Interval, words: str, captured: date | None, today: date | None) -> str:
    """Return why ``days``, read from ``words``, cannot be those of a publication, or ""."""
    first = days.earliest or days.latest
    if first is None:
        return ""
    if first.year < FIRST_YEAR:
        return _quoted(BEFORE_FIRST_YEAR, words)
    if captured is not None and first - captured > _TIME_ZONES:
        return _quoted(AFTER_CAPTURE, words)
    if today is not None and first - today > _TIME_ZONES:
        return _quoted(IN_THE_FUTURE, words)
    return ""


def _quoted(reason: str, words: str) -> str:
    return f"{reason}: «{words}»"
