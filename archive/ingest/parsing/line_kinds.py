"""The kind of each line of a page: what its words and form alone make it look like.

A kind is evidence, not a verdict: where the line stands and what stands around it decide with
it (``line_features``). A name of kinds is read by the weights of ``page_model``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.ingest.dates import DateLine, PartKind, read_date_line
from archive.ingest.parsing import datelines
from archive.ingest.parsing.datelines import SECTION_NAMES
from archive.ingest.parsing.folded_patterns import compile_folded
from archive.ingest.parsing.layout_rules import LineMark
from archive.ingest.parsing.line_cues import cues_of
from archive.ingest.parsing.page_lines import Line
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

_WORD: Final = re.compile(r"[^\W\d_]+")
_CLOCK: Final = re.compile(r"\d{1,2}\s?:\s?\d{2}")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_SENTENCE: Final = re.compile(r"[.؟!·][\"»”)]*\s*(?:انته[ىي].{0,8})?$")
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
_PLACE_AND_COUNTRY: Final = re.compile(r"[^/\d]{3,18}\s?/\s?[^/\d]{3,28}")
_DATED_AT_MOST: Final = 160
"""Code points of a line in which its dates are looked for: what is longer is text."""


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


def line_form(line: Line, mark: LineMark | None, outlets: OutletRegistry) -> LineForm:
    """Return the form of ``line``, whose mark by the layout's rules is ``mark``."""
    plain = line.plain
    words = _WORD.findall(plain)
    cues = cues_of(plain)
    found = read_date_line(line.text) if len(line.text) < _DATED_AT_MOST else None
    form = LineForm(
        kind=Kind.HEADLINE,
        words=len(words) if len(line.text) <= len(plain) + 20 else len(_WORD.findall(line.text)),
        length=len(line.text),
        end=_end_of(line.text),
        script=_script_of(plain),
        cues=cues,
        days=min(3, len({each.reading.interval for each in found.dates})) if found else 0,
        date_label=(found.label.value or "none") if found and found.dates else "",
        clock=_CLOCK.search(plain) is not None,
        names=_name_share(words),
        known_outlet=_is_outlet(line, outlets),
        goes_on=_goes_on(plain),
    )
    return replace(form, kind=_kind(line, mark, form, found, outlets))


def _is_outlet(line: Line, outlets: OutletRegistry) -> bool:
    """Whether the line is a listed outlet's name, and no section's."""
    named = outlets.by_name(line.plain.strip(" •*-–:()[]")) is not None
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


def _script_of(plain: str) -> Script:
    letters = sum(map(len, _WORD.findall(plain)))
    if not letters:
        return Script.NONE
    arabic = len(_ARABIC.findall(plain))
    if arabic > 0.8 * letters:
        return Script.ARABIC
    return Script.LATIN if arabic < 0.2 * letters else Script.MIXED


@cache
def _person_names() -> frozenset[str]:
    path = Path(__file__).resolve().parents[2] / "data" / "names" / "person_names.tsv"
    rows = path.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(row.split("\t", 1)[0].strip()) for row in rows if row[:1] != "#")


_RARE: Final = 300
"""Occurrences in the shipped table below which a word is rare."""
_LONGEST_NAMED: Final = 8
"""Words of a line of which it is asked whether they are names."""


_TITLES: Final = compile_folded(
    r"^(?:ا|د|م|أ\.د|دكتور|الدكتور|دكتورة|الدكتورة|الاستاذ|استاذ|المهندس|الشيخ|الاب|القس|المحامي|المؤرخ|اللواء|العميد|السيد|السيدة|الكاتب|الصحفي|الزميل)$"
)


def _name_share(words: Sequence[str]) -> float:
    """Return the share of ``words`` that are names; a family's name behind a given one counts."""
    if not 0 < len(words) <= _LONGEST_NAMED:
        return 0.0
    names = _person_names()
    bare = [word for word in words if not _TITLES.match(word)] or list(words)
    folded = [fold(word) for word in bare]
    known = [
        word in names or word.removeprefix("ال") in names or word.startswith("عبدال")
        for word in folded
    ]
    if known[0] and len(known) > 1 and not known[-1] and _is_family_name(folded[-1]):
        known[-1] = True
    return sum(known) / len(known)


