"""The publication date that a page states of an article, from its lines and dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from archive.arabic.months import Calendar
from archive.arabic.normalize import fold
from archive.ingest.dates.folded import fold_for_dates
from archive.ingest.dates.interval import Interval
from archive.ingest.dates.reading import DateReading, scan_dates
from archive.ingest.dates.review import CALENDARS_DISAGREE, LINES_DISAGREE, objection

LONGEST_STATED: Final = 600
_UPDATED: Final = re.compile("|".join(map(fold, ("تحديث", "تعديل", "حُدّث", "updated", "modified"))))
_PUBLISHED: Final = re.compile("|".join(map(fold, ("نشر", "أضيف", "published", "posted"))))
_LABEL_REACH: Final = 40


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date read from a page's own words; ``review`` tells why it cannot stand."""

    days: Interval
    evidence: str
    at: datetime | None = None
    review: str = ""


@dataclass(frozen=True, slots=True)
class _Labelled:
    reading: DateReading
    updated: bool
    published: bool


def read_stated(
    lines: tuple[str, ...], zone: tzinfo | None, captured: date | None, today: date | None
) -> StatedDate | None:
    """Return the publication date that ``lines`` state, or None where they state none.

    A date labelled as one of publication goes before others, a date of change counts
    only where it stands alone. ``zone`` is that of clock times which name none.
    """
    found = [labelled for line in lines for labelled in _label(line)]
    chosen = (
        [entry for entry in found if entry.published and not entry.updated]
        or [entry for entry in found if not entry.updated]
        or found
    )
    return _decide([entry.reading for entry in chosen], zone, captured, today) if chosen else None


def _label(line: str) -> list[_Labelled]:
    text = fold_for_dates(line[:LONGEST_STATED])
    entries, floor = [], 0
    for reading in scan_dates(text):
        before = fold(text.original[max(floor, reading.start - _LABEL_REACH) : reading.start])
        entries.append(
            _Labelled(reading, bool(_UPDATED.search(before)), bool(_PUBLISHED.search(before)))
        )
        floor = reading.end
    return entries


def _decide(
    readings: list[DateReading], zone: tzinfo | None, captured: date | None, today: date | None
) -> StatedDate:
    for reading in readings:
        reason = objection(reading, captured, today)
        if reason:
            return StatedDate(Interval(), reading.surface, review=reason)
    gregorian = [r for r in readings if r.calendar is Calendar.GREGORIAN] or readings
    best = min(gregorian, key=_width)
    for other in readings:
        if (best.interval & other.interval.widened(_SLACK[other.calendar])).is_empty:
            differ = other.calendar is not best.calendar
            reason = CALENDARS_DISAGREE if differ else LINES_DISAGREE
            words = f"{reason}: «{best.surface}»، «{other.surface}»"
            return StatedDate(Interval(), best.surface, review=words)
    clocked = next((r for r in gregorian if r.clock and r.interval == best.interval), best)
    return StatedDate(best.interval, clocked.surface, _moment(clocked, zone))


_SLACK: Final = {Calendar.GREGORIAN: 0, Calendar.HIJRI: 1}


def _width(reading: DateReading) -> int:
    return (reading.latest - reading.earliest).days


def _moment(reading: DateReading, zone: tzinfo | None) -> datetime | None:
    if reading.at is not None or reading.clock is None or zone is None:
        return reading.at
    if reading.earliest != reading.latest:
        return None
    return datetime.combine(reading.earliest, reading.clock, zone)
