"""The lines of one article, put together: paragraphs, captions, keywords, spans.

A line of keywords, cut into phrases.

Where the page kept separators they decide. Where it lost them, the article's own words
do: the line is cut so that as much of it as possible is phrases that the text contains,
in as few and as long pieces as can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.letters import BYTE_ORDER_MARK
from archive.arabic.normalize import fold
from archive.ingest.parsing import datelines
from archive.ingest.parsing.datelines import Dateline
from archive.ingest.parsing.line_breaks import split_glued
from archive.ingest.parsing.line_roles import Reading, Role
from archive.ingest.parsing.page_lines import Line
from archive.knowledge.outlet_registry import OutletRegistry
from archive.records.documents import Span

_SEPARATORS: Final = re.compile(r"\s*[,،؛;|#•·/]+\s*|\s+[-–—]+\s+|\t+|\s{2,}")
_EDGES: Final = " \t.:،,؛;|#•·/-–—\"'«»“”"
_WORD: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{2})")
_LEADING: Final = frozenset(("من", "في", "علي", "الي", "عن", "مع", "و", "ان"))
_LONGEST_PHRASE: Final = 6
_LONGEST_LINE: Final = 300


def split_keywords(value: str, text: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of ``value``, a keywords line without its label, each once.

    ``text`` is the article's title and paragraphs: the evidence for unseparated words.
    Spellings that fold together count once, as first written.
    """
    if value[:1] == "#" or _SEPARATORS.search(value.strip(_EDGES)):
        phrases: list[str] = _SEPARATORS.split(value.replace("_", " "))
    else:
        phrases = _cut(value.split()[:_LONGEST_LINE], text)
    kept: dict[str, str] = {}
    for phrase in phrases:
        trimmed = _trim(phrase)
        if trimmed:
            kept.setdefault(fold(trimmed), trimmed)
    return tuple(kept.values())


def _cut(words: Sequence[str], text: Iterable[str]) -> list[str]:
    known = _phrases_of(text)
    keys = [_key(word) for word in words]
    # best[i]: the fewest (unknown words, pieces) that words[i:] can be cut into.
    best: list[tuple[int, int, int]] = [(0, 0, 0)] * (len(words) + 1)
    for start in range(len(words) - 1, -1, -1):
        choices = []
        for end in range(start + 1, min(len(words), start + _LONGEST_PHRASE) + 1):
            found = tuple(keys[start:end]) in known
            if not found and end > start + 1:
                continue
            unknown, pieces, _ = best[end]
            choices.append((unknown + (not found), pieces + 1, end))
        best[start] = min(choices, key=lambda choice: (choice[0], choice[1], -choice[2]))
    return _pieces(words, keys, best, known)


def _pieces(
    words: Sequence[str],
    keys: Sequence[str],
    best: Sequence[tuple[int, int, int]],
    known: set[tuple[str, ...]],
) -> list[str]:
    pieces: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(words):
        end = best[start][2]
        if end == start + 1 and (keys[start],) not in known:
            unknown.append(words[start])
        else:
            pieces += [" ".join(unknown), " ".join(words[start:end])]
            unknown = []
        start = end
    return [*pieces, " ".join(unknown)]


def _phrases_of(text: Iterable[str]) -> set[tuple[str, ...]]:
    known: set[tuple[str, ...]] = set()
    for paragraph in text:
        keys = [_key(word) for word in paragraph.split()]
        for length in range(1, _LONGEST_PHRASE + 1):
            known.update(zip(*(keys[offset:] for offset in range(length)), strict=False))
    return known


def _key(word: str) -> str:
    return _ARTICLE.sub("", "".join(_WORD.findall(fold(word))))


def _trim(phrase: str) -> str:
    words = phrase.strip(_EDGES).split()
    while len(words) > 1 and fold(words[0]) in _LEADING:
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in _LEADING:
        words = words[:-1]
    return " ".join(words)


_GUESSED_TITLE: Final = 90


@dataclass(slots=True)
class Parts:
    """What one article's lines hold. ``prose`` is its paragraphs without quoted posts."""

    title: str = ""
    standfirst: str = ""
    section: str = ""
    paragraphs: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    stated_dates: tuple[str, ...] = ()
    dateline_text: str = ""
    datelines: tuple[Dateline, ...] = ()
    spans: tuple[Span, ...] = ()
    lines: dict[Role, list[Reading]] = field(default_factory=dict)

    def of(self, role: Role) -> Sequence[Reading]:
        """Return the readings of ``role``."""
        return self.lines.get(role, ())

    def title_or_guess(self) -> tuple[str, tuple[str, ...]]:
        """Return the title, else the first words of the text, and a warning that says so."""
        if self.title or not self.paragraphs:
            return self.title, ()
        words = self.paragraphs[0]
        if len(words) > _GUESSED_TITLE:
            words = words[:_GUESSED_TITLE].rsplit(" ", 1)[0] + "…"
        return words, ("no title: guessed from the first words of the text",)