def _is_family_name(word: str) -> bool:
    """Whether a word has a family name's form and is rare as anything else."""
    formed = word.startswith("ال") or word.endswith(("ي", "اوي", "اني"))
    return formed and FrequencyTable.shipped().count(word) < _RARE


# Bounds chosen on the labelled pages (``make bench-pages``).
_PROSE_WORDS: Final = 22
_PROSE_LENGTH: Final = 120
_CLOSED_PROSE_WORDS: Final = 11
_CLOSED_PROSE_LENGTH: Final = 60
"""Words and code points from which a line is running text; fewer do where a full stop ends it."""
_TOLD_PROSE_WORDS: Final = 5
"""Words of a sentence that begins with a verb or with «and», and is closed by a full stop."""
_SURELY_PROSE_WORDS: Final = 40
_LONGEST_HEADLINE: Final = 170
"""Code points from which a line without a full stop is no headline."""
_FEWEST_TICKER_LETTERS: Final = 250
_LONGEST_CAPTION: Final = 300
"""Code points of a caption that says whose picture it is."""


def _kind(
    line: Line,
    mark: LineMark | None,
    form: LineForm,
    found: DateLine | None,
    outlets: OutletRegistry,
) -> Kind:
    marked = _of_mark(line, mark, form)
    if marked is Kind.DATE and found is not None and found.is_date_line:
        return _of_date_line(found) or Kind.DATE
    if marked is not None:
        return marked
    if "picture_label" in form.cues and form.length < _LONGEST_CAPTION:
        return Kind.CAPTION
    if found is not None and found.is_date_line and (kind := _of_date_line(found)) is not None:
        return kind
    for kind in (_of_page(line, form), _of_text(line, form)):
        if kind is not None:
            return kind
    return _of_label(line, form, outlets)


_MARKED: Final = {
    "start": Kind.START,
    "end": Kind.END,
    "published": Kind.DATE,
    "updated": Kind.DATE,
    "date": Kind.DATE,
    "chrome": Kind.CONTROL,
    "ticker": Kind.TICKER,
    "byline": Kind.AUTHOR,
    "dateline": Kind.DATELINE,
    "section": Kind.SECTION,
    "caption": Kind.CAPTION,
    "credit": Kind.CAPTION,
    "source": Kind.SOURCE,
    "keywords": Kind.KEYWORDS,
    "disclaimer": Kind.DISCLAIMER,
    "post": Kind.POST,
    "address": Kind.ADDRESS,
}


def _of_mark(line: Line, mark: LineMark | None, form: LineForm) -> Kind | None:
    """Return the kind that a rule of the layout or the line's plain form gives."""
    if mark is None:
        return None
    if mark.kind == "related":
        return Kind.RELATED if mark.value else Kind.RELATED_MARKER
    kind = _MARKED[mark.kind]
    if kind in (Kind.AUTHOR, Kind.CAPTION, Kind.CONTROL) and not mark.sure and _is_prose(form):
        return None
    return kind


_BESIDE_DATE: Final = (PartKind.BYLINE, PartKind.OUTLET, PartKind.SECTION, PartKind.OTHER)
"""What stands beside a date and tells more than counters and controls do."""
_SHORTEST_BULLETIN: Final = 4
"""Words of a bulletin's name that may be a headline; fewer only lead to the day."""


def _of_date_line(found: DateLine) -> Kind | None:
    """Return the kind of a date line; of a bulletin's headline with its day none."""
    if len(found.words(PartKind.BULLETIN).split()) >= _SHORTEST_BULLETIN:
        return None
    more = any(part.kind in _BESIDE_DATE for part in found.rest)
    return Kind.DATE_AND_MORE if more else Kind.DATE


def _of_page(line: Line, form: LineForm) -> Kind | None:
    """Return the kind of a line that is the page's own furniture."""
    cues, words = form.cues, form.words
    if cues & {"debris", "gauge"} or (form.script is Script.NONE and not form.days):
        return Kind.DEBRIS
    if "counter" in cues and words <= 5:
        return Kind.DEBRIS
    if "related" in cues and words <= 6:
        return Kind.RELATED_MARKER
    if ("control" in cues and words <= 4) or "control_words" in cues:
        return Kind.CONTROL
    if "updated" in cues and form.clock and words <= 10:
        return Kind.CONTROL
    if "staff" in cues and words <= 14:
        return Kind.STAFF
    if _is_menu(line):
        return Kind.MENU
    return Kind.TICKER if _is_ticker(line, form) else None


