"""Datelines: the place, and often the agency, that a text opens with.

``لندن: «الشرق الأوسط»`` and ``إسطنبول - متابعات`` stand on a line of their own;
``أربيل (كوردستان24) -`` and ``القاهرة في 2 ديسمبر /أ ش أ/`` stand before the first words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from archive.arabic.normalize import fold
from archive.ingest.layouts.patterns import compile_folded
from archive.ingest.layouts.wordlist import folded_list
from archive.ingest.outlets import OutletRegistry

_PLACES: Final = "dateline_places.txt"
_LONGEST_LINE: Final = 120
_LONGEST_OPENING: Final = 160
_SHORTEST_REST: Final = 10
_MOST_CREDIT_WORDS: Final = 7

_DASH: Final = "-–—−"
_WORD: Final = re.compile(r"[^\s\-–—−:/()،,«\"|]+")
_PARTS: Final = re.compile(r"\s*[/:|]\s*|\s+[-–—−]\s+|(?<=\w)[-–—](?=\w)")
_TRIMMED: Final = " \t-–—−:«»\"'()"
_DAY: Final = (
    r"(?:\s*،?\s*(?:في\s+)?(?:يوم\s+)?(?:[^\s\d/()\-–—:]{3,9}\s+)?\d{1,2}\s+[^\s\d/()\-–—:]{2,14}"
    r"(?:\s*[/(]\s*[^\s\d/()]{2,12}\)?)?(?:\s+\d{4}\s?م?)?)?"
)
_CREDIT: Final = r"\((?P<round>[^()\n]{2,40})\)|/\s*(?P<slash>[^/\n]{2,30}?)\s*/|«(?P<quote>[^»\n]{2,40})»|\"(?P<straight>[^\"\n]{2,40})\""
_SECOND_PLACE: Final = r"(?:\s*[،,/]\s*[^\s\d:()،/«\-–—]{3,12}(?:\s[^\s\d:()،/«\-–—]{3,12}){0,2})?"
_AFTER_PLACE: Final = compile_folded(
    f"{_SECOND_PLACE}{_DAY}\\s*(?:[:،,]\\s*)?(?:[{_DASH}]\\s*)?(?:{_CREDIT})\\s*[{_DASH}:]*\\s+"
    f"|{_SECOND_PLACE}{_DAY}\\s*[{_DASH}]+\\s+"
    f"|\\s*[{_DASH}]\\s*(?P<bare>[^{_DASH}\\s.،:]{{3,12}})\\s*[{_DASH}:]\\s+"
)
_GLUED_AFTER: Final = compile_folded(f"\\s*\\((?P<round>[^()\\n]{{2,40}})\\)\\s*[{_DASH}:]+\\s*")
_NEWSROOM: Final = compile_folded(
    "(?:متابعات|متابعة|خاص|وكالات|الوكالات|مراسل|المراسل|مكتب|فريق|قسم)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """``text`` as written, its ``place``, who it credits, and where the text goes on.

    ``byline`` is a name that stands between place and credit.
    """

    text: str
    place: str
    credit: str
    end: int
    byline: str = ""


def own_line(line: str, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline that ``line``, whole, is: a place, perhaps with a credit.

    A place that is not listed is believed beside the name of a known outlet.
    """
    if len(line) > _LONGEST_LINE:
        return None
    parts = [part.strip(_TRIMMED) for part in _PARTS.split(line)]
    known = len(parts) > 1 and outlets.by_name(parts[-1]) is not None
    if len(parts) > 3 or not all(parts) or outlets.by_name(parts[0]):
        return None
    if not _is_place(parts[0], unlisted=known):
        return None
    if parts[-1].count(" ") >= _MOST_CREDIT_WORDS or _ends_sentence(line):
        return None
    byline = parts[1] if len(parts) == 3 else ""
    credit = parts[-1] if len(parts) > 1 else ""
    return Dateline(line, parts[0], credit, len(line), byline)


def opening(paragraph: str) -> Dateline | None:
    """Return the dateline before the first words; ``end`` is where those begin."""
    head = paragraph[:_LONGEST_OPENING]
    place = _place_at(head)
    if place is None:
        return None
    found = _GLUED_AFTER.match(head, place) or _AFTER_PLACE.match(head, place)
    if found is None or found.end() >= len(paragraph) - _SHORTEST_REST:
        return None
    named = found.groupdict()
    credit = next((named[name] for name in named if named[name]), "")
    return Dateline(found.string[: found.end()].strip(), head[:place], credit.strip(), found.end())


def is_newsroom(credit: str) -> bool:
    """Whether ``credit`` is a desk and not a name: متابعات, خاص, وكالات …"""
    return _NEWSROOM.match(credit) is not None


def _place_at(text: str) -> int | None:
    """Return the end of the listed place of one to three words that ``text`` opens with."""
    places = folded_list(_PLACES)
    ends = [match.end() for match, _ in zip(_WORD.finditer(text), range(3), strict=False)]
    return next((end for end in reversed(ends) if fold(text[:end]) in places), None)


def _is_place(text: str, *, unlisted: bool) -> bool:
    first = re.split(r"\s*[،,]\s*", text)[0]
    if fold(first) in folded_list(_PLACES):
        return True
    return unlisted and text.count(" ") <= 2 and not any(char.isdigit() for char in text)


def _ends_sentence(line: str) -> bool:
    return line[-1] in ".؟!"
