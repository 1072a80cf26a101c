"""Days and months as a text writes them, before a calendar judges them.

A month is found by its name and read to the left and to the right of it; a numeric
date is found by its separators. Both are cheap where a text has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from archive.arabic.months import Calendar, find_month, month_openings, month_pattern
from archive.arabic.numerals import read_number
from archive.arabic.weekdays import find_weekday, weekday_pattern
from archive.ingest.dates.deixis import Deixis, deixis_pattern, find_deixis
from archive.ingest.dates.folded import FoldedText

_NO_LETTER: Final = r"(?![^\W\d_])"
_PROCLITICS: Final = ("", "و", "ف", "ب", "ل")
_YEAR_END: Final = r"(?=\d{1,2}:\d\d|\D|$)"
_SHORT_TEXT: Final = 120
_LEFT_REACH: Final = 40

_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMERIC: Final = re.compile(r"\d{1,4}\s?([./\\–-])\s?\d{1,2}\s?\1\s?\d{1,4}")
_NUMBERS: Final = re.compile(r"\d+")
_GLUED_TIME: Final = re.compile(r"\d{1,2}:\d\d")
_MORE_NUMBER: Final = re.compile(r"\d|\s?[./\\–-]\d(?!\d?:\d\d)")
_DAY_BEFORE: Final = re.compile(
    r"(?<!\d)(?<!\d[.:])(\d{1,2})(?:st|nd|rd|th)?(?:\s{0,3}من)?\s{0,3}(?:[-/.,،|\\–]\s{0,3}|شهر\s{1,3})?$"
)
_ORDINAL_BEFORE: Final = re.compile(
    r"([^\W\d_]+\s{1,3})?([^\W\d_]+)\s{1,3}من\s{1,3}(?:شهر\s{1,3})?$"
)
_YEAR_BEFORE: Final = re.compile(r"(?<!\d)(\d{4})\s{0,3}[،,./\\–-]?\s{0,3}$")
_DAY_AFTER: Final = re.compile(r"\s{0,3}[،,./\\–-]?\s{0,3}(\d{1,2})(?!\d)")
_DAY_AND_YEAR_AFTER: Final = re.compile(
    rf"\s{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?\s{{0,3}}[,،]?\s{{0,3}}(?<!\d)(\d{{4}}){_YEAR_END}"
)
_YEAR_AFTER: Final = re.compile(
    r"(?:\s{0,3}[,،/|\\–-]?\s{0,3}|\.|\s{1,3}من\s{1,3})(?:ل?(?:ال)?(?:عام|سنه)\s{0,3}:?\s{0,3})?"
    rf"(\d{{4}}){_YEAR_END}(?:\s{{0,3}}(?:م|ميلادي|ميلاديه|ه|هجري|هجريه){_NO_LETTER})?"
)
_NUMBERED_YEAR_AFTER: Final = re.compile(
    rf"\s{{0,3}}[,،]?\s{{0,3}}(?:من\s{{1,3}})?ل?(?:ال)?(?:عام|سنه)\s{{1,3}}(\d{{4}}){_YEAR_END}"
)
_YEAR_WORDS_AFTER: Final = re.compile(
    r"\s{0,3}[,،]?\s{0,3}(?:من\s{1,3})?ل?(?:ال)?(?:عام|سنه)\s{1,3}((?:[^\W\d_]{1,20}\s{1,3}){1,5}[^\W\d_]{1,20})"
)
_HIJRI_SIGN: Final = re.compile(rf"\s{{0,3}}(?:ه|هجري|هجريه){_NO_LETTER}")
_HIJRI_YEARS: Final = range(1300, 1501)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in folded text at ``start`` to ``end``; None marks what it leaves out.

    ``month`` counts in ``calendar``. ``swappable`` tells that day and month might be
    the other way round; ``names_agree`` is false for two names of different months.
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


def find_mentions(text: FoldedText) -> list[DateMention]:
    """Return every date of ``text`` that names a day or a month, in order."""
    found = [*_named(text.plain), *_numeric(text.plain)]
    found.sort(key=lambda mention: mention.start)
    return [_with_weekday(mention, text.plain) for mention in found]


@cache
def _openings() -> dict[str, int]:
    """Map the words that may open a month's name to the length of their proclitic."""
    return {
        proclitic + word: len(proclitic)
        for proclitic in reversed(_PROCLITICS)
        for word in month_openings()
    }


@cache
def _month() -> re.Pattern[str]:
    return re.compile(month_pattern() + _NO_LETTER)