def _is_menu(line: Line) -> bool:
    """Whether the words are names of sections for a third, three of them at least."""
    words = fold(line.plain).split()
    if len(words) < 4:
        return False
    names = folded_list(SECTION_NAMES)
    known = sum(
        word in names or f"ال{word}" in names or word.removeprefix("ال") in names for word in words
    )
    return known >= 3 and known * 3 >= len(words)


_STOP_INSIDE: Final = re.compile(r"[.؟!][\"»”]?(?:\s|$)")
_COMMA: Final = re.compile(r"[،,]")


def _is_ticker(line: Line, form: LineForm) -> bool:
    """Whether the line is many headlines run together: long, and hardly a stop or comma."""
    if form.length < _FEWEST_TICKER_LETTERS or form.end in ("stop", "question"):
        return False
    stops = len(_STOP_INSIDE.findall(line.text))
    return stops <= form.words / 60 and len(_COMMA.findall(line.text)) <= form.words / 25


def _is_prose(form: LineForm) -> bool:
    if form.words >= _PROSE_WORDS and form.length >= _PROSE_LENGTH:
        return True
    closed = form.end in ("stop", "question") and not form.days
    if closed and form.words >= _CLOSED_PROSE_WORDS and form.length >= _CLOSED_PROSE_LENGTH:
        return True
    told = form.end == "stop" and (form.goes_on or "verb_first" in form.cues)
    return (told and form.words >= _TOLD_PROSE_WORDS) or form.words >= _SURELY_PROSE_WORDS


def _of_text(line: Line, form: LineForm) -> Kind | None:
    if not _is_prose(form):
        return None
    open_end = form.end != "stop" and _SENTENCE_INSIDE.search(line.plain) is None
    verbal = "verb_first" in form.cues and form.words > _PROSE_WORDS
    if form.length < _LONGEST_HEADLINE and open_end and not verbal:
        return Kind.LONG_HEADLINE
    return Kind.PROSE


_LONGEST_INVITATION: Final = 20
_SENTENCE_INSIDE: Final = re.compile(r"[^\W\d_]{3}(?<!\.)[.؟!](?![.؟!])\s*[^\W\d_]+\s+\S")
"""A sentence's end with two words or more behind it."""
_LONGEST_CREDIT: Final = 9
_LONGEST_OUTLET: Final = 5
_LONGEST_SOURCE: Final = 7
_NAME_WORDS: Final = range(2, 6)
_MOSTLY_NAMES: Final = 0.6
_HALF_NAMES: Final = 0.5


def _is_dateline(line: Line, form: LineForm, outlets: OutletRegistry) -> bool:
    """Whether a line is a place with who writes from it; what only might be a name is none."""
    found = datelines.own_line(line.plain, outlets)
    if found is None:
        return False
    stranger = found.byline and not datelines.is_newsroom(found.byline)
    return not stranger or _name_share(_WORD.findall(found.byline)) >= _HALF_NAMES


def _of_label(line: Line, form: LineForm, outlets: OutletRegistry) -> Kind:
    """Return the kind of a short line that is neither text nor furniture."""
    cues, words = form.cues, form.words
    if "author" in cues and words <= _LONGEST_CREDIT:
        return Kind.AUTHOR
    if form.known_outlet or ("outlet_first" in cues and words <= _LONGEST_OUTLET):
        return Kind.OUTLET
    if "credited" in cues and words <= _LONGEST_SOURCE:
        return Kind.SOURCE
    if line.key in folded_list(SECTION_NAMES):
        return Kind.SECTION
    if _is_dateline(line, form, outlets):
        return Kind.DATELINE
    if words in _NAME_WORDS and _PLACE_AND_COUNTRY.fullmatch(line.plain):
        return Kind.DATELINE
    if words in _NAME_WORDS and form.names > _MOSTLY_NAMES:
        return Kind.NAME
    if "imprint" in cues or ("invitation" in cues and words <= _LONGEST_INVITATION):
        return Kind.IMPRINT
    return Kind.SHORT if words <= 2 else Kind.HEADLINE
