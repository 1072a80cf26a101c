"""Sentences of words and signs, as the trained recogniser reads them.

>>> [[word.text for word in sentence] for sentence in sentences("وصل أمس. غادر!")]
[['وصل', 'امس', '.'], ['غادر', '!']]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from archive.arabic.normalize import fold
from archive.arabic.tokenize import WORD_PATTERN

MAX_WORDS: Final = 120
"""A longer sentence is cut: tables and lists of names have no full stops."""

_PIECE: Final = re.compile(rf"{WORD_PATTERN}|\n|[^\w\s]")
_ENDS: Final = frozenset(".!?؟…")
_LONGEST_NUMBER: Final = 5


class Word(NamedTuple):
    """A word, folded, or a sign; ``start`` and ``end`` are code points of the original.

    Digits are written ``0``: it counts how many there are, not which.
    """

    text: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def _form(piece: str) -> str:
    folded = fold(piece) or piece
    return "0" * min(len(folded), _LONGEST_NUMBER) if folded.isdigit() else folded


def words(text: str) -> Iterator[Word]:
    """Yield the words and signs of ``text`` in order, line ends among them."""
    for match in _PIECE.finditer(text):
        yield Word(_form(match.group()), match.start(), match.end())


def sentences(text: str) -> Iterator[list[Word]]:
    """Yield the sentences of ``text``: up to a full stop before a space, or a line's end."""
    sentence: list[Word] = []
    for word in words(text):
        if word.text != "\n":
            sentence.append(word)
        ends = word.text in _ENDS and text[word.end : word.end + 1].isspace()
        if sentence and (ends or word.text == "\n" or len(sentence) >= MAX_WORDS):
            yield sentence
            sentence = []
    if sentence:
        yield sentence
