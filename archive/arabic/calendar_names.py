"""Months and weekdays by name: Levantine, Egyptian, Maghrebi, Hijri and English.

>>> find_month("تشرين الأول")
Month(calendar=<Calendar.GREGORIAN: 'gregorian'>, number=10)
>>> find_month("غشت").number, find_month("رمضان").calendar.value
(8, 'hijri')
>>> find_weekday("الإثنين"), find_weekday("Fri")
(0, 4)

The second half makes one word of each month for search, so that يناير, كانون الثاني and
جانفي meet. ``MONTH_PATTERN`` goes before the word pattern in a splitter. A name that is also
a common word (آب, أيار, مارس) is a month only beside a number, a slash or a second name; the
sign between them is then part of the match, so that the surface alone tells month from word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from archive.arabic.clitics import SINGLE_PROCLITICS
from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold
from archive.arabic.spelling_patterns import ATTACHED, WORD_END, WORD_START, any_spelled


class Calendar(StrEnum):
    """The calendars that a month name may belong to."""

    GREGORIAN = "gregorian"
    HIJRI = "hijri"
    SOLAR_HIJRI = "solar"


class Month(NamedTuple):
    """A month: ``number`` counts from 1 in ``calendar``."""

    calendar: Calendar
    number: int


def _key(name: str) -> str:
    return re.sub(r"\s+", "", fold(name))


@cache
def month_names() -> dict[str, Month]:
    """Return each spelling that a text may have, folded, and the month it names."""
    return dict(_read_months("months.txt"))


def _read_months(file: str) -> Iterator[tuple[str, Month]]:
    for line in data_lines(file):
        heading, _, spellings = line.partition(":")
        calendar, number = heading.split()
        month = Month(Calendar(calendar), int(number))
        yield from ((fold(name.strip()), month) for name in spellings.split("|"))


@cache
def _date_line_names() -> dict[str, Month]:
    """Return the spellings of ``month_names`` and those of date lines alone («ت2», "août")."""
    return dict(_read_months("date_line_months.txt")) | month_names()


@cache
def _by_key() -> dict[str, Month]:
    return {_key(name): month for name, month in _date_line_names().items()}


def find_month(name: str) -> Month | None:
    """Return the month that ``name`` spells, however spaced, vowelled or glued; or None."""
    return _by_key().get(_key(name))


_ACCENTED: Final = {"e": "[eé]", "u": "[uû]", "s": "[sş]", "g": "[gğ]", "i": "[iı]"}
"""Letters of French and Turkish months that ``fold`` writes without their accent."""


@cache
def month_pattern() -> str:
    """Return a regular expression for any month name in folded text, longest name first.

    It has no group and no word boundary; spaces inside a name are optional. A name that
    ends in a number ("كانون 2") is none before another figure.
    """
    names = sorted(_date_line_names(), key=len, reverse=True)
    return "(?:" + "|".join(map(_name_pattern, names)) + ")"


def _name_pattern(name: str) -> str:
    written = _ACCENTED if name.isascii() else {}
    letters = (written.get(letter) or re.escape(letter) for letter in name)
    spaced = "".join(letters).replace(r"\ ", r"\s{0,3}")
    return spaced + r"(?!\d)" * name[-1].isdigit()


@cache
def month_openings() -> frozenset[str]:
    """Return the folded words that a month name may begin with ("تشرين", "كانونالاول")."""
    names = _date_line_names()
    openings = {name.split()[0] for name in names} | set(map(_key, names))
    accented = set(_lower_names("date_line_months.txt"))
    return frozenset(word.rstrip("0123456789") for word in openings | accented)


def _lower_names(file: str) -> Iterator[str]:
    """Yield the names of a file in lower case, their accents kept."""
    for line in data_lines(file):
        yield from (name.strip().lower() for name in line.partition(":")[2].split("|"))


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


SEPARATORS: Final = " \t\n\r\u00a0/(-"
"""What a surface may hold between two names, or at its ends."""


class MonthWord(NamedTuple):
    """A month in a text."""

    number: int
    """1 to 12."""
    name: str
    """Folded."""
    written: str
    """The folded name as it stands, perhaps with a proclitic (بيناير)."""


@cache
def _gregorian_numbers() -> Mapping[str, int]:
    """Return the Gregorian months by their folded Arabic names."""
    return MappingProxyType(
        {
            name: month.number
            for name, month in month_names().items()
            if month.calendar is Calendar.GREGORIAN and not name.isascii()
        }
    )


@cache
def ambiguous_months() -> frozenset[str]:
    """Return the folded names that are common words too."""
    return frozenset(
        fold(name) for line in data_lines("ambiguous_months.txt") for name in line.split()
    )


@cache
def _month_words() -> Mapping[str, MonthWord]:
    """Return the months by folded name, bare or with a one-letter proclitic."""
    return MappingProxyType(
        {
            proclitic + name: MonthWord(number, name, proclitic + name)
            for name, number in _gregorian_numbers().items()
            for proclitic in ("", *SINGLE_PROCLITICS)
        }
    )


def months_of(folded: str) -> tuple[MonthWord, ...]:
    """Return the months that a folded surface (one match of a splitter) names.

    Empty for a word that is no month, two for كانون الثاني/يناير.
    """
    written = _month_words()
    if folded.isalnum():
        month = written.get(folded)
        return () if month is None or month.name in ambiguous_months() else (month,)
    words = folded.translate(_TO_SPACES).split()
    found = []
    while words:
        width = 2 if " ".join(words[:2]) in written else 1
        month = written.get(" ".join(words[:width]))
        found += [] if month is None else [month]
        words = words[width:]
    return tuple(found)


_TO_SPACES: Final = str.maketrans(dict.fromkeys(SEPARATORS, " "))


def _month_word_pattern() -> str:
    proclitic = f"(?:[{SINGLE_PROCLITICS}]{ATTACHED})?"
    certain = any_spelled(_gregorian_numbers().keys() - ambiguous_months()) + WORD_END
    ambiguous = any_spelled(ambiguous_months()) + WORD_END
    second = rf"(?:\s?[/(\-]\s?{proclitic}(?:{certain}|{ambiguous}))"
    return (
        rf"{proclitic}(?:{certain}{second}?|{ambiguous}(?:{second}|[\s/\-]{{1,2}}(?=\d)|\s?/))"
        rf"|[\s/\-](?:(?<=\d.)|(?<=/))[\s/\-]?{proclitic}{ambiguous}{second}?"
    )


MONTH_PATTERN: Final = _month_word_pattern()
"""A month's name in any letters and marks, with a second name after it; no groups."""


def month_parts() -> frozenset[str]:
    """Return the folded words of the months' names, bare or with a one-letter proclitic."""
    parts = {word for name in _gregorian_numbers() for word in name.split()}
    return frozenset(proclitic + word for word in parts for proclitic in ("", *SINGLE_PROCLITICS))


def _word_pattern(words: Iterable[str]) -> str:
    start = f"{WORD_START}(?:[{SINGLE_PROCLITICS}]{ATTACHED})?"
    return start + any_spelled(words) + WORD_END


MONTH_OPENING_PATTERN: Final = _word_pattern({name.split()[0] for name in _gregorian_numbers()})
"""A word with which a month's name can begin; no groups."""

MONTH_PART_PATTERN: Final = _word_pattern(
    {word for name in _gregorian_numbers() for word in name.split()}
)
"""Any word of a month's name; no groups."""
