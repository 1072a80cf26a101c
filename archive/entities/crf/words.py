"""Sentences of words and signs, as the trained recogniser reads them.

>>> [[word.text for word in sentence] for sentence in sentences("وصل أمس. غادر!")]
[['وصل', 'امس', '.'], ['غادر', '!']]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from archive.arabic.normalize import fold
from archive.arabic.tokenize import WORD_PATTERN, Token

MAX_WORDS: Final = 120
"""A longer sentence is cut: tables and lists of names have no full stops."""

_PIECE: Final = re.compile(rf"{WORD_PATTERN}|\n|[^\w\s]")
_ENDS: Final = frozenset(".!?؟…")


@lru_cache(maxsize=1 << 16)
def _folded(piece: str) -> str:
    return fold(piece) or piece


def words(text: str) -> Iterator[Token]:
    """Yield the words and signs of ``text`` in order, line ends among them."""
    for match in _PIECE.finditer(text):
        yield Token(_folded(match.group()), match.start(), match.end())


def sentences(text: str) -> Iterator[list[Token]]:
    """Yield the sentences of ``text``: up to a full stop before a space, or a line's end."""
    sentence: list[Token] = []
    for word in words(text):
        if word.text == "\n":
            if sentence:
                yield sentence
                sentence = []
            continue
        sentence.append(word)
        if len(sentence) >= MAX_WORDS or (
            word.text in _ENDS and text[word.end : word.end + 1].isspace()
        ):
            yield sentence
            sentence = []
    if sentence:
        yield sentence
