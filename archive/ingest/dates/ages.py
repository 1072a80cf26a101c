"""How long ago something was published, as a line says it: «منذ 3 أيام», «أمس», "2 hours ago".

A line of an update tells only a last day: «آخر تحديث منذ ساعتين» leaves the first one open.

>>> days = read_ago("منذ 3 أيام", date(2024, 5, 20))
>>> f"{days.earliest}/{days.latest}"
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

_LONGEST_AGE: Final = 60
"""Code points of a line that says how long ago something was published."""
_LONGEST_LINE: Final = 160
"""Code points of a line in which an age stands beside other things."""
_HOURS: Final = 24
_TODAY: Final = fold("اليوم")
"""Alone on a line it is the name of newspapers."""
_LAST_WEEK_DAYS: Final = 13
"""Days back to the first day of the week before, at most."""
_ANY_DAY: Final = date(2000, 1, 31)
"""Stands for the day of reading where only the form of a line is asked about."""
_UNITS: Final[dict[str, tuple[float, float]]] = {
    "ثانية ثوان ثواني ثانيتين second seconds sec secs seconde secondes": (1 / 3600, 1 / 3600),
    "دقيقة دقائق دقيقتين minute minutes min mins": (1 / 60, 1 / 60),
    "ساعة ساعات ساعتين hour hours heure heures": (1, 1),
    "يوم أيام يوما يومين day days jour jours": (24, 24),
    "أسبوع أسابيع أسبوعا أسبوعين week weeks semaine semaines": (7 * 24, 7 * 24),
    "شهر أشهر شهور شهرا شهرين month months mois": (28 * 24, 31 * 24),
    "سنة سنوات سنتين عام أعوام عاما عامين year years an ans": (365 * 24, 366 * 24),
}
"""Hours in a unit: the fewest that it can stand for, and the most."""
_DUALS: Final = "ين"
_DAYS_BACK: Final = {"اليوم": 0, "أمس": 1, "البارحة": 1, "أول أمس": 2, "أول من أمس": 2}
_AGE_LABEL: Final = (
    r"(?:(?:تم\s+)?(?:ال)?نشر(?:ت)?\s*(?:في|:)?\s*|(?P<updated>(?:اخر\s+)?(?:تحديث|تعديل)|محدث|(?:last\s+)?updated)\s*:?\s*"
    r"|كتب\s*:?\s*|اضيف\s*:?\s*|(?:published|posted)\s*:?\s*)?"
)


@cache
def _units() -> dict[str, tuple[float, float]]:
    return {fold(word): days for words, days in _UNITS.items() for word in words.split()}


@cache
def _days_back() -> dict[str, int]:
    return {fold(words): days for words, days in _DAYS_BACK.items()}


@cache
def _duration() -> str:
    units = "|".join(sorted(_units(), key=len, reverse=True))
    count = r"(?:(?P<digits{0}>\d{{1,3}})\s*|(?P<words{0}>[^\W\d_]+(?:\s+[^\W\d_]+)?)\s+)?"
    about = r"(?:حوالي\s+|نحو\s+|about\s+|environ\s+)?"
    one = r"(?!\s{0,3}(?:19|20)\d\d(?!\d))(?:\s+واحده?)?"
    more = rf"(?:\s+و\s*\d{{1,2}}\s*(?:{units}))?"
    behind = r"\s+(?:مضت|مضي|ago)"
    return (
        rf"(?:(?:منذ|قبل|il\s+y\s+a)\s+{about}{count.format(1)}(?P<unit1>{units})(?![^\W\d_]){one}{more}(?:{behind})?"
        rf"|{about}{count.format(2)}(?P<unit2>{units})(?![^\W\d_]){one}{behind})(?![^\W\d_])"
    )


@cache
def _duration_pattern() -> re.Pattern[str]:
    return re.compile(_AGE_LABEL + _duration())


@cache
def _found_duration_pattern() -> re.Pattern[str]:
    return re.compile(r"(?<![^\W\d_])" + _duration())


def find_age(plain: str) -> tuple[int, int] | None:
    """Return where in a line of folded text a count of time ago stands («منذ 3 أيام»), or None."""
    match = _found_duration_pattern().search(plain)
    return match.span() if match is not None and _count(match) is not None else None


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
        return None if plain == _TODAY else _since(near, _days_of_near(near, known))
    match = _duration_pattern().fullmatch(plain)
    if match is None or _count(match) is None:
        return None
    return _since(match, _days_of_duration(match, known))


def _since(match: re.Match[str], days: Interval) -> Interval:
    return Interval(None, days.latest) if match["updated"] else days


def read_age_within(line: str, known: date) -> Interval | None:
    """Return the days that ``read_ago`` tells, of a line that may hold more than an age.

    Ask it only of lines that are known as date lines: in prose an age is another matter's.
    """
    whole = read_ago(line, known)
    if whole is not None:
        return whole
    plain = fold(line[:_LONGEST_LINE])
    match = _found_duration_pattern().search(plain)
    if match is None or _count(match) is None:
        return None
    updated = re.search(r"(?:تحديث|تعديل|محدث|updated)\W*$", plain[: match.start()])
    days = _days_of_duration(match, known)
    return Interval(None, days.latest) if updated else days


def _days_of_duration(match: re.Match[str], known: date) -> Interval:
    fewest, most = _units()[match["unit1"] or match["unit2"]]
    count = _count(match) or 0
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
    digits, words = match["digits1"] or match["digits2"], match["words1"] or match["words2"]
    if digits:
        return int(digits)
    if words:
        return read_number(words)
    return 2 if (match["unit1"] or match["unit2"]).endswith(_DUALS) else 1
