"""Assembles the classified lines of one article: title, paragraphs, keywords, dates, spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.arabic.letters import BYTE_ORDER_MARK
from archive.arabic.normalize import fold
from archive.ingest.parsing import datelines
from archive.ingest.parsing.datelines import Dateline
from archive.ingest.parsing.line_breaks import split_glued_subhead
from archive.ingest.parsing.line_roles import ClassifiedLine, Role
from archive.ingest.parsing.page_lines import Line
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import Span

_GUESSED_TITLE: Final = 90
"""Code points of a title that is made of the text's first words."""


@dataclass(slots=True)
class ArticleParts:
    """What one article's lines hold, under the names that they have in ``ParsedArticle``.

    ``prose`` is the paragraphs without quoted posts, ``quoted`` these and bare addresses.
    """

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
    lines: dict[Role, list[ClassifiedLine]] = field(default_factory=dict)

    def of(self, role: Role) -> Sequence[ClassifiedLine]:
        """Return the article's lines in ``role``."""
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


def assemble(lines: Sequence[ClassifiedLine], outlets: OutletRegistry) -> ArticleParts | None:
    """Return the parts of an article, or ``None`` where there is neither title nor text."""
    parts = ArticleParts()
    for each in lines:
        parts.lines.setdefault(each.role, []).append(each)
    parts.title = next((tidy(r.line.text) for r in parts.of(Role.TITLE)), "")
    _add_paragraphs(parts, lines, outlets)
    if not parts.paragraphs and not parts.title:
        return None
    parts.standfirst = " ".join(tidy(r.line.text) for r in parts.of(Role.STANDFIRST))
    # Of guesses the one nearest to the title; a known name of a section before any guess.
    nearest = reversed(parts.of(Role.SECTION))
    sections = sorted(nearest, key=lambda each: each.kind == "weak")
    parts.section = next((r.value or r.line.text for r in sections), "")
    parts.captions = tuple(
        dict.fromkeys(tidy(r.value or r.line.text) for r in parts.of(Role.CAPTION))
    )
    parts.keywords = keywords_of(parts)
    parts.stated_dates = stated_dates_of(parts)
    parts.spans = spans_of(lines)
    return parts


def _add_paragraphs(
    parts: ArticleParts, lines: Sequence[ClassifiedLine], outlets: OutletRegistry
) -> None:
    paragraphs: list[str] = []
    prose: list[str] = []
    own = (_dateline(each, outlets) for each in parts.of(Role.DATELINE))
    openings = [dateline for dateline in own if dateline is not None]
    text = [each for each in lines if each.role.is_prose]
    if text and (opening := datelines.opening(text[0].line.plain, outlets)) is not None:
        openings.append(opening)
    for number, each in enumerate(text):
        words = tidy(each.line.text)
        last = number == len(text) - 1
        pieces = (words,) if last or each.role is Role.POST else split_glued_subhead(words)
        paragraphs += pieces
        if each.role is not Role.POST:
            prose += pieces
    parts.paragraphs = tuple(paragraphs)
    parts.prose = tuple(prose)
    quoted = [*parts.of(Role.ADDRESS), *parts.of(Role.POST)]
    parts.quoted = tuple(each.line.text for each in quoted)
    parts.datelines = tuple(openings)
    parts.dateline_text = next((opening.text for opening in openings), "")


def _dateline(each: ClassifiedLine, outlets: OutletRegistry) -> Dateline | None:
    """Return the dateline of a line: as a layout's rule names its place, else as read."""
    if each.value and each.value != each.line.text:
        return Dateline(each.line.text, each.value, "", len(each.line.text))
    return datelines.own_line(each.line.plain, outlets)


def keywords_of(parts: ArticleParts) -> tuple[str, ...]:
    """Return the keywords that the article's lines of them hold, each once."""
    evidence = (parts.title, *parts.paragraphs)
    values: list[str] = []
    for each in parts.of(Role.KEYWORDS):
        if not each.value:
            continue
        if each.value == each.line.text and each.value[0] != "#":
            values.append(each.value)
        else:
            values += split_keywords(_full_value(each.line, each.value), evidence)
    return tuple(dict.fromkeys(values))


_ABRIDGED: Final = 20
"""Code points by which ``Line.plain`` is shorter than its text where it is only a beginning, and
by which a value's beginning is found again."""


def _full_value(line: Line, value: str) -> str:
    """Return the value to the line's end: rules see only a line's beginning."""
    if len(line.text) <= len(line.plain) + _ABRIDGED:
        return value
    return line.text[line.text.find(value[:_ABRIDGED]) :]


def stated_dates_of(parts: ArticleParts) -> tuple[str, ...]:
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


def spans_of(lines: Sequence[ClassifiedLine]) -> tuple[Span, ...]:
    """Return the runs of the article's own lines; the page's chrome between them divides."""
    spans: list[Span] = []
    last_number = -1
    for each in lines:
        line = each.line
        joined = spans and line.number - line.gap - 1 <= last_number
        if joined:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
        last_number = line.last_number
    return tuple(spans)


_SEPARATORS: Final = re.compile(r"\s*[,،؛;|#•·/]+\s*|\s+[-–—]+\s+|\t+|\s{2,}")
_PHRASE_EDGES: Final = " \t.:،,؛;|#•·/-–—\"'«»“”"
_LETTERS: Final = re.compile(r"\w+")
_ARTICLE: Final = re.compile(r"^(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{2})")
_LOOSE_WORDS: Final = frozenset(("من", "في", "علي", "الي", "عن", "مع", "و", "ان"))
"""Words, folded, that neither open nor close a keyword."""
_LONGEST_PHRASE: Final = 6
"""Words of a keyword."""
_MOST_KEYWORD_WORDS: Final = 300
"""Words of a line of keywords that are looked at: it holds time and memory down."""


def split_keywords(value: str, text: Iterable[str]) -> tuple[str, ...]:
    """Return the phrases of ``value``, a keywords line without its label, each once.

    Where the page kept separators they decide. Where it lost them, the article's own words
    do: the line is cut so that as much of it as possible is phrases that the text contains,
    in as few and as long pieces as can be.

    ``text`` is the article's title and paragraphs: the evidence for unseparated words.
    Spellings that fold together count once, as first written.
    """
    if value[:1] == "#" or _SEPARATORS.search(value.strip(_PHRASE_EDGES)):
        phrases: list[str] = _SEPARATORS.split(value.replace("_", " "))
    else:
        phrases = _cut_unseparated(value.split()[:_MOST_KEYWORD_WORDS], text)
    phrases_by_key: dict[str, str] = {}
    for phrase in phrases:
        trimmed = _trimmed(phrase)
        if trimmed:
            phrases_by_key.setdefault(fold(trimmed), trimmed)
    return tuple(phrases_by_key.values())


def _cut_unseparated(words: Sequence[str], text: Iterable[str]) -> list[str]:
    known = _phrases_of(text)
    keys = [_word_key(word) for word in words]
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
        keys = [_word_key(word) for word in paragraph.split()]
        for length in range(1, _LONGEST_PHRASE + 1):
            known.update(zip(*(keys[offset:] for offset in range(length)), strict=False))
    return known


def _word_key(word: str) -> str:
    return _ARTICLE.sub("", "".join(_LETTERS.findall(fold(word))))


def _trimmed(phrase: str) -> str:
    words = phrase.strip(_PHRASE_EDGES).split()
    while len(words) > 1 and fold(words[0]) in _LOOSE_WORDS:
        words = words[1:]
    while len(words) > 1 and fold(words[-1]) in _LOOSE_WORDS:
        words = words[:-1]
    return " ".join(words)
