"""Datelines: the place, and often the agency, that a text opens with.

``لندن: «الشرق الأوسط»`` and ``إسطنبول - متابعات`` stand on a line of their own;
``أربيل (كوردستان24) -`` and ``القاهرة في 2 ديسمبر /أ ش أ/`` stand before the first words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from archive.ingest.layouts.patterns import folded_source
from archive.ingest.layouts.wordlist import read_list

_PLACES: Final = "dateline_places.txt"

_LONGEST: Final = 120
_DASH: Final = "-–—ـ−"
_NO_CREDIT: Final = r"[^\n.؟!]{1,60}?"
_DAY: Final = r"(?P<day>\s*،?\s*(?:في\s+)?(?:يوم\s+)?[^\s\d/()\-–—:]{0,12}\s*\d{1,2}\s+[^\s\d/()\-–—:]{3,14}(?:\s*[/(]\s*[^\s\d/()]{3,12}\)?)?(?:\s+\d{4}م?)?)"
_NEWSROOM: Final = (
    "(?:متابعات|متابعة|خاص|وكالات|الوكالات|مراسل[وي]?ن?ا?|المراسل|أونلاين|مكتب|أخبار|خدمة|قسم)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """``text`` as written, its ``place``, who it ``credits``, and where the text goes on."""

    text: str
    place: str
    credit: str
    end: int


@cache
def _place() -> str:
    places = sorted(read_list(_PLACES), key=len, reverse=True)
    one = "|".join(folded_source(re.escape(place)) for place in places)
    return f"(?:{one})(?:(?:\\s*[،,/]\\s*|\\s+و\\s*)(?:{one}))?(?:\\s*[،,]\\s*[^\\s\\d:()،]{{3,12}}(?:\\s[^\\s\\d:()،]{{3,12}}){{0,2}})?"


@cache
def _inline() -> re.Pattern[str]:
    place = f"(?P<place>{_place()})"
    credit = r"(?:\((?P<round>[^()\n]{2,40})\)|/\s*(?P<slash>[^/\n]{2,30}?)\s*/|«(?P<quote>[^»\n]{2,40})»|\"(?P<straight>[^\"\n]{2,40})\")"
    return re.compile(
        f"{place}(?:{_DAY})?\\s*(?:[:،]\\s*)?(?:[{_DASH}]\\s*)?{credit}\\s*(?:[{_DASH}:]+|(?=\\s))\\s*"
        f"|(?P<place2>{_place()})(?:{_DAY.replace('day', 'day2')})?\\s*[{_DASH}]+\\s+",
        re.IGNORECASE,
    )


@cache
def _own_line() -> re.Pattern[str]:
    return re.compile(
        f'(?P<place>{_place()})\\s*(?:[{_DASH}:/|،]+\\s*|\\s(?=[«"(]))(?P<credit>{_NO_CREDIT})\\s*[{_DASH}:]?$',
        re.IGNORECASE,
    )


@cache
def _bare_place() -> re.Pattern[str]:
    return re.compile(f"(?P<place>{_place()})\\s*[{_DASH}:،]*$", re.IGNORECASE)


def own_line(line: str) -> Dateline | None:
    """Return the dateline that ``line``, whole, is: a place, perhaps with a credit."""
    if len(line) > _LONGEST:
        return None
    found = _own_line().match(line)
    if found is not None and found["credit"].count(" ") < 7:
        credit = found["credit"].strip(" «»\"'()")
        return Dateline(line, found["place"], credit, len(line))
    alone = _bare_place().match(line)
    return Dateline(line, alone["place"], "", len(line)) if alone else None


def opening(paragraph: str) -> Dateline | None:
    """Return the dateline before the first words of ``paragraph``; ``end`` is where they begin."""
    found = _inline().match(paragraph[:200])
    if found is None or found.end() >= len(paragraph) - 10:
        return None
    credit = next(
        (found[name] for name in ("round", "slash", "quote", "straight") if found[name]), ""
    )
    place = found["place"] or found["place2"]
    return Dateline(found.group().strip(), place, credit.strip(), found.end())


def is_newsroom(credit: str) -> bool:
    """Whether ``credit`` is a desk and not a name: متابعات, خاص, وكالات …"""
    return re.match(folded_source(_NEWSROOM), credit) is not None
