"""Finds the dates in a text that are three numbers: 10/2/2024, 2024-02-10, 28/1/1445 هـ.

Counters and clock times that a page has glued to them are parted from them where only one
reading is possible: «12/03/2019845 زيارة» is a day of 2019, «2019/5/1212345» none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.arabic.calendar_names import Calendar
from archive.ingest.dates.date_forms import COUNTER_GLUED, NO_LETTER, DateMention

_NUMERIC: Final = re.compile(r"(\d{1,4})\s?([./\\–-])\s?(\d{1,2})\s?\2\s?(\d+)")
_GLUED_TIME: Final = re.compile(r"\d{1,2}:\d\d")
_GLUED_COUNTER: Final = re.compile(COUNTER_GLUED)
_SECOND_DATE: Final = re.compile(r"\s?[./\\–-]\d(?!\d?:\d\d)")
_HIJRI_SIGN: Final = re.compile(rf"\s{{0,3}}(?:ه|هجري|هجريه){NO_LETTER}")
_GREGORIAN_SIGN: Final = re.compile(rf"\s{{0,3}}(?:م|ميلادي|ميلاديه){NO_LETTER}")
_HIJRI_YEARS: Final = range(1300, 1501)
"""Years that a numeric date means in a Hijri calendar: 1882 to 2077, or to 2121 in the solar."""
_FIRST_BARE_HIJRI_YEAR: Final = 1420
"""From this year on (1999) a figure without its sign is lunar Hijri: earlier ones are as
often solar ones, of today."""
_RECENT_YEARS: Final = range(1990, 2050)
"""Years that are believed where a counter is glued to them, or where two figures are written."""


_PERSIAN: Final = re.compile("[\u06f0-\u06f9\u067e\u0686\u0698\u06a9\u06af\u06cc\u06d5]")
"""Figures and letters of Persian, Kurdish and Urdu that Arabic does without."""


def numeric_dates(plain: str, original: str = "") -> Iterator[DateMention]:
    """Yield each numeric date of folded text, in order; scores, prices and ids are none.

    ``original`` is the text as it was written: in Persian letters, Hijri years are solar.
    """
    for match in _NUMERIC.finditer(plain):
        before = plain[max(0, match.start() - 2) : match.start()]
        if before[-1:].isdigit() or (before[:1].isdigit() and before[-1:] in "./-\\–:"):
            continue
        mention = _year_first(match, plain) or _day_first(match, plain)
        mention = mention and _in_its_calendar(mention, plain, original)
        if mention is not None:
            yield mention


def _year_first(match: re.Match[str], plain: str) -> DateMention | None:
    first, _, month, last = match.groups()
    begin = match.start(4)
    if len(first) != 4:
        return None
    if len(last) > 2:
        # Where the month is written with its nought, the day has two figures too.
        clock = len(last) == 4 and _GLUED_TIME.match(plain, begin + 2) is not None
        counter = month.startswith("0") and _GLUED_COUNTER.match(plain, begin + 2) is not None
        if not (clock or counter):
            return None
        last = last[:2]
    end = begin + len(last)
    if end == match.end() and _goes_on(plain, end):
        return None
    return DateMention(match.start(), end, int(month), int(last), int(first))


def _day_first(match: re.Match[str], plain: str) -> DateMention | None:
    first, _, month, last = match.groups()
    begin = match.start(4)
    if len(first) > 2 or len(last) in (1, 3):
        return None
    if len(last) == 2:
        return None if _goes_on(plain, match.end()) else _of_short_year(match)
    end = begin + 4
    if len(last) > 4:
        clock = len(last) <= 6 and _GLUED_TIME.match(plain, end) is not None
        counter = int(last[:4]) in _RECENT_YEARS and _GLUED_COUNTER.match(plain, end) is not None
        if not (clock or counter):
            return None
    elif _goes_on(plain, end):
        return None
    return DateMention(match.start(), end, int(month), int(first), int(last[:4]), swappable=True)


def _of_short_year(match: re.Match[str]) -> DateMention:
    year = 2000 + int(match[4])
    year = year if year in _RECENT_YEARS else year - 100
    return DateMention(
        match.start(), match.end(), int(match[3]), int(match[1]), year, short_year=True
    )


def _goes_on(plain: str, end: int) -> bool:
    """Tell whether more than a date stands there: a version, a span, an address."""
    return _GLUED_TIME.match(plain, end) is None and _SECOND_DATE.match(plain, end) is not None


def _in_its_calendar(mention: DateMention, plain: str, original: str) -> DateMention | None:
    if mention.year is None or mention.year not in _HIJRI_YEARS:
        era = _GREGORIAN_SIGN.match(plain, mention.end)
        return replace(mention, end=era.end()) if era else mention
    sign = _HIJRI_SIGN.match(plain, mention.end)
    if sign is None and _PERSIAN.search(original):
        return replace(mention, calendar=Calendar.SOLAR_HIJRI, swappable=False)
    if sign is None and mention.year < _FIRST_BARE_HIJRI_YEAR:
        return None
    end = sign.end() if sign else mention.end
    return replace(mention, end=end, calendar=Calendar.HIJRI, swappable=False)
