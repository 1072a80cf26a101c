"""Finds the dates in a text that name their month; whether such a day exists is not asked.

The day stands before the month, year and adjectives behind: "شباط الجاري" is the month of
writing, "تموز الماضي" an earlier one, "سبتمبر المقبل" a later one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Final

from archive.arabic.calendar_names import Calendar, find_month, month_openings, month_pattern
from archive.arabic.normalize import fold
from archive.arabic.numerals import read_number


class Deixis(StrEnum):
    """Where a month or a year stands, seen from the day of writing."""

    CURRENT = "current"
    PAST = "past"
    FUTURE = "future"


_DEIXIS_WORDS: Final = {
    Deixis.CURRENT: ("الجاري", "الحالي"),
    Deixis.PAST: ("الماضي", "الفائت", "المنصرم", "المنقضي"),
    Deixis.FUTURE: ("المقبل", "القادم", "التالي"),
}


@cache
def _deixis_by_word() -> dict[str, Deixis]:
    return {fold(word): deixis for deixis, words in _DEIXIS_WORDS.items() for word in words}


def find_deixis(word: str) -> Deixis | None:
    """Return what ``word`` says of the month before it, or None."""
    return _deixis_by_word().get(fold(word))


@cache
def deixis_pattern() -> str:
    """Return a regular expression without groups for these words in folded text."""
    return "(?:" + "|".join(_deixis_by_word()) + ")"


NO_LETTER: Final = r"(?![^\W\d_])"
"""Regular expression: the word ends here."""

LEFT_REACH: Final = 40
"""Characters before a month or a date that may belong to it."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in folded text at ``start`` to ``end``; None marks what it leaves out.

    ``month`` counts in ``calendar``. ``swappable`` tells that day and month might be
    the other way round; ``names_agree`` is false for two names of different months;
    ``short_year`` marks a year that is written in two figures.
    """

    start: int
    end: int
    month: int
    day: int | None = None
    year: int | None = None
    calendar: Calendar = Calendar.GREGORIAN
    weekday: int | None = None
    deixis: Deixis | None = None
    swappable: bool = False
    names_agree: bool = True
    short_year: bool = False


_PROCLITICS: Final = ("", "و", "ف", "ب", "ل")
COUNTER_GLUED: Final = r"(?=\d{1,7}\s{0,3}(?:$|[|–—•·-]|\d|k\b|زيار|مشاهد|قراء|تعليق|اقل من|دقيق|view|hit|read|comment|visit))"
"""Regular expression: a counter of readers or comments is glued to a figure that ends here."""
_YEAR_END: Final = rf"(?:(?=\d{{1,2}}:\d\d|\D|$)|(?<=199\d|20[0-4]\d){COUNTER_GLUED})"
_WORD: Final = re.compile(r"[^\W\d_]+")
_DAY_BEFORE: Final = re.compile(
    r"(?<!\d)(?<!\d[.:])(\d{1,2})(?:st|nd|rd|th)?(?:\s{0,3}من)?\s{0,3}(?:[-/.,،|\\–]\s{0,3}|شهر\s{1,3})?$"
)
_ORDINAL_BEFORE: Final = re.compile(
    r"(?<![^\W\d_])([^\W\d_]+\s{1,3})?([^\W\d_]+)\s{1,3}من\s{1,3}(?:شهر\s{1,3})?$"
)
_YEAR_BEFORE: Final = re.compile(r"(?<!\d)(\d{4})\s{0,3}[،,./\\–-]?\s{0,3}$")
_DAY_AFTER: Final = re.compile(r"\s{0,3}[،,./\\–-]?\s{0,3}(\d{1,2})(?!\d)")
_DAY_AND_YEAR_AFTER: Final = re.compile(
    r"(?:\s{1,3}|\s{0,3}[-/.,،]\s{0,3})(\d{1,2})(?:st|nd|rd|th)?"
    rf"\s{{0,3}}[-/.,،]?\s{{0,3}}(?<!\d)(\d{{4}}){_YEAR_END}"
)
_YEAR_AFTER: Final = re.compile(
    r"(?:\s{0,3}[,،/|\\–-]?\s{0,3}|\.|\s{1,3}من\s{1,3})(?:ل?(?:ال)?(?:عام|سنه)\s{0,3}:?\s{0,3})?"
    rf"(\d{{4}}){_YEAR_END}(?:\s{{0,3}}(?:م|ميلادي|ميلاديه|ه|هجري|هجريه){NO_LETTER})?"
)
_NUMBERED_YEAR_AFTER: Final = re.compile(
    rf"\s{{0,3}}[,،]?\s{{0,3}}(?:من\s{{1,3}})?ل?(?:ال)?(?:عام|سنه)\s{{1,3}}(\d{{4}}){_YEAR_END}"
)
_YEAR_WORDS_AFTER: Final = re.compile(
    r"\s{0,3}[,،]?\s{0,3}(?:من\s{1,3})?ل?(?:ال)?(?:عام|سنه)\s{1,3}((?:[^\W\d_]{1,20}\s{1,3}){1,5}[^\W\d_]{1,20})"
)


def named_dates(plain: str) -> Iterator[DateMention]:
    """Yield each date of folded text that names its month, in order."""
    reached = 0
    for opening, name in _opened(plain):
        match = None if opening < reached else _month_name().match(plain, name)
        if match is None:
            continue
        mention = _read_around(plain, match.start(), match.end(), reached)
        if mention is not None:
            reached = mention.end
            yield mention


def _opened(plain: str) -> list[tuple[int, int]]:
    """Return the offsets of the words that may open a month's name, and of the name in them."""
    openings = _opening_words()
    found = []
    for word in openings.keys() & set(_WORD.findall(plain)):
        at = plain.find(word)
        while at >= 0:
            end = at + len(word)
            if not (at and _WORD.match(plain, at - 1)) and not _WORD.match(plain, end):
                found.append((at, at + openings[word]))
            at = plain.find(word, end)
    return sorted(found)


