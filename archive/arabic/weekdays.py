"""Weekdays by their names, Arabic and English.

>>> find_weekday("الإثنين"), find_weekday("Fri")
(0, 4)
"""

from __future__ import annotations

from functools import cache

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold


@cache
def weekday_names() -> dict[str, int]:
    """Return each folded spelling and its weekday, Monday being 0 as in ``datetime``."""
    names: dict[str, int] = {}
    for line in data_lines("weekdays.txt"):
        number, _, spellings = line.partition(":")
        names.update((fold(name.strip()), int(number)) for name in spellings.split("|"))
    return names


def find_weekday(name: str) -> int | None:
    """Return the weekday that ``name`` spells (Monday is 0), or None."""
    return weekday_names().get(fold(name.strip()))


@cache
def weekday_pattern() -> str:
    """Return a regular expression without groups for any weekday name in folded text."""
    return "(?:" + "|".join(sorted(weekday_names(), key=len, reverse=True)) + ")"
