"""Search text → tokens, in one pass that never goes back over what it has read.

Nothing is refused: a quotation mark without its pair closes at the end of the text, a sign
that means nothing here is passed over, and what was mended is noted in ``repairs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils import timezone

from archive.arabic.letters import MARKS
from archive.arabic.normalize import fold
from archive.arabic.tokenize import tokenize
from search.fields import FIELDS, TITLE, Field, Fields, Kind
from search.query.notices import Notice, NoticeKind
from search.query.periods import Period, ends_of_range, read_period
from search.query.relative_dates import RELATIVE_WORDS, RelativeDate, read_relative
from search.query.tokens import Token, TokenKind
from search.query.tree import Dates, Phrase, Word
from search.query.word_chunks import (
    QUOTES,
    SINGLE_QUOTES,
    STARS,
    TILDES,
    QuotationMarks,
    read_terms,
    trimmed,
)

COLONS: Final = ":：﹕"
MINUS: Final = "-−"
DEFAULT_SLOP: Final = 5
"""Words that may stand between those of a phrase with a tilde and no number."""
MAX_SLOP: Final = 50
"""The most words that may stand between."""
MAX_DATE_LETTERS: Final = 40
"""Letters that are looked at for a date or a range of dates."""

_OPENERS: Final = "(（"
_CLOSERS: Final = ")）"
_SPACE: Final = re.compile(r"\s*")
_CHUNK: Final = re.compile(rf"[^\s|{_OPENERS}{_CLOSERS}{''.join(sorted(QUOTES))}]+")
_FIELD: Final = re.compile(rf"((?:[^\W\d_]|[{MARKS}]){{2,24}}+)[{COLONS}](\s*)")
_SLOP: Final = re.compile(rf"[{TILDES}](\d{{0,4}})")
_DASHES: Final = re.compile(rf"[{MINUS}]+")
_AFTER: Final = frozenset(map(fold, ("after", "since", "بعد", "منذ")))
_BEFORE: Final = frozenset(map(fold, ("before", "until", "قبل", "حتى")))
_ANY: Final = frozenset(map(fold, ("any", "أي")))
_COLON_WORDS: Final = _AFTER | _BEFORE | _ANY
"""What may stand before a colon beside the names of fields, folded."""


OPERATORS: Final = {
    "OR": TokenKind.OR,
    "او": TokenKind.OR,
    "AND": TokenKind.AND,
    "&&": TokenKind.AND,
    "NOT": TokenKind.NOT,
    "ليس": TokenKind.NOT,
}


@dataclass(slots=True)
class Lexer:
    """The tokens of a text. Iterate once; ``repairs`` and ``notices`` are complete then.

    ``today`` is the day from which relative dates are told.
    """

    text: str
    fields: Fields = FIELDS
    repairs: list[Notice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    today: date = field(default_factory=timezone.localdate)
    _at: int = 0
    _marks: QuotationMarks = field(init=False)

    def __post_init__(self) -> None:
        self._marks = QuotationMarks.of(self.text)

    def __iter__(self) -> Iterator[Token]:
        while True:
            self._skip_space()
            if self._at >= len(self.text):
                return
            yield from self._next()

    def _skip_space(self) -> None:
        space = _SPACE.match(self.text, self._at)
        self._at = space.end() if space else self._at

    def _next(self) -> Iterator[Token]:
        char = self.text[self._at]
        if char in _OPENERS or char in _CLOSERS:
            self._at += 1
            yield Token(TokenKind.OPEN if char in _OPENERS else TokenKind.CLOSE, char)
        elif char in QUOTES:
            yield from self._quoted(self._marks.closer(char, self._at))
        elif char in SINGLE_QUOTES:
            yield from self._single_quoted()
        elif char == "|":
            self._at += 2 if self.text.startswith("||", self._at) else 1
            yield Token(TokenKind.OR, "|")
        elif char in MINUS:
            yield from self._minus(char)
        else:
            yield from self._field_or_chunk()

    def _quoted(self, end: int | None) -> Iterator[Token]:
        start = self._at + 1
        mark = self.text[self._at]
        content = self.text[start:end]
        self._at = len(self.text) if end is None else end + 1
        words = tuple(content[token.start : token.end] for token in tokenize(content))
        if any(star in content for star in STARS):
            self.repairs.append(Notice(NoticeKind.STAR_DROPPED, content.strip()))
        if end is None:
            self.repairs.append(
                Notice(NoticeKind.QUOTE_CLOSED if words else NoticeKind.QUOTE_DROPPED, mark)
            )
        elif not words:
            self.repairs.append(Notice(NoticeKind.QUOTE_DROPPED, f"{mark}{self.text[end]}"))
        slop = self._slop()
        if words:
            shown = f"«{content.strip()}»"
            yield Token(TokenKind.TERM, shown, (Phrase(words, slop),))

    def _slop(self) -> int:
        match = _SLOP.match(self.text, self._at)
        if match is None:
            return 0
        self._at = match.end()
        slop = int(match[1]) if match[1] else DEFAULT_SLOP
        if slop > MAX_SLOP:
            self.repairs.append(Notice(NoticeKind.SLOP_CUT, match[0]))
        return min(slop, MAX_SLOP)

    def _single_quoted(self) -> Iterator[Token]:
        end = self._marks.single_closer(self._at)
        if end is None:
            self._at += 1
        else:
            yield from self._quoted(end)

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
            yield Token(TokenKind.NOT, char)

    def _field_or_chunk(self) -> Iterator[Token]:
        match = _FIELD.match(self.text, self._at)
        spelling = fold(match[1]) if match else ""
        named = self.fields.by_spelling.get(spelling)
        if match is None or (named is None and spelling not in _COLON_WORDS):
            yield from self._chunk(self._take_chunk())
        elif spelling in _ANY:
            self._at = match.end()
            yield Token(TokenKind.ANY, match[0].strip())
        elif named is None or named.kind is Kind.DATES:
            yield from self._dates(match, opens=spelling in _AFTER, closes=spelling in _BEFORE)
        else:
            yield from self._field(named, match)

    def _field(self, named: Field, match: re.Match[str]) -> Iterator[Token]:
        self._at = match.end()
        if match[2] and named.name != TITLE:
            # «مصدر: …» opens many headlines; only a value that follows at once is meant.
            yield from self._words(match[1])
            return
        yield Token(TokenKind.FIELD, match[0].strip(), field=named)
        if named.holds_values:
            yield from self._value()

    def _take_chunk(self, longest: int | None = None) -> str:
        end = len(self.text) if longest is None else self._at + longest
        match = _CHUNK.match(self.text, self._at, end)
        if match is None:
            return ""
        self._at = match.end()
        return match[0]

    def _value(self) -> Iterator[Token]:
        """Yield a name or key as it stands: hyphens and dots belong to it, in quotation marks too."""
        quoted = self._quoted_text()
        self._at += len(quoted)
        value = " ".join(quoted[1:-1].split()) if trimmed(quoted) else ""
        if not quoted:
            value = trimmed(self._take_chunk())
        if value:
            yield Token(TokenKind.TERM, value, (Word(value),))

    def _dates(self, match: re.Match[str], *, opens: bool, closes: bool) -> Iterator[Token]:
        """Yield a span of days; one that ``opens`` has no end, one that ``closes`` no start."""
        self._at = match.end()
        relative = None if match[2] else self._relative()
        if relative is not None:
            yield self._since(match[1], *relative, opens=opens, closes=closes)
            return
        value = self._take_chunk(MAX_DATE_LETTERS)
        if not opens and not closes and ".." in (value[:2], value[-2:]):
            opens, closes = value[:2] != "..", value[:2] == ".."
        parts = (value,) if opens or closes else ends_of_range(value)
        periods = [read_period(trimmed(part)) for part in parts]
        known = [period for period in periods if period is not None]
        if len(known) < len(periods):
            if not match[2] and (shown := value or self._quoted_text()):
                self.repairs.append(Notice(NoticeKind.NOT_A_DATE, f"{match[1]}:{shown}"))
            self._at = match.end()
            yield from self._words(match[1])
            return
        if any(period.repaired for period in known):
            self.repairs.append(Notice(NoticeKind.DATE_CORRECTED, value))
        first, last = self._span(known, value)
        dates = Dates(None if closes else first, None if opens else last)
        yield Token(TokenKind.DATES, f"{match[1]}:{value}", dates=dates)

    def _quoted_text(self) -> str:
        """Return what stands here in quotation marks, with them; empty where nothing does."""
        mark = self.text[self._at : self._at + 1]
        end = self._marks.closer(mark, self._at) if mark and mark in QUOTES else None
        return self.text[self._at : end + 1] if end else ""

    def _relative(self) -> tuple[str, RelativeDate] | None:
        """Take the words of a date told from today, as many as make one; None where none do."""
        if quoted := self._quoted_text():
            found = read_relative(quoted[1:-1], self.today)
            self._at += 0 if found is None else len(quoted)
            return None if found is None else (quoted[1:-1], found)
        best, words = None, []
        end = self._at
        for _ in range(RELATIVE_WORDS):
            word = trimmed(self._take_chunk(MAX_DATE_LETTERS))
            if not word:
                break
            words.append(word)
            found = read_relative(" ".join(words), self.today)
            if found is not None:
                best, end = (" ".join(words), found), self._at
            self._skip_space()
        self._at = end
        return best

    def _since(
        self, name: str, value: str, found: RelativeDate, *, opens: bool, closes: bool
    ) -> Token:
        dates = Dates(found.first, None if opens else found.last)
        if closes:
            dates = Dates(None, found.first)
        self.notices.append(Notice(NoticeKind.RELATIVE_DATE, f"{value}: {found.first}"))
        return Token(TokenKind.DATES, f"{name}:{value}", dates=dates)

    def _span(self, periods: list[Period], value: str) -> tuple[date, date]:
        """Return the first and the last day of one period, or of a range turned the right way."""
        first, last = periods[0].first, periods[-1].last
        if first > last:
            self.repairs.append(Notice(NoticeKind.DATES_TURNED, value))
            return periods[-1].first, periods[0].last
        return first, last

    def _chunk(self, chunk: str) -> Iterator[Token]:
        operator = OPERATORS.get(chunk) or OPERATORS.get(fold(chunk))
        if operator is not None and (chunk.isupper() or not chunk.isascii() or chunk == "&&"):
            yield Token(operator, chunk)
            return
        yield from self._words(chunk)

    def _words(self, chunk: str) -> Iterator[Token]:
        terms = read_terms(chunk, self.repairs)
        if terms:
            yield Token(TokenKind.TERM, chunk, terms)
