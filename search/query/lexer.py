"""Search text → tokens, in one pass that never goes back over what it has read.

Nothing is refused: a quotation mark without its pair closes at the end of the text, a sign
that means nothing here is passed over, and what was mended is noted in ``repairs``.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Final

from archive.arabic.letters import MARKS, TATWEEL
from archive.arabic.normalize import fold
from archive.arabic.tokenize import tokenize
from search.query.fields import DATE_FIELDS, FIELD_NAMES, VALUE_FIELDS
from search.query.periods import Period, read_period
from search.query.repair import Code, Repair
from search.query.tree import Dates, Fuzzy, Phrase, Prefix, Term, Word

CLOSERS: Final = {
    '"': '"＂',
    "＂": '"＂',
    "«": "»",
    "»": "«",
    "“": "”“",
    "”": "“”",
    "„": "“”‟",
    "‟": "”“",
    "‹": "›",
    "›": "‹",
    "❝": "❞",
    "〝": "〞〟",
}
"""Each mark that opens a phrase, with the marks that close it; mirrored pairs are common."""

QUOTES: Final = frozenset("".join(CLOSERS) + "".join(CLOSERS.values()))
SINGLE_QUOTES: Final = frozenset("'‘’‚‛＇")
"""Marks of a phrase only around whole words; elsewhere apostrophes."""

STARS: Final = "*٭＊"
TILDES: Final = "~～"
COLONS: Final = ":：﹕"
MINUS: Final = "-−"
DEFAULT_SLOP: Final = 5
MAX_SLOP: Final = 50
MAX_FUZZY: Final = 2
MIN_PREFIX: Final = 2

_OPENERS: Final = "(（"
_CLOSERS: Final = ")）"
_QUOTE_CLASS: Final = re.escape("".join(sorted(QUOTES)))
_SPACE: Final = re.compile(r"\s*")
_CHUNK: Final = re.compile(rf"[^\s|{_OPENERS}{_CLOSERS}{_QUOTE_CLASS}]+")
_FIELD: Final = re.compile(rf"((?:[^\W\d_]|[{MARKS}{TATWEEL}]){{2,24}})[{COLONS}](\s*)")
_AFFIX: Final = re.compile(
    rf"(?P<sign>[{STARS}{TILDES}])(?P<number>\d{{0,4}})[^\w{STARS}{TILDES}]*$"
)
_SLOP: Final = re.compile(rf"[{TILDES}](\d{{0,4}})")
_RANGE: Final = re.compile(r"(.+?)\.\.+(.+)")
_DASHES: Final = re.compile(rf"[{MINUS}]+")
_FIRST_LETTER: Final = re.compile(r"\w")
_JOINER: Final = re.compile(r"[-−_'’.@&+#\u0640\u200c\u200d]*")
_NUMBER_JOINER: Final = re.compile(r"[,،:/٫٬]")
_OPERATORS: Final = {"OR": "or", "او": "or", "AND": "and", "&&": "and", "NOT": "not", "ليس": "not"}
_SINGLE_CLOSER: Final = re.compile(rf"['’‘＇](?=[\s{_OPENERS}{_CLOSERS}{TILDES}.,،؛؟!]|$)")


class Kind(Enum):
    """What a token is; ``TERM`` and ``DATES`` carry a node, ``FIELD`` a field's name."""

    TERM = auto()
    DATES = auto()
    FIELD = auto()
    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()


_BY_NAME: Final = {"or": Kind.OR, "and": Kind.AND, "not": Kind.NOT}


@dataclass(frozen=True, slots=True)
class Token:
    """``terms`` holds several words where one chunk of text held them (سوريا،لبنان)."""

    kind: Kind
    shown: str
    terms: tuple[Term, ...] = ()
    dates: Dates | None = None


