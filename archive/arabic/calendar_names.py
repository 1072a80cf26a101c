"""Months by the names that Arabic news gives them: three traditions, Hijri and English.

>>> find_month("تشرين الأول")
Month(calendar=<Calendar.GREGORIAN: 'gregorian'>, number=10)
>>> find_month("غشت").number, find_month("رمضان").calendar.value
(8, 'hijri')

Weekdays by their names, Arabic and English.

>>> find_weekday("الإثنين"), find_weekday("Fri")
(0, 4)
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold


class Calendar(StrEnum):
    """The calendars that a month name may belong to."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"


class Month(NamedTuple):
    """A month: ``number`` counts from 1 in ``calendar``."""

    calendar: Calendar
    number: int


def _key(name: str) -> str:
    return re.sub(r"\s+", "", fold(name))


@cache
def month_names() -> dict[str, Month]:
    """Return each known spelling, folded and with its spaces, and the month it names."""
    names: dict[str, Month] = {}
    for line in data_lines("months.txt"):
        heading, _, spellings = line.partition(":")
        calendar, number = heading.split()
        month = Month(Calendar(calendar), int(number))
        names.update((fold(name.strip()), month) for name in spellings.split("|"))
    return names


@cache
def _by_key() -> dict[str, Month]:
    return {_key(name): month for name, month in month_names().items()}


def find_month(name: str) -> Month | None:
    """Return the month that ``name`` spells, however spaced, vowelled or glued; or None."""
    return _by_key().get(_key(name))


@cache
def month_pattern() -> str:
    """Return a regular expression for any month name in folded text, longest name first.

    It has no group and no word boundary; spaces inside a name are optional.
    """
    names = sorted(month_names(), key=len, reverse=True)
    return "(?:" + "|".join(re.sub(r"\\? ", r"\\s{0,3}", re.escape(name)) for name in names) + ")"


@cache
def month_openings() -> frozenset[str]:
    """Return the folded words that a month name may begin with ("تشرين", "كانونالاول")."""
    names = month_names()
    return frozenset(name.split()[0] for name in names) | frozenset(map(_key, names))


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
