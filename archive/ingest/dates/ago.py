"""How long ago a page says that it was published, against the day of its capture.

>>> to_edtf = lambda days: f"{days.earliest}/{days.latest}"
>>> to_edtf(read_ago("منذ 3 أيام", date(2024, 5, 20)))
'2024-05-16/2024-05-17'
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from math import ceil
from typing import Final

from archive.arabic.calendar_names import find_weekday, weekday_pattern
from archive.arabic.normalize import fold
from archive.arabic.numerals import read_number
from archive.ingest.dates.intervals import Interval

_LONGEST: Final = 60
_HOURS: Final = 24
_TODAY: Final = fold("اليوم")
_LAST_WEEK_DAYS: Final = 13
_ANY_DAY: Final = date(2000, 1, 31)
_UNITS: Final[dict[str, tuple[float, float]]] = {
    # Hours in a unit: the fewest that it can stand for, and the most.
    "ثانية ثوان ثواني ثانيتين": (1 / 3600, 1 / 3600),
    "دقيقة دقائق دقيقتين": (1 / 60, 1 / 60),
    "ساعة ساعات ساعتين": (1, 1),
    "يوم أيام يوما يومين": (24, 24),
    "أسبوع أسابيع أسبوعا أسبوعين": (7 * 24, 7 * 24),
    "شهر أشهر شهور شهرا شهرين": (28 * 24, 31 * 24),
    "سنة سنوات سنتين عام أعوام عاما عامين": (365 * 24, 366 * 24),
}
_DUALS: Final = "ين"
_DAYS_BACK: Final = {"اليوم": 0, "أمس": 1, "البارحة": 1, "أول أمس": 2, "أول من أمس": 2}
_LABEL: Final = r"(?:(?:تم\s+)?(?:ال)?نشر(?:ت)?\s*(?:في|:)?\s*|اخر\s+تحديث\s*:?\s*|كتب\s*:?\s*)?"


@cache
def _units() -> dict[str, tuple[float, float]]:
    return {fold(word): days for words, days in _UNITS.items() for word in words.split()}


@cache
def _days_back() -> dict[str, int]:
    return {fold(words): days for words, days in _DAYS_BACK.items()}


@cache
def _duration() -> re.Pattern[str]:
    units = "|".join(sorted(_units(), key=len, reverse=True))
    return re.compile(
        rf"{_LABEL}(?:منذ|قبل)\s+(?:حوالي\s+|نحو\s+)?"
        rf"(?:(?P<digits>\d{{1,3}})\s*|(?P<words>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+)?"
        rf"(?P<unit>{units})(?:\s+واحده?)?"
    )


@cache
def _near_day() -> re.Pattern[str]:
    days = "|".join(sorted(_days_back(), key=len, reverse=True)).replace(" ", r"\s+")
    return re.compile(
        rf"{_LABEL}(?:(?P<near>{days})|(?P<weekday>{weekday_pattern()})\s+الماضي|"
        r"(?P<unit>الشهر|الاسبوع)\s+الماضي)(?:\s*[،,|–-]?\s*(?:الساعه\s*)?\d{1,2}:\d\d.{0,12})?"
    )


def read_ago(line: str, known: date) -> Interval | None:
    """Return the days on which a line says that it was written, seen from a ``known`` day.

    The whole line must say it ("نُشر منذ أسبوعين", "أمس", "الأحد الماضي"); else None. A
    count is of full units, so the interval reaches one unit further back.
    """
    if len(line) > _LONGEST:
        return None
    plain = fold(line).strip(" |-–:.،()")
    near = _near_day().fullmatch(plain)
    if near is not None:
        # Bare "اليوم" is the name of newspapers.
        return None if plain == _TODAY else _near(near, known)
    match = _duration().fullmatch(plain)
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


def _near(match: re.Match[str], known: date) -> Interval:
    if match["near"]:
        back = _days_back()[re.sub(r"\s+", " ", match["near"])]
        return Interval.of_day(known).shifted(-back)
    weekday = find_weekday(match["weekday"]) if match["weekday"] else None
    if weekday is not None:
        back = (known.weekday() - weekday - 1) % 7 + 1
        return Interval.of_day(known).shifted(-back)
    if match["unit"] == "الشهر":
        year, month = divmod(known.year * 12 + known.month - 2, 12)
        return Interval.of_month(max(year, 1), month + 1)
    day = Interval.of_day(known)
    return day.shifted(-_LAST_WEEK_DAYS) | day.shifted(-1)


def _count(match: re.Match[str]) -> int | None:
    if match["digits"]:
        return int(match["digits"])
    if match["words"]:
        return read_number(match["words"])
    return 2 if match["unit"].endswith(_DUALS) else 1
