"""Lines of a page that are dates: whole dates with their labels, or how long ago.

>>> looks_like_date_line("السبت، 26 أكتوبر 2024 06:00 م")
True
>>> looks_like_date_line("قُتل 15 شخصاً في 17 تشرين الأول 2023")
False
>>> days = read_ago("منذ 3 أيام", date(2024, 5, 20))
>>> f"{days.earliest}/{days.latest}"
'2024-05-16/2024-05-17'
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from math import ceil
from typing import Final

from archive.arabic.calendar_names import find_weekday, weekday_pattern
from archive.arabic.normalize import fold
from archive.arabic.numerals import read_number
from archive.ingest.dates.clock import zone_pattern
from archive.ingest.dates.date_reader import DateReading, scan_dates
from archive.ingest.dates.folded_text import FoldedText, fold_for_dates
from archive.ingest.dates.intervals import Interval

LONGEST_LINE: Final = 160
"""Code points of a line that is nothing but a date: two calendars, hour, zone and labels."""
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
"""Letters that may be left beside a date and its labels."""


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
    days = {reading.earliest for reading in readings if reading.earliest == reading.latest}
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


_LONGEST_AGE: Final = 60
"""Code points of a line that says how long ago something was published."""
_HOURS: Final = 24
_TODAY: Final = fold("اليوم")
"""Alone on a line it is the name of newspapers."""
_LAST_WEEK_DAYS: Final = 13
"""Days back to the first day of the week before, at most."""
_ANY_DAY: Final = date(2000, 1, 31)
"""Stands for the day of reading where only the form of a line is asked about."""
_UNITS: Final[dict[str, tuple[float, float]]] = {
    "ثانية ثوان ثواني ثانيتين": (1 / 3600, 1 / 3600),
    "دقيقة دقائق دقيقتين": (1 / 60, 1 / 60),
    "ساعة ساعات ساعتين": (1, 1),
    "يوم أيام يوما يومين": (24, 24),
    "أسبوع أسابيع أسبوعا أسبوعين": (7 * 24, 7 * 24),
    "شهر أشهر شهور شهرا شهرين": (28 * 24, 31 * 24),
    "سنة سنوات سنتين عام أعوام عاما عامين": (365 * 24, 366 * 24),
}
"""Hours in a unit: the fewest that it can stand for, and the most."""
_DUALS: Final = "ين"
_DAYS_BACK: Final = {"اليوم": 0, "أمس": 1, "البارحة": 1, "أول أمس": 2, "أول من أمس": 2}
_AGE_LABEL: Final = (
    r"(?:(?:تم\s+)?(?:ال)?نشر(?:ت)?\s*(?:في|:)?\s*|اخر\s+تحديث\s*:?\s*|كتب\s*:?\s*)?"
)


@cache
def _units() -> dict[str, tuple[float, float]]:
    return {fold(word): days for words, days in _UNITS.items() for word in words.split()}


@cache
def _days_back() -> dict[str, int]:
    return {fold(words): days for words, days in _DAYS_BACK.items()}


@cache
def _duration_pattern() -> re.Pattern[str]:
    units = "|".join(sorted(_units(), key=len, reverse=True))
    return re.compile(
        rf"{_AGE_LABEL}(?:منذ|قبل)\s+(?:حوالي\s+|نحو\s+)?"
        rf"(?:(?P<digits>\d{{1,3}})\s*|(?P<words>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+)?"
        rf"(?P<unit>{units})(?:\s+واحده?)?"
    )


@cache
def _near_day_pattern() -> re.Pattern[str]:
    days = "|".join(sorted(_days_back(), key=len, reverse=True)).replace(" ", r"\s+")
    return re.compile(
        rf"{_AGE_LABEL}(?:(?P<near>{days})|(?P<weekday>{weekday_pattern()})\s+الماضي|"
        r"(?P<unit>الشهر|الاسبوع)\s+الماضي)(?:\s*[،,|–-]?\s*(?:الساعه\s*)?\d{1,2}:\d\d.{0,12})?"
    )


def read_ago(line: str, known: date) -> Interval | None:
    """Return the days on which a line says that it was written, seen from a ``known`` day.

    The whole line must say it ("نُشر منذ أسبوعين", "أمس", "الأحد الماضي"); else None. A
    count is of full units, so the interval reaches one unit further back.
    """
    if len(line) > _LONGEST_AGE:
        return None
    plain = fold(line).strip(" |-–:.،()")
    near = _near_day_pattern().fullmatch(plain)
    if near is not None:
        return None if plain == _TODAY else _days_of_near(near, known)
    match = _duration_pattern().fullmatch(plain)
    count = _count(match) if match is not None else None
    if match is None or count is None:
        return None
    fewest, most = _units()[match["unit"]]
    longest, shortest = ceil((count + 1) * most / _HOURS), int(count * fewest // _HOURS)
    day = Interval.of_day(known)
    return day.shifted(-longest) | day.shifted(-shortest)


def states_age(line: str) -> bool:
    """Tell whether ``line`` says how long ago something was published, and no more."""
    return read_ago(line, _ANY_DAY) is not None


def _days_of_near(match: re.Match[str], known: date) -> Interval:
    if match["near"]:
        back = _days_back()[re.sub(r"\s+", " ", match["near"])]
        return Interval.of_day(known).shifted(-back)
    weekday = find_weekday(match["weekday"]) if match["weekday"] else None
    if weekday is not None:
        back = (known.weekday() - weekday - 1) % 7 + 1
        return Interval.of_day(known).shifted(-back)
    if match["unit"] == "الشهر":
        before = Interval.of_day(known.replace(day=1)).shifted(-1).earliest or date.min
        return Interval.of_month(before.year, before.month)
    day = Interval.of_day(known)
    return day.shifted(-_LAST_WEEK_DAYS) | day.shifted(-1)


def _count(match: re.Match[str]) -> int | None:
    if match["digits"]:
        return int(match["digits"])
    if match["words"]:
        return read_number(match["words"])
    return 2 if match["unit"].endswith(_DUALS) else 1