def _read_around(plain: str, start: int, end: int, floor: int) -> DateMention | None:
    month = find_month(plain[start:end])
    if month is None:
        return None
    mention = DateMention(start, end, month.number, calendar=month.calendar)
    mention = _read_second_name(_read_day_before(mention, plain, floor), plain)
    mention = _read_right(mention, plain)
    if mention.year is None:
        mention = _read_year_first(mention, plain, floor)
    return mention if _is_sure_of_month(mention, plain[start:end]) else None


def _is_sure_of_month(mention: DateMention, name: str) -> bool:
    """Tell whether a name stands for a month here: «ت2» needs its day, «دي» a year."""
    if mention.calendar is Calendar.SOLAR_HIJRI and mention.year is None:
        return False
    return name[1:].strip().isdigit() is False or mention.day is not None


def _read_day_before(mention: DateMention, plain: str, floor: int) -> DateMention:
    window = max(floor, mention.start - LEFT_REACH)
    digits = _DAY_BEFORE.search(plain, window, mention.start)
    if digits is not None:
        return replace(mention, start=digits.start(), day=int(digits[1]))
    words = _ORDINAL_BEFORE.search(plain, window, mention.start)
    if words is not None:
        for group in (0, 2):
            start = words.start(2) if group else words.start()
            day = read_number(plain[start : words.end(2)])
            if day is not None:
                return replace(mention, start=start, day=day)
    return mention


_MOST_NAMES: Final = 3
"""Names of one month that a date may bear: "آذار (مارس - March)"."""


def _read_second_name(mention: DateMention, plain: str) -> DateMention:
    """Return the mention with the other names of its month that stand beside the first."""
    for _ in range(_MOST_NAMES - 1):
        match = _second_name().match(plain, mention.end)
        second = find_month(match[2]) if match else None
        if match is None or second is None or second.calendar is not mention.calendar:
            return mention
        agrees = second.number == mention.month
        if not agrees and (mention.day is None or match[1] not in ("/", "(")):
            # "يوليو - أغسطس": a span of months, whose second is a mention of its own.
            return mention
        mention = replace(mention, end=match.end(), names_agree=mention.names_agree and agrees)
    return mention


def _read_right(mention: DateMention, plain: str) -> DateMention:
    if mention.day is None:
        match = _DAY_AND_YEAR_AFTER.match(plain, mention.end)
        if match is not None:
            return replace(mention, end=match.end(), day=int(match[1]), year=int(match[2]))
    deixis = _deixis_after().match(plain, mention.end)
    if deixis is not None:
        # A bare number behind "الماضي" counts something: "ديسمبر الماضي 1257 حالة".
        return _read_year_words(
            replace(mention, end=deixis.end(), deixis=find_deixis(deixis[1])), plain
        )
    year = _YEAR_AFTER.match(plain, mention.end)
    if year is not None:
        return replace(mention, end=year.end(), year=int(year[1]))
    return _read_year_words(mention, plain)


def _read_year_words(mention: DateMention, plain: str) -> DateMention:
    numbered = _NUMBERED_YEAR_AFTER.match(plain, mention.end)
    if numbered is not None:
        return replace(mention, end=numbered.end(), year=int(numbered[1]))
    match = _YEAR_WORDS_AFTER.match(plain, mention.end)
    if match is None:
        return mention
    words = list(_WORD.finditer(plain, match.start(1), match.end(1)))
    for count in range(len(words), 1, -1):
        end = words[count - 1].end()
        year = read_number(plain[match.start(1) : end])
        if year is not None and year >= 1000:
            return replace(mention, end=end, year=year)
    return mention


def _read_year_first(mention: DateMention, plain: str, floor: int) -> DateMention:
    window = max(floor, mention.start - LEFT_REACH)
    year = _YEAR_BEFORE.search(plain, window, mention.start)
    day = _DAY_AFTER.match(plain, mention.end)
    if year is None or day is None or mention.day is not None:
        return mention
    return replace(mention, start=year.start(), end=day.end(), day=int(day[1]), year=int(year[1]))


@cache
def _opening_words() -> dict[str, int]:
    """Map the words that may open a month's name to the length of their proclitic."""
    return {
        proclitic + word: len(proclitic)
        for proclitic in reversed(_PROCLITICS)
        for word in month_openings()
    }


@cache
def _month_name() -> re.Pattern[str]:
    return re.compile(month_pattern() + NO_LETTER)


@cache
def _second_name() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,3}}([/(\\|–-]?)\s{{0,3}}({month_pattern()}){NO_LETTER}(?:\s{{0,3}}\))?"
    )


@cache
def _deixis_after() -> re.Pattern[str]:
    return re.compile(rf"\s{{1,3}}(?:من\s{{1,3}})?({deixis_pattern()}){NO_LETTER}")