@dataclass(slots=True)
class Lexer:
    """Iterate once; ``repairs`` is complete when the tokens are."""

    text: str
    repairs: list[Repair] = field(default_factory=list)
    _at: int = 0
    _marks: dict[str, list[int]] = field(default_factory=dict)
    _single_closers: list[int] = field(default_factory=list)

    def __iter__(self) -> Iterator[Token]:
        self._survey()
        while True:
            self._skip_space()
            if self._at >= len(self.text):
                return
            yield from self._next()

    def _survey(self) -> None:
        """Note where every quotation mark stands, so that looking for a pair costs no scan."""
        for at, char in enumerate(self.text):
            if char in QUOTES:
                self._marks.setdefault(char, []).append(at)
        self._single_closers = [match.start() for match in _SINGLE_CLOSER.finditer(self.text)]

    def _skip_space(self) -> None:
        space = _SPACE.match(self.text, self._at)
        self._at = space.end() if space else self._at

    def _next(self) -> Iterator[Token]:
        char = self.text[self._at]
        if char in _OPENERS or char in _CLOSERS:
            self._at += 1
            yield Token(Kind.OPEN if char in _OPENERS else Kind.CLOSE, char)
        elif char in QUOTES:
            yield from self._quoted(self._closer(char))
        elif char in SINGLE_QUOTES:
            yield from self._single_quoted()
        elif char == "|":
            self._at += 2 if self.text.startswith("||", self._at) else 1
            yield Token(Kind.OR, "|")
        elif char in MINUS:
            yield from self._minus(char)
        else:
            yield from self._field_or_chunk()

    def _closer(self, opener: str) -> int | None:
        """Return where the phrase ends: at the opener's own closing mark, else at any mark."""
        own = self._first_after(CLOSERS.get(opener, '"'))
        return own if own is not None else self._first_after("".join(QUOTES))

    def _first_after(self, marks: str) -> int | None:
        found = []
        for mark in marks:
            places = self._marks.get(mark, [])
            index = bisect_right(places, self._at)
            found += places[index : index + 1]
        return min(found, default=None)

    def _quoted(self, end: int | None) -> Iterator[Token]:
        start = self._at + 1
        mark = self.text[self._at]
        content = self.text[start:end]
        self._at = len(self.text) if end is None else end + 1
        words = tuple(content[token.start : token.end] for token in tokenize(content))
        if end is None:
            self.repairs.append(Repair(Code.QUOTE_CLOSED if words else Code.QUOTE_DROPPED, mark))
        elif not words:
            self.repairs.append(Repair(Code.QUOTE_DROPPED, f"{mark}{self.text[end]}"))
        slop = self._slop()
        if words:
            shown = f"«{content.strip()}»"
            yield Token(Kind.TERM, shown, (Phrase(words, slop),))

    def _slop(self) -> int:
        match = _SLOP.match(self.text, self._at)
        if match is None:
            return 0
        self._at = match.end()
        slop = int(match[1]) if match[1] else DEFAULT_SLOP
        if slop > MAX_SLOP:
            self.repairs.append(Repair(Code.SLOP_CUT, match[0]))
        return min(slop, MAX_SLOP)

    def _single_quoted(self) -> Iterator[Token]:
        index = bisect_left(self._single_closers, self._at + 1)
        if index == len(self._single_closers):
            self._at += 1
            return
        yield from self._quoted(self._single_closers[index])

    def _minus(self, char: str) -> Iterator[Token]:
        signs = _DASHES.match(self.text, self._at)
        length = len(signs[0]) if signs else 1
        self._at += length
        following = self.text[self._at : self._at + 1]
        if (
            length == 1
            and following
            and not following.isspace()
            and following not in _CLOSERS + "|"
        ):
            yield Token(Kind.NOT, char)

    def _field_or_chunk(self) -> Iterator[Token]:
        match = _FIELD.match(self.text, self._at)
        name = FIELD_NAMES.get(fold(match[1])) if match else None
        if match is None or name is None:
            yield from self._chunk(self._take_chunk())
        elif name in DATE_FIELDS:
            yield from self._dates(name, match)
        elif match[2] and name not in ("title", "any"):
            # «مصدر: …» opens many headlines; only a value that follows at once is meant.
            self._at = match.end()
            yield from self._words(match[1])
        else:
            self._at = match.end()
            yield Token(Kind.FIELD, match[0].strip(), (Word(name),))
            if name in VALUE_FIELDS:
                yield from self._value()

    def _take_chunk(self) -> str:
        match = _CHUNK.match(self.text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _value(self) -> Iterator[Token]:
        """Yield a name or key as it stands: hyphens and dots belong to it."""
        value = _trimmed(self._take_chunk())
        if value:
            yield Token(Kind.TERM, value, (Word(value),))

    def _dates(self, name: str, match: re.Match[str]) -> Iterator[Token]:
        self._at = match.end()
        value = self._take_chunk()
        bounds = _RANGE.fullmatch(value) if name == "date" else None
        parts = bounds.groups() if bounds else (value,)
        periods = [read_period(_trimmed(part)) for part in parts]
        known = [period for period in periods if period is not None]
        if len(known) < len(periods):
            if not match[2] and value:
                self.repairs.append(Repair(Code.NOT_A_DATE, f"{match[1]}:{value}"))
            self._at = match.end()
            yield from self._words(match[1])
            return
        if any(period.repaired for period in known):
            self.repairs.append(Repair(Code.DATE_CORRECTED, value))
        yield Token(Kind.DATES, f"{match[1]}:{value}", dates=self._span(name, known, value))

    def _span(self, name: str, periods: list[Period], value: str) -> Dates:
        first, last = periods[0].first, periods[-1].last
        if first > last:
            self.repairs.append(Repair(Code.DATES_TURNED, value))
            first, last = periods[-1].first, periods[0].last
        open_start: date | None = None if name == "before" else first
        return Dates(open_start, None if name == "after" else last)

    def _chunk(self, chunk: str) -> Iterator[Token]:
        operator = _OPERATORS.get(chunk) or _OPERATORS.get(fold(chunk))
        if operator is not None and (chunk.isupper() or not chunk.isascii() or chunk == "&&"):
            yield Token(_BY_NAME[operator], chunk)
            return
        yield from self._words(chunk)

    def _words(self, chunk: str) -> Iterator[Token]:
        affix = _AFFIX.search(chunk)
        stem = chunk[: affix.start()] if affix else chunk
        words = tuple(_split(stem))
        if any(star in stem for star in STARS) or (affix and affix["sign"] in STARS and not words):
            self.repairs.append(Repair(Code.STAR_DROPPED, chunk))
        if not words:
            return
        terms: list[Term] = [Word(word) for word in words]
        if affix:
            terms[-1] = self._expanded(words[-1], affix)
        yield Token(Kind.TERM, chunk, tuple(terms))

    def _expanded(self, word: str, affix: re.Match[str]) -> Term:
        if affix["sign"] in STARS:
            if len(fold(word)) < MIN_PREFIX:
                self.repairs.append(Repair(Code.STAR_DROPPED, f"{word}*"))
                return Word(word)
            return Prefix(word)
        distance = int(affix["number"]) if affix["number"] else 1
        if distance > MAX_FUZZY:
            self.repairs.append(Repair(Code.FUZZY_NARROWED, f"{word}~{distance}"))
        return Fuzzy(word, min(distance, MAX_FUZZY)) if distance else Word(word)


def _split(chunk: str) -> Iterator[str]:
    """Yield the words of ``chunk``; a hyphen, a dot or an apostrophe keeps its sides together."""
    start = end = -1
    for token in tokenize(chunk):
        if start >= 0 and _joined(chunk, end, token.start):
            end = token.end
            continue
        if start >= 0:
            yield chunk[start:end]
        start, end = token.start, token.end
    if start >= 0:
        yield chunk[start:end]


def _trimmed(chunk: str) -> str:
    """Return ``chunk`` from its first to its last letter or digit."""
    first, last = _FIRST_LETTER.search(chunk), _FIRST_LETTER.search(chunk[::-1])
    return chunk[first.start() : len(chunk) - last.start()] if first and last else ""


def _joined(chunk: str, end: int, start: int) -> bool:
    gap = chunk[end:start]
    between_digits = chunk[end - 1].isdigit() and chunk[start].isdigit()
    return bool(_JOINER.fullmatch(gap) or (between_digits and _NUMBER_JOINER.fullmatch(gap)))
