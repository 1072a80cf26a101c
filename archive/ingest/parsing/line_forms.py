"""What a line of a page shows by its own words and signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.ingest.dates import DateLine
from archive.ingest.parsing.datelines import SECTION_NAMES, is_place
from archive.ingest.parsing.line_cues import cues_of
from archive.ingest.parsing.page_lines import Line
from archive.ingest.parsing.person_names import name_share
from archive.knowledge.knowledge import OutletRegistry


class Kind(StrEnum):
    """What a line looks like by itself."""

    PROSE = "prose"
    HEADLINE = "headline"
    LONG_HEADLINE = "long_headline"
    SHORT = "short"
    DATE = "date"
    DATE_AND_MORE = "date_and_more"
    AUTHOR = "author"
    NAME = "name"
    OUTLET = "outlet"
    SOURCE = "source"
    SECTION = "section"
    DATELINE = "dateline"
    CAPTION = "caption"
    KEYWORDS = "keywords"
    DISCLAIMER = "disclaimer"
    POST = "post"
    ADDRESS = "address"
    END = "end"
    START = "start"
    RELATED_MARKER = "related_marker"
    RELATED = "related"
    CONTROL = "control"
    IMPRINT = "imprint"
    STAFF = "staff"
    MENU = "menu"
    TICKER = "ticker"
    DEBRIS = "debris"


class Script(StrEnum):
    """In which letters a line is written."""

    ARABIC = "arabic"
    LATIN = "latin"
    MIXED = "mixed"
    NONE = "none"


HEADLINES: Final = (Kind.HEADLINE, Kind.LONG_HEADLINE)
UNKNOWN: Final = (Kind.SHORT, Kind.NAME, *HEADLINES)
"""Kinds of lines that nothing but their place explains."""

WORD: Final = re.compile(r"[^\W\d_]+")
_CLOCK: Final = re.compile(r"\d{1,2}\s?:\s?\d{2}")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]+")
_SENTENCE: Final = re.compile(r"[.؟!·][\"»”)]*\s*(?:انته[ىي].{0,8}|[\[(]?\d{1,3}[\])]?)?$")
_ENDS: Final = (
    ("question", re.compile(r"[؟!?][\"»”)]*$")),
    ("stop", _SENTENCE),
    ("colon", re.compile(r":$")),
    ("comma", re.compile(r"[،,؛]$")),
    ("dots", re.compile(r"(?:…|\.\.)$")),
    ("quote", re.compile(r"[\"»”]$")),
    ("bracket", re.compile(r"\)$")),
    ("dash", re.compile(r"[-–—ـ]$")),
)


@dataclass(frozen=True, slots=True)
class LineForm:
    """What a line's own words and signs show.

    ``words`` counts words of letters alone, ``days`` the dates (three at most), ``date_label``
    is what the line calls them (``archive.ingest.dates.DateLabel``), ``names`` the share (0 to 1) of its words that are known as names of persons, for short lines.
    """

    kind: Kind
    words: int
    length: int
    end: str
    script: Script
    cues: frozenset[str]
    days: int = 0
    date_label: str = ""
    clock: bool = False
    names: float = 0.0
    known_outlet: bool = False
    goes_on: bool = False


def measured(line: Line, found: DateLine | None, outlets: OutletRegistry) -> LineForm:
    """Return the form of ``line``, its kind left open; ``found`` is what it says of dates."""
    plain = line.plain
    words = WORD.findall(plain)
    cues = cues_of(plain)
    return LineForm(
        kind=Kind.HEADLINE,
        words=len(words) if len(line.text) <= len(plain) + 20 else len(WORD.findall(line.text)),
        length=len(line.text),
        end=_end_of(line.text),
        script=_script_of(plain, sum(map(len, words))),
        cues=cues,
        days=min(3, len({each.reading.interval for each in found.dates})) if found else 0,
        date_label=(found.label.value or "none") if found and found.dates else "",
        clock=_CLOCK.search(plain) is not None,
        names=name_share(words),
        known_outlet=_is_outlet(line, outlets),
        goes_on=_goes_on(plain),
    )


def _is_outlet(line: Line, outlets: OutletRegistry) -> bool:
    """Whether the line is a listed outlet's name, and no section's."""
    named = outlets.is_press_name(line.plain.strip(" •*-–:()[]"))
    return named and line.key not in folded_list(SECTION_NAMES)


_AND: Final = re.compile(r"و[^\W\d_]{3,}")


def _goes_on(plain: str) -> bool:
    """Whether a line begins with «and»: its first word is commoner without the letter."""
    found = _AND.match(plain)
    if found is None:
        return False
    word = fold(found.group())
    table = FrequencyTable.shipped()
    return table.count(word[1:]) > table.count(word)


def _end_of(text: str) -> str:
    tail = text[-14:].rstrip()
    return next((name for name, pattern in _ENDS if pattern.search(tail)), "word")


def _script_of(plain: str, letters: int) -> Script:
    if not letters:
        return Script.NONE
    arabic = sum(map(len, _ARABIC.findall(plain)))
    if arabic > 0.8 * letters:
        return Script.ARABIC
    return Script.LATIN if arabic < 0.2 * letters else Script.MIXED


_PLACE_FIRST: Final = re.compile(r"([^\W\d_]+(?: [^\W\d_]+){0,2})\s?[-–—/]\s?\S")


def is_from_place(plain: str) -> bool:
    """Whether a place stands first on a line and a dash or stroke divides it off."""
    found = _PLACE_FIRST.match(plain)
    return found is not None and is_place(found[1])
