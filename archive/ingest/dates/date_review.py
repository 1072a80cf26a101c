"""Why a date goes to the review queue, in the words that its archivist reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from archive.ingest.dates.date_reader import DateReading, Doubt
from archive.ingest.dates.intervals import Interval

FIRST_YEAR: Final = 1900
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
LINES_DISAGREE: Final = "تذكر الصفحة أكثر من تاريخ للنشر"


def objection(reading: DateReading, captured: date | None, today: date | None) -> str:
    """Return why ``reading`` cannot be a publication date, or the empty string.

    ``captured`` is the last day on which the page can have been published, ``today``
    the last on which anything can; None sets no limit.
    """
    if reading.doubt is not None:
        return _quote(_DOUBTS[reading.doubt], reading.surface)
    return objection_to_days(reading.interval, reading.surface, captured, today)


def objection_to_days(days: Interval, words: str, captured: date | None, today: date | None) -> str:
    """Return why ``days``, read from ``words``, cannot be those of a publication, or ""."""
    first = days.earliest or days.latest
    if first is None:
        return ""
    if first.year < FIRST_YEAR:
        return _quote(BEFORE_FIRST_YEAR, words)
    if captured is not None and first - captured > _TIME_ZONES:
        return _quote(AFTER_CAPTURE, words)
    if today is not None and first - today > _TIME_ZONES:
        return _quote(IN_THE_FUTURE, words)
    return ""


def _quote(reason: str, words: str) -> str:
    return f"{reason}: «{words}»"
