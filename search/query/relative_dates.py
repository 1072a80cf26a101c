"""Dates told from today: yesterday, two weeks, a month ago, in Arabic and in English.

>>> read_relative("أسبوعين", date(2026, 3, 31))
RelativeDate(first=datetime.date(2026, 3, 17), last=datetime.date(2026, 3, 31))
>>> read_relative("last month", date(2026, 3, 31)).first
datetime.date(2026, 2, 28)
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final, NamedTuple

from archive.arabic.normalize import fold
from archive.arabic.numerals import read_number

RELATIVE_WORDS: Final = 3
"""Words of a relative date: three months ago."""
MAX_LETTERS: Final = 40
"""Letters that are looked at."""

_DAY, _WEEK, _MONTH, _YEAR = "day", "week", "month", "year"
_UNITS: Final = {
    fold(word): (unit, count)
    for unit, count, words in (
        (_DAY, 1, "يوم أيام day days"),
        (_DAY, 2, "يومين يومان"),
        (_WEEK, 1, "أسبوع أسابيع week weeks"),
        (_WEEK, 2, "أسبوعين أسبوعان fortnight"),
        (_MONTH, 1, "شهر أشهر شهور month months"),
        (_MONTH, 2, "شهرين شهران"),
        (_YEAR, 1, "سنة سنوات سنين عام أعوام year years"),
        (_YEAR, 2, "سنتين سنتان عامين عامان"),
    )
    for word in words.split()
}
"""Folded unit → what it is, and how many of it a bare word means."""
_ALONE: Final = {fold(word): days for word, days in (
    ("اليوم", 0), ("today", 0), ("أمس", 1), ("البارحة", 1), ("yesterday", 1),
)}  # fmt: skip
"""Words for one day, and how many days ago it was."""
_AROUND: Final = frozenset(
    map(fold, ["الماضي", "الماضية", "الأخير", "الأخيرة", "الماضيين", "last", "past", "ago"])
)
"""Words beside a unit that change nothing."""
_ARTICLE: Final = "ال"
_GLUED: Final = re.compile(r"(\d{1,4}+)([^\W\d_]{1,20}+)")
_DIGITS: Final = re.compile(r"\d{1,4}")


class RelativeDate(NamedTuple):
    """The day that was meant, and the last of the days since, which is today for a stretch."""

    first: date
    last: date


def read_relative(text: str, today: date) -> RelativeDate | None:
    """Return the days that ``text`` names from ``today`` on backwards; None where it names none."""
    glued = _GLUED.fullmatch(text)
    words = [fold(word) for word in (glued.groups() if glued else text[:MAX_LETTERS].split())]
    if len(words) == 1 and words[0] in _ALONE:
        day = today - timedelta(days=_ALONE[words[0]])
        return RelativeDate(day, day)
    named = [word for word in words if word not in _AROUND]
    if not 1 <= len(named) <= 2 or len(words) > RELATIVE_WORDS:
        return None
    unit = _UNITS.get(named[-1]) or _UNITS.get(named[-1].removeprefix(_ARTICLE))
    count = _number(named[0]) if len(named) == 2 else 1
    if unit is None or count is None:
        return None
    first = _before(today, unit[0], unit[1] * count)
    return None if first is None else RelativeDate(first, today)


def _number(word: str) -> int | None:
    if _DIGITS.fullmatch(word):
        return int(word)
    return read_number(word)


def _before(today: date, unit: str, count: int) -> date | None:
    """Return the day ``count`` units before; the 31st of a shorter month becomes its last day."""
    try:
        if unit in (_DAY, _WEEK):
            return today - timedelta(days=count * (7 if unit == _WEEK else 1))
        months = today.year * 12 + today.month - 1 - count * (12 if unit == _YEAR else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