@cache
def _second_name() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,3}}([/(\\|–-]?)\s{{0,3}}({month_pattern()}){_NO_LETTER}(?:\s{{0,3}}\))?"
    )


@cache
def _deixis_after() -> re.Pattern[str]:
    return re.compile(rf"\s{{1,3}}(?:من\s{{1,3}})?({deixis_pattern()}){_NO_LETTER}")


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[^\w]|[^\w][وبف])({weekday_pattern()})[\s)،,:/|.–-]*(?:الموافق\s{{0,3}})?[(\s]*$"
    )


@cache
def _weekday_after() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,3}}([(،,|–-]?)\s{{0,3}}(?:يوم\s{{1,3}})?({weekday_pattern()}){_NO_LETTER}"
    )


def _named(plain: str) -> Iterator[DateMention]:
    openings, reached = _openings(), 0
    if openings.keys().isdisjoint(_WORD.findall(plain)):
        return
    for word in _WORD.finditer(plain):
        proclitic = openings.get(word.group())
        if proclitic is None or word.start() < reached:
            continue
        match = _month().match(plain, word.start() + proclitic)
        if match is None:
            continue
        mention = _read_around(plain, match.start(), match.end(), reached)
        if mention is not None:
            reached = mention.end
            yield mention


def _read_around(plain: str, start: int, end: int, floor: int) -> DateMention | None:
    month = find_month(plain[start:end])
    if month is None:
        return None
    mention = DateMention(start, end, month.number, calendar=month.calendar)
    mention = _read_second_name(_read_day_before(mention, plain, floor), plain)
    mention = _read_right(mention, plain)
    if mention.year is None:
        mention = _read_year_first(mention, plain, floor)
    return mention


def _read_day_before(mention: DateMention, plain: str, floor: int) -> DateMention:
    window = max(floor, mention.start - _LEFT_REACH)
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


def _read_second_name(mention: DateMention, plain: str) -> DateMention:
    match = _second_name().match(plain, mention.end)
    second = find_month(match[2]) if match else None
    if match is None or second is None or second.calendar is not mention.calendar:
        return mention
    agrees = second.number == mention.month
    if not agrees and (mention.day is None or match[1] not in ("/", "(")):
        # "يوليو - أغسطس": a span of months, whose second is a mention of its own.
        return mention
    return replace(mention, end=match.end(), names_agree=agrees)


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
    window = max(floor, mention.start - _LEFT_REACH)
    year = _YEAR_BEFORE.search(plain, window, mention.start)
    day = _DAY_AFTER.match(plain, mention.end)
    if year is None or day is None or mention.day is not None:
        return mention
    return replace(mention, start=year.start(), end=day.end(), day=int(day[1]), year=int(year[1]))


def _numeric(plain: str) -> Iterator[DateMention]:
    for match in _NUMERIC.finditer(plain):
        start, end = match.span()
        before = plain[max(0, start - 2) : start]
        glued_time = _GLUED_TIME.match(plain, end)
        if before[-1:].isdigit() or (before[:1].isdigit() and before[-1:] in "./-\\–:"):
            continue
        if glued_time is None and _MORE_NUMBER.match(plain, end):
            continue
        first, month, last = _NUMBERS.findall(match.group())
        if len(first) == 4 and len(last) <= 2:
            year, day, swappable = int(first), int(last), False
        elif len(first) <= 2 and len(last) == 4:
            year, day, swappable = int(last), int(first), True
        else:
            continue
        mention = DateMention(start, end, int(month), day, year, swappable=swappable)
        yield _as_hijri(mention, plain)


def _as_hijri(mention: DateMention, plain: str) -> DateMention:
    sign = _HIJRI_SIGN.match(plain, mention.end)
    if mention.year not in _HIJRI_YEARS:
        return mention
    end = sign.end() if sign else mention.end
    return replace(mention, end=end, calendar=Calendar.HIJRI, swappable=False)


def _with_weekday(mention: DateMention, plain: str) -> DateMention:
    window = max(0, mention.start - _LEFT_REACH)
    before = _weekday_before().search(plain, window, mention.start)
    if before is not None:
        return replace(mention, start=before.start(1), weekday=find_weekday(before[1]))
    after = _weekday_after().match(plain, mention.end)
    if after is None or (after[1] != "(" and len(plain) > _SHORT_TEXT):
        # In running text a weekday after a date usually opens the next clause.
        return mention
    return replace(mention, end=after.end(), weekday=find_weekday(after[2]))
