"""Whether a line of a page is a date line, and which day a capture header tells.

>>> looks_like_date_line("السبت، 26 أكتوبر 2024 06:00 م")
True
>>> looks_like_date_line("قُتل 15 شخصاً في 17 تشرين الأول 2023")
False
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Final

from archive.arabic.calendar_names import weekday_pattern
from archive.arabic.normalize import fold
from archive.ingest.dates.ago import states_age
from archive.ingest.dates.clock import zone_pattern
from archive.ingest.dates.date_reader import DateReading, scan_dates
from archive.ingest.dates.folded_text import FoldedText, fold_for_dates

LONGEST_LINE: Final = 160
_REMEMBERED: Final = 1024
"""Lines: a page asks of each several times, and sites have many of theirs in common."""

_LABELS: Final = (
    "تاريخ النشر",
    "نشر",
    "نشرت",
    "نُشر",
    "نشر في",
    "نشر بتاريخ",
    "تم النشر",
    "النشر",
    "تاريخ",
    "التاريخ",
    "آخر تحديث",
    "تحديث",
    "حُدّث",
    "تم التحديث",
    "الساعة",
    "بتاريخ",
    "الموافق",
    "بتوقيت",
    "توقيت",
    "منشور",
    "أضيف",
    "محدث",
    "صدر",
    "صباحاً",
    "مساءً",
    "رقم العدد",
    "العدد",
    "يوم",
    "في",
    "من",
    "عند",
    "published",
    "updated",
    "posted",
    "on",
    "at",
    "date",
    "last",
    "by",
    "gmt",
)
_LABELLED: Final = tuple(
    map(fold, ("نشر", "تحديث", "محدث", "حدث", "أضيف", "كتب", "published", "posted", "updated"))
)
_LABELLED_YEAR: Final = re.compile(r"[^\W\d_][^\d]{0,30}((?:19|20)\d\d)\s?م?\.?")
_STRAY_LETTERS: Final = 2


@cache
def _labels() -> re.Pattern[str]:
    words = sorted({fold(label) for label in _LABELS}, key=len, reverse=True)
    # A clock time may part the weekday from its date: «الجمعة 06:05 21-11-2025».
    known = f"{'|'.join(words)}|{zone_pattern()}|{weekday_pattern()}"
    return re.compile(rf"(?<![^\W\d_])(?:{known})(?![^\W\d_])")


@lru_cache(_REMEMBERED)
def looks_like_date_line(line: str) -> bool:
    """Tell whether ``line`` is nothing but a date, its time, zone and labels."""
    if not line or len(line) > LONGEST_LINE:
        return False
    text = fold_for_dates(line)
    readings = list(scan_dates(text))
    if not readings:
        return states_age(line)
    rest = _without(line, readings)
    rest = _labels().sub(" ", fold(rest))
    return sum(char.isalpha() for char in rest) <= _STRAY_LETTERS


def _without(line: str, readings: list[DateReading]) -> str:
    for reading in sorted(readings, key=lambda reading: reading.start, reverse=True):
        line = f"{line[: reading.start]} {line[reading.end :]}"
    return line


@lru_cache(_REMEMBERED)
def read_capture_header(line: str) -> date | None:
    """Return the day that an unlabelled date line tells, or None.

    A line that says "نُشر" or "تحديث" speaks of an article and is no capture header; a
    line with two different days, or whose weekday contradicts its date, tells none.
    """
    if not looks_like_date_line(line) or is_labelled(fold_for_dates(line)):
        return None
    readings = list(scan_dates(fold_for_dates(line)))
    days = {r.earliest for r in readings if r.earliest == r.latest}
    doubtful = any(reading.doubt is not None for reading in readings)
    apart = any(next(iter(days), date.min) not in reading.interval for reading in readings)
    return days.pop() if len(days) == 1 and not doubtful and not apart else None


def read_labelled_year(line: str) -> int | None:
    """Return the year of a line that says "سنة النشر: 2023" and no more, or None."""
    text = fold_for_dates(line[:LONGEST_LINE])
    match = _LABELLED_YEAR.fullmatch(text.plain)
    return int(match[1]) if match is not None and is_labelled(text) else None


def is_labelled(text: FoldedText) -> bool:
    """Tell whether a line says that its date is one of publication or of change."""
    return any(label in text.plain for label in _LABELLED)
