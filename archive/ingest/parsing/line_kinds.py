"""The kind of each line of a page: what its words and form alone make it look like.

A kind is evidence, not a verdict: where the line stands and what stands around it decide with
it (``line_features``). A name of kinds is read by the weights of ``page_model``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from archive.arabic.data_files import folded_list
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.ingest.dates import looks_like_date_line, read_date
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

    ``words`` counts words of letters alone, ``days`` the full dates (three at most), ``names``
    is the share (0 to 1) of its words that are known as names of persons, for short lines.
    """

    kind: Kind
    words: int
    length: int
    end: str
    script: Script
    cues: frozenset[str]
    days: int = 0
    clock: bool = False
    names: float = 0.0
    known_outlet: bool = False


def line_form(line: Line, mark: LineMark | None, outlets: OutletRegistry) -> LineForm:
    """Return the form of ``line``, whose mark by the layout's rules is ``mark``."""
    plain = line.plain
    words = _WORD.findall(plain)
    cues = cues_of(plain)
    days = _days(line) if len(line.text) < _DATED_AT_MOST else 0
    form = LineForm(
        kind=Kind.HEADLINE,
        words=len(words) if len(line.text) <= len(plain) + 20 else len(_WORD.findall(line.text)),
        length=len(line.text),
        end=_end_of(line.text),
        script=_script_of(plain),
        cues=cues,
        days=days,
        clock=_CLOCK.search(plain) is not None,
        names=_name_share(words),
        known_outlet=outlets.by_name(plain.strip(" •*-–:()[]")) is not None,
    )
    return _with_kind(form, _kind(line, mark, form, outlets))


def _with_kind(form: LineForm, kind: Kind) -> LineForm:
    return LineForm(
        kind,
        *(form.words, form.length, form.end, form.script, form.cues),
        *(form.days, form.clock, form.names, form.known_outlet),
    )


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


def _days(line: Line) -> int:
    if not any(char.isdigit() for char in line.text):
        return 0
    found = (
        each
        for each in read_date(line.text)
        if each.earliest and each.latest and (each.latest - each.earliest).days < 4
    )
    return min(3, len({(each.earliest, each.latest) for each in found}))


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
_SURELY_PROSE_WORDS: Final = 40
_LONGEST_HEADLINE: Final = 170
"""Code points from which a line without a full stop is no headline."""
_FEWEST_TICKER_LETTERS: Final = 250
_LONGEST_CAPTION: Final = 300
"""Code points of a caption that says whose picture it is."""


def _kind(line: Line, mark: LineMark | None, form: LineForm, outlets: OutletRegistry) -> Kind:
    marked = _of_mark(line, mark, form)
    if marked is not None:
        return marked
    if "picture_label" in form.cues and form.length < _LONGEST_CAPTION:
        return Kind.CAPTION
    for kind in (_of_dates(line, form), _of_page(line, form), _of_text(line, form)):
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


_MOST_BESIDE_DATE: Final = 16
_LONGEST_DATED: Final = 110
"""Words and code points of a line that holds a date and other things, and is no sentence."""
_NAMELY_DATE: Final = 8


def _of_dates(line: Line, form: LineForm) -> Kind | None:
    if looks_like_date_line(line.text):
        return Kind.DATE
    if not form.days:
        return None
    if "updated" in form.cues and form.words <= _NAMELY_DATE:
        return Kind.DATE
    if (
        form.words <= _MOST_BESIDE_DATE
        and form.length < _LONGEST_DATED
        and form.end not in ("stop", "question")
        and "verb_first" not in form.cues
        and _is_beside_date(line.text)
    ):
        return Kind.DATE_AND_MORE
    return None


_MOST_STRANGERS: Final = 2
"""Words beside a date that are neither labels nor names: a section, an outlet, an icon's name."""


def _is_beside_date(text: str) -> bool:
    """Whether what stands beside a line's date is what pages put there, and no event's name."""
    rest = rest_of_date_line(text)
    words = [fold(word) for word in _WORD.findall(rest)]
    names = _person_names()
    strange = [
        word
        for word in words
        if word not in names and word.removeprefix("ال") not in names and not _STAMP.match(word)
    ]
    return len(strange) <= _MOST_STRANGERS or len(strange) * 3 <= len(words)


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
    return (
        closed and form.words >= _CLOSED_PROSE_WORDS and form.length >= _CLOSED_PROSE_LENGTH
    ) or form.words >= _SURELY_PROSE_WORDS


def _of_text(line: Line, form: LineForm) -> Kind | None:
    if not _is_prose(form):
        return None
    open_end = form.end != "stop"
    verbal = "verb_first" in form.cues and form.words > _PROSE_WORDS
    if form.length < _LONGEST_HEADLINE and open_end and not verbal:
        return Kind.LONG_HEADLINE
    return Kind.PROSE


_LONGEST_INVITATION: Final = 20
_LONGEST_CREDIT: Final = 9
_LONGEST_OUTLET: Final = 5
_LONGEST_SOURCE: Final = 7
_NAME_WORDS: Final = range(2, 6)
_MOSTLY_NAMES: Final = 0.6


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
    if datelines.own_line(line.plain, outlets) is not None:
        return Kind.DATELINE
    if words in _NAME_WORDS and _PLACE_AND_COUNTRY.fullmatch(line.plain):
        return Kind.DATELINE
    if words in _NAME_WORDS and form.names > _MOSTLY_NAMES:
        return Kind.NAME
    if "imprint" in cues or ("invitation" in cues and words <= _LONGEST_INVITATION):
        return Kind.IMPRINT
    return Kind.SHORT if words <= 2 else Kind.HEADLINE
