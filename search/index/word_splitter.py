"""How a text falls into words: the splitter that indexing, querying and highlighting share."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final

import numpy as np

from archive.arabic.calendar_names import (
    MONTH_OPENING_PATTERN,
    MONTH_PART_PATTERN,
    MONTH_PATTERN,
    SEPARATORS,
)
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.tokenize import WORD_CHARACTERS, WORD_PATTERN
from archive.arabic.written_units import (
    GLUED_NAME_PATTERN,
    UNIT_PART_PATTERN,
    UNIT_PATTERN,
    may_open_unit,
)
from search.engine import Array, Context

_SPLITTER: Final = re.compile(f"{MONTH_PATTERN}|{UNIT_PATTERN}|{WORD_PATTERN}")
_ONE_WORD: Final = re.compile(f"(?!{GLUED_NAME_PATTERN})[{ARABIC_LETTERS}]+")
"""Most chunks of a text: the splitter takes twice as long to see that they are one word."""
_OPENING: Final = re.compile(MONTH_OPENING_PATTERN)
_IN_CONTEXT: Final = re.compile(f"{MONTH_PART_PATTERN}|\\A(?:{UNIT_PART_PATTERN})\\Z")

_LETTER_PLANES: Final = 0x40000
"""Code points beyond are no letters: the planes above are empty, or for private use."""


@cache
def _word_characters() -> Array:
    characters = np.zeros(sys.maxunicode + 1, np.bool_)
    every = "".join(map(chr, range(_LETTER_PLANES)))
    for pattern in WORD_CHARACTERS:
        for stretch in re.finditer(pattern, every):
            characters[stretch.start() : stretch.end()] = True
    return characters


class WordSplitter:
    """Splits texts into surface words, each of which takes one position."""

    def words(self, text: str) -> list[str]:
        """Return the surface words of ``text`` in order; each takes one position."""
        return [text] if _ONE_WORD.fullmatch(text) else _SPLITTER.findall(text)

    @property
    def word_characters(self) -> Array:
        """For each code point, whether a word may hold it."""
        return _word_characters()

    def context(self, chunk: str) -> Context:
        """Return whether ``chunk`` may be part of a month or a unit, told by its neighbours."""
        if chunk.isdecimal():
            return Context.BEGINS if may_open_unit(chunk) else Context.NONE
        if not _IN_CONTEXT.search(chunk):
            return Context.NONE
        if _OPENING.search(chunk):
            return Context.OPENS
        return Context.BEGINS if may_open_unit(chunk) else Context.CONTINUES

    def words_between(self, text: str, start: int, stop: int) -> list[str]:
        """Return those of ``words(text)`` that begin between ``start`` and ``stop``.

        ``start`` is where no word of ``text`` goes on.
        """
        found = []
        for match in _SPLITTER.finditer(text, start):
            if match.start() >= stop:
                break
            found.append(match.group())
        return found

    def spans(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield each of ``words(text)`` with start and end (code points) in ``text``.

        A month that its neighbour made a month (``آب 2024``) keeps the separator in its
        surface, since ``terms`` needs it; start and end leave the separator out.
        """
        for match in _SPLITTER.finditer(text):
            surface = match.group()
            start = match.end() - len(surface.lstrip(SEPARATORS))
            yield surface, start, match.start() + len(surface.rstrip(SEPARATORS))
