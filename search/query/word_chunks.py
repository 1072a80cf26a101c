"""The smallest parts of a query: quotation marks, and the words of a chunk without space.

A star or a tilde after the last word of a chunk belongs to that word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.normalize import fold
from archive.arabic.tokenize import Token, tokenize
from search.query.notices import Notice, NoticeKind
from search.query.tree import Fuzzy, Pattern, Prefix, Term, Word

STARS: Final = "*٭＊"
TILDES: Final = "~～"
_PLAIN_STARS: Final = str.maketrans(dict.fromkeys(STARS, "*"))
_SIGNS: Final = ".,;:!?،؛؟…"
"""Signs around a word that are none of it."""
MAX_DISTANCE: Final = 2
"""Letters that a word with a tilde may differ in; with more it is another word."""
MIN_PREFIX_LETTERS: Final = 2
"""Letters beside a star; what begins with a single letter, or holds it, is no search."""

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

_SINGLE_CLOSER: Final = re.compile(r"['’‘＇](?=[\s()（）~～.,،؛؟!]|$)")
_AFFIX: Final = re.compile(
    rf"(?P<sign>[{STARS}{TILDES}])(?P<number>\d{{0,4}})[^\w{STARS}{TILDES}]*$"
)
_FIRST_LETTER: Final = re.compile(r"\w")
_JOINER: Final = re.compile(r"[-−_'’.@&+#\u0640\u200c\u200d]*")
_HYPHENS: Final = ("-", "−")
_LETTERS_OF_A_SIDE: Final = 3
"""Letters of Arabic words that a hyphen does not keep together."""
_NUMBER_JOINER: Final = re.compile(r"[,،:/٫٬]")


def read_terms(chunk: str, repairs: list[Notice]) -> tuple[Term, ...]:
    """Return the words of ``chunk``; what had to be mended is added to ``repairs``."""
    pattern = _pattern(chunk)
    if pattern:
        return (Pattern(pattern),)
    affix = _AFFIX.search(chunk)
    stem = chunk[: affix.start()] if affix else chunk
    words = tuple(_split(stem))
    if any(star in stem for star in STARS) or (affix and affix["sign"] in STARS and not words):
        repairs.append(Notice(NoticeKind.STAR_DROPPED, chunk))
    terms: list[Term] = [Word(word) for word in words]
    if affix and words:
        terms[-1] = _expanded(words[-1], affix, repairs)
    return tuple(terms)


def _pattern(chunk: str) -> str:
    """Return ``chunk`` with plain stars where it is one word with a star inside or before it."""
    core = chunk.translate(_PLAIN_STARS).strip(_SIGNS)
    parts = [part for part in core.split("*") if part]
    inner = "*" in core.rstrip("*")
    if not inner or sum(len(fold(part)) for part in parts) < MIN_PREFIX_LETTERS:
        return ""
    return core if all(map(_is_one_word, parts)) else ""


def _is_one_word(text: str) -> bool:
    tokens = list(tokenize(text))
    return len(tokens) == 1 and (tokens[0].start, tokens[0].end) == (0, len(text))


def trimmed(chunk: str) -> str:
    """Return ``chunk`` from its first to its last letter or digit."""
    first, last = _FIRST_LETTER.search(chunk), _FIRST_LETTER.search(chunk[::-1])
    return chunk[first.start() : len(chunk) - last.start()] if first and last else ""


def _expanded(word: str, affix: re.Match[str], repairs: list[Notice]) -> Term:
    if affix["sign"] in STARS:
        if len(fold(word)) < MIN_PREFIX_LETTERS:
            repairs.append(Notice(NoticeKind.STAR_DROPPED, f"{word}*"))
            return Word(word)
        return Prefix(word)
    distance = int(affix["number"]) if affix["number"] else 1
    if distance > MAX_DISTANCE:
        repairs.append(Notice(NoticeKind.FUZZY_NARROWED, f"{word}~{distance}"))
    return Fuzzy(word, min(distance, MAX_DISTANCE)) if distance else Word(word)


def _split(chunk: str) -> Iterator[str]:
    """Yield the words of ``chunk``; a hyphen, a dot or an apostrophe keeps its sides together."""
    start = -1
    last: Token | None = None
    for token in tokenize(chunk):
        if last is None or not _joined(chunk, last, token):
            if last is not None:
                yield chunk[start : last.end]
            start = token.start
        last = token
    if last is not None:
        yield chunk[start : last.end]


def _joined(chunk: str, last: Token, token: Token) -> bool:
    gap = chunk[last.end : token.start]
    if gap in _HYPHENS and _is_long_arabic(last.text) and _is_long_arabic(token.text):
        # Two things, as the ends of a road (حلب-دمشق); سي-إن-إن is one.
        return False
    between_digits = chunk[last.end - 1].isdigit() and chunk[token.start].isdigit()
    return bool(_JOINER.fullmatch(gap) or (between_digits and _NUMBER_JOINER.fullmatch(gap)))


def _is_long_arabic(word: str) -> bool:
    return len(word) >= _LETTERS_OF_A_SIDE and word[0] in ARABIC_LETTERS


@dataclass(frozen=True, slots=True)
class QuotationMarks:
    """Where each mark of a text stands, so that looking for a pair costs no scan."""

    places: dict[str, list[int]]
    single_closers: list[int]

    @classmethod
    def of(cls, text: str) -> QuotationMarks:
        """Return the marks of ``text``."""
        places: dict[str, list[int]] = {}
        for at, char in enumerate(text):
            if char in QUOTES:
                places.setdefault(char, []).append(at)
        return cls(places, [match.start() for match in _SINGLE_CLOSER.finditer(text)])

    def closer(self, opener: str, at: int) -> int | None:
        """Return where a phrase ends that opens at ``at``: at its own closing mark, else at any."""
        own = self._first_after(at, CLOSERS.get(opener, '"'))
        return own if own is not None else self._first_after(at, QUOTES)

    def single_closer(self, at: int) -> int | None:
        """Return where a phrase in single marks ends, ``None`` where the mark is an apostrophe."""
        index = bisect_left(self.single_closers, at + 1)
        return self.single_closers[index] if index < len(self.single_closers) else None

    def _first_after(self, at: int, marks: str | frozenset[str]) -> int | None:
        found = []
        for mark in marks:
            places = self.places.get(mark, [])
            index = bisect_right(places, at)
            found += places[index : index + 1]
        return min(found, default=None)