def tidy(text: str) -> str:
    """Return ``text`` with every run of blanks, no-break ones too, as one space."""
    return " ".join(text.replace(BYTE_ORDER_MARK, " ").split())


def gather(readings: Sequence[Reading], outlets: OutletRegistry) -> Parts | None:
    """Return the parts of an article, or ``None`` where there is neither title nor text."""
    parts = Parts()
    for reading in readings:
        parts.lines.setdefault(reading.role, []).append(reading)
    parts.title = next((tidy(r.line.text) for r in parts.of(Role.TITLE)), "")
    _paragraphs(parts, readings, outlets)
    if not parts.paragraphs and not parts.title:
        return None
    parts.standfirst = " ".join(tidy(r.line.text) for r in parts.of(Role.STANDFIRST))
    # Of guesses the one nearest to the title; a known name of a section before any guess.
    nearest = reversed(parts.of(Role.SECTION))
    sections = sorted(nearest, key=lambda reading: reading.kind == "weak")
    parts.section = next((r.value or r.line.text for r in sections), "")
    parts.captions = tuple(
        dict.fromkeys(tidy(r.value or r.line.text) for r in parts.of(Role.CAPTION))
    )
    parts.keywords = _keywords(parts)
    parts.stated_dates = _stated(parts)
    parts.spans = _spans(readings)
    return parts


def _paragraphs(parts: Parts, readings: Sequence[Reading], outlets: OutletRegistry) -> None:
    paragraphs: list[str] = []
    prose: list[str] = []
    own = (_dateline(reading, outlets) for reading in parts.of(Role.DATELINE))
    openings = [dateline for dateline in own if dateline is not None]
    text = [r for r in readings if r.role.is_prose]
    if text and (opening := datelines.opening(text[0].line.plain, outlets)) is not None:
        openings.append(opening)
    for number, reading in enumerate(text):
        words = tidy(reading.line.text)
        last = number == len(text) - 1
        pieces = (words,) if last or reading.role is Role.POST else split_glued(words)
        paragraphs += pieces
        if reading.role is not Role.POST:
            prose += pieces
    parts.paragraphs = tuple(paragraphs)
    parts.prose = tuple(prose)
    quoted = [*parts.of(Role.ADDRESS), *parts.of(Role.POST)]
    parts.quoted = tuple(reading.line.text for reading in quoted)
    parts.datelines = tuple(openings)
    parts.dateline_text = next((opening.text for opening in openings), "")


def _dateline(reading: Reading, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline of a line: as a layout's rule names its place, else as read."""
    if reading.value and reading.value != reading.line.text:
        return Dateline(reading.line.text, reading.value, "", len(reading.line.text))
    return datelines.own_line(reading.line.plain, outlets)


def _keywords(parts: Parts) -> tuple[str, ...]:
    evidence = (parts.title, *parts.paragraphs)
    values: list[str] = []
    for reading in parts.of(Role.KEYWORDS):
        if not reading.value:
            continue
        if reading.value == reading.line.text and reading.value[0] != "#":
            values.append(reading.value)
        else:
            values += split_keywords(_full_value(reading.line, reading.value), evidence)
    return tuple(dict.fromkeys(values))


def _full_value(line: Line, value: str) -> str:
    """Return the value to the line's end: rules see only a line's beginning."""
    if len(line.text) <= len(line.plain) + 20:
        return value
    return line.text[line.text.find(value[:20]) :]


def _stated(parts: Parts) -> tuple[str, ...]:
    """Return the article's date lines, labelled ones first; one of change where it is alone.

    Above the title it tells when the site changed, not the article.
    """
    dates = parts.of(Role.DATE)
    own = [r for r in dates if r.kind != "updated"]
    if not own:
        title = next((r.line.number for r in parts.of(Role.TITLE)), 0)
        return tuple(r.line.text for r in dates if r.line.number > title > 0)
    labelled = [r for r in own if r.kind == "labelled"]
    return tuple(
        r.value or r.line.text for r in [*labelled, *(r for r in own if r.kind != "labelled")]
    )


def _spans(readings: Sequence[Reading]) -> tuple[Span, ...]:
    """Return the runs of the article's own lines; a page's chrome between them divides."""
    spans: list[Span] = []
    last_number = -1
    for reading in readings:
        line = reading.line
        joined = spans and line.number - line.gap - 1 <= last_number
        if joined:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
        last_number = line.last_number
    return tuple(spans)
