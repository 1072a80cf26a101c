"""A page as lines: where each stands in the text, what its form shows, what two share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from archive.arabic.normalize import fold, strip_marks
from archive.arabic.word_lists import STOP_WORDS
from archive.ingest.parsing.folded_patterns import with_one_spelling

READ_AT_MOST: Final = 320
"""Code points of a line that the rules look at: what is longer than that is prose."""

_LONGEST_KEY: Final = 300
"""Code points of a line that may stand twice on a page: titles, captions, labels."""

# Chosen on the pages from which the shipped layouts were written; their tests hold it.
_PROSE_WORDS: Final = 30
_PROSE_LENGTH: Final = 220
"""Words or code points from which a line is running text whatever its signs."""
_PROSE_WORDS_CLOSED: Final = 6
"""Words from which a line that a full stop closes is running text."""
_PROSE_WORDS_STOPPED: Final = 16
"""Words from which a comma or stop inside a line shows running text."""
_HEADLINE_WORDS: Final = range(3, 33)
_HEADLINE_LENGTH: Final = 260
_SENTENCE_TAIL: Final = 8
"""Code points at a line's end that its stop and closing quotes fit in."""
_LINE: Final = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BLANKS: Final = (
    "".join(
        chr(point)
        for start, end in ((0x2000, 0x200F), (0x2028, 0x202F), (0x2060, 0x206F))
        for point in range(start, end + 1)
    )
    + " \t\xa0\u00ad\u061c\u3000\ufeff"
)
"""Spaces of every width, direction signs and other characters that show nothing."""
_KEY_EDGES: Final = " \t.:،,؛;!-–—|*•·…«»\"'“”()[]{}<>/\\=_؟?›‹+"
_ICON: Final = re.compile(r"^(?:camera|image|photo) (?:icon|caption)\s*(?=\S)")
_SENTENCE_END: Final = re.compile(r"(?<![.!؟?…:])[.!؟?…:]+[»”\"'’)\]]*$|[.!؟?…][»”\"'’)\]]+[.]?$")
_PERIOD_END: Final = re.compile(r"(?<![.])[.…][»”\"'’)\]]*$|[»”\"]\.$")
_CLOSING: Final = ".!؟?…:»”\"'’)]"
"""What a line that ends a sentence can end with."""
_INNER_STOP: Final = re.compile(r"[.،؛:](?:\s|$)")


def line_key(text: str) -> str:
    """Return ``text`` folded, single-spaced, bare of edge punctuation and of icons' names."""
    return _ICON.sub("", " ".join(fold(text).split()).strip(_KEY_EDGES))


@dataclass(slots=True)
class Line:
    """A line that is not blank: ``page[start:end]`` is ``text``; ``number`` counts from 1.

    ``gap`` is the number of blank lines above it. ``plain`` is its beginning without
    vowel marks and with single spaces. ``ends_with_period`` says that a full stop closes
    it (the ``..`` of headlines does not count).
    """

    number: int
    text: str
    start: int
    end: int
    gap: int = 0
    plain: str = field(default="", init=False)
    words: int = field(default=0, init=False)
    ends_sentence: bool = field(default=False, init=False)
    ends_with_period: bool = field(default=False, init=False)
    _key: str | None = field(default=None, init=False)
    _one_spelling: str | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        head = self.text[:READ_AT_MOST]
        self.plain = " ".join(strip_marks(head.replace(" ـ ", " - ")).split())
        self.words = self.plain.count(" ") + 1
        tail = self.text[-_SENTENCE_TAIL:]
        if tail[-1:] in _CLOSING:
            self.ends_sentence = _SENTENCE_END.search(tail) is not None
            self.ends_with_period = _PERIOD_END.search(tail) is not None

    @property
    def key(self) -> str:
        """What two spellings of one line share; empty for a line too long to repeat."""
        if self._key is None:
            self._key = line_key(self.plain) if len(self.text) <= _LONGEST_KEY else ""
        return self._key

    @property
    def one_spelling(self) -> str:
        """``plain`` in small letters, each in the one spelling that all of them fold to."""
        if self._one_spelling is None:
            self._one_spelling = with_one_spelling(self.plain)
        return self._one_spelling

    @property
    def last_number(self) -> int:
        """The number of the last line of the page that it was joined from."""
        return self.number + self.text.count("\n")

    @property
    def is_prose(self) -> bool:
        """Whether its form alone shows running text and not a headline or a label."""
        if self.words >= _PROSE_WORDS or len(self.text) >= _PROSE_LENGTH:
            return True
        if self.ends_with_period:
            return self.words >= _PROSE_WORDS_CLOSED
        return self.words >= _PROSE_WORDS_STOPPED and _INNER_STOP.search(self.plain) is not None

    @property
    def is_headline(self) -> bool:
        """Whether it could be a title: some words, no full stop, not endless."""
        return (
            self.words in _HEADLINE_WORDS
            and len(self.text) <= _HEADLINE_LENGTH
            and not self.ends_with_period
        )


def split_lines(text: str) -> Iterator[Line]:
    """Yield the non-blank lines of ``text``, edges trimmed of every kind of blank."""
    number = 0
    above = 0
    position = 0
    for match in _LINE.finditer(text):
        number += text.count("\n", position, match.start())
        position = match.start()
        start, end = match.span()
        raw = match.group()
        trimmed = raw.strip(_BLANKS)
        if not trimmed:
            continue
        start += len(raw) - len(raw.lstrip(_BLANKS))
        end = start + len(trimmed)
        line = Line(number + 1, trimmed, start, end, max(0, number - above))
        if line.plain:
            yield line
            above = number + 1


_CONTENT_WORD: Final = re.compile(r"\w{3,}")
_ARTICLES: Final = ("وبال", "وكال", "فبال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
"""The article with what may stand before it, the longest first; folded."""
_COMPARED_AT_MOST: Final = 800
"""Code points of a text that are compared with a headline: a few paragraphs' openings."""
_REMEMBERED_TEXTS: Final = 256
"""One line of a page is compared with several others."""


def content_words(text: str) -> frozenset[str]:
    """Return the words of ``text`` that are no stop words, folded and without the article."""
    return _content_words(text[:_COMPARED_AT_MOST])


@lru_cache(_REMEMBERED_TEXTS)
def _content_words(text: str) -> frozenset[str]:
    words = _CONTENT_WORD.findall(fold(text))
    return frozenset(_without_article(word) for word in words if word not in STOP_WORDS)


_STEM: Final = 4
"""Letters of a word's beginning that its forms share, roughly."""


def stems_of(text: str) -> frozenset[str]:
    """Return the beginnings of the content words of ``text``, by which its subject is known."""
    return frozenset(word[:_STEM] for word in content_words(text))


def overlap(headline: str, text: str) -> float:
    """Return the share (0 to 1) of ``headline``'s content words that ``text`` has."""
    return shared(content_words(headline), content_words(text))


def shared(words: Set[str], others: Set[str]) -> float:
    """Return the share (0 to 1) of ``words`` that are among ``others``."""
    return len(words & others) / len(words) if words else 0.0


def _without_article(word: str) -> str:
    if "ال" in word[:4] or "لل" in word[:3]:
        for article in _ARTICLES:
            if word.startswith(article) and len(word) > len(article) + 1:
                return word[len(article) :]
    return word
