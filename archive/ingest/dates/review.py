"""Why a date goes to the review queue, in the words that its archivist reads."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from archive.ingest.dates.reading import DateReading, Doubt

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
    if reading.earliest.year < FIRST_YEAR:
        return _quote(BEFORE_FIRST_YEAR, reading.surface)
    if captured is not None and reading.earliest - captured > _TIME_ZONES:
        return _quote(AFTER_CAPTURE, reading.surface)
    if today is not None and reading.earliest - today > _TIME_ZONES:
        return _quote(IN_THE_FUTURE, reading.surface)
    return ""


def _quote(reason: str, words: str) -> str:
    return f"{reason}: «{words}»"
