"""The adjectives that tie a month, a year or a weekday to the day of writing.

"شباط الجاري" is the month of writing, "تموز الماضي" an earlier one, "سبتمبر المقبل" a
later one.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from archive.arabic.normalize import fold


class Deixis(StrEnum):
    """Where a month or a year stands, seen from the day of writing."""

    CURRENT = "current"
    PAST = "past"
    FUTURE = "future"


_WORDS = {
    Deixis.CURRENT: ("الجاري", "الحالي"),
    Deixis.PAST: ("الماضي", "الفائت", "المنصرم", "المنقضي"),
    Deixis.FUTURE: ("المقبل", "القادم", "التالي"),
}


@cache
def _by_word() -> dict[str, Deixis]:
    return {fold(word): deixis for deixis, words in _WORDS.items() for word in words}


def find_deixis(word: str) -> Deixis | None:
    """Return what ``word`` says of the month before it, or None."""
    return _by_word().get(fold(word))


@cache
def deixis_pattern() -> str:
    """Return a regular expression without groups for these words in folded text."""
    return "(?:" + "|".join(_by_word()) + ")"
