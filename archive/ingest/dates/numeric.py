"""Dates of three numbers: "10/2/2024", "2024-02-10", "28/1/1445 هـ"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.arabic.months import Calendar
from archive.ingest.dates.mention import NO_LETTER, DateMention

_NUMERIC: Final = re.compile(r"\d{1,4}\s?([./\\–-])\s?\d{1,2}\s?\1\s?\d{1,4}")
_NUMBERS: Final = re.compile(r"\d+")
_GLUED_TIME: Final = re.compile(r"\d{1,2}:\d\d")
_MORE_NUMBER: Final = re.compile(r"\d|\s?[./\\–-]\d(?!\d?:\d\d)")
_HIJRI_SIGN: Final = re.compile(rf"\s{{0,3}}(?:ه|هجري|هجريه){NO_LETTER}")
_HIJRI_YEARS: Final = range(1300, 1501)


def numeric_dates(plain: str) -> Iterator[DateMention]:
    """Yield each numeric date of folded text, in order; scores, prices and ids are none."""
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
