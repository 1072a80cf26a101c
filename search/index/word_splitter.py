"""How a text falls into words: the splitter that indexing, querying and highlighting share."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np

from archive.arabic.calendar_names import (
    MONTH_OPENING_PATTERN,
    MONTH_PART_PATTERN,
    MONTH_PATTERN,
    SEPARATORS,
)
from archive.arabic.frequencies import WordMemory
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.tokenize import WORD_CHARACTERS, WORD_PATTERN
from archive.arabic.written_units import (
    GLUED_NAME_PATTERN,
    UNIT_PART_PATTERN,
    UNIT_PATTERN,
    may_open_unit,
)
from search.contract import Context
from search.engine import Array

_SPLITTER: Final = re.compile(f"{MONTH_PATTERN}|{UNIT_PATTERN}|{WORD_PATTERN}")
_ONE_WORD: Final = re.compile(f"(?!{GLUED_NAME_PATTERN})[{ARABIC_LETTERS}]+")
"""Most chunks of a text: the splitter takes twice as long to see that they are one word."""
_OPENING: Final = re.compile(MONTH_OPENING_PATTERN)
_IN_CONTEXT: Final = re.compile(f"{MONTH_PART_PATTERN}|\\A(?:{UNIT_PART_PATTERN})\\Z")

_CHUNKS: Final = re.compile(f"((?:{WORD_CHARACTERS[0]}+|{WORD_CHARACTERS[1]}+)++)")
"""Chunks and the gaps between them, in turn; see ``WordAnalyzer``."""

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


class WordPlaces(NamedTuple):
    """The words of a text in order, and where in the text each starts and ends."""

    surfaces: list[str]
    starts: list[int]
    ends: list[int]


class PlacedWord(NamedTuple):
    """A word of a text: which of its words it is, from 0 on, and where it starts and ends."""

    place: int
    surface: str
    start: int
    end: int


class WordSplitter:
    """Splits texts into surface words, each of which takes one position."""

    def words(self, text: str) -> list[str]:
        """Return the surface words of ``text`` in order; each takes one position."""
        return [text] if _ONE_WORD.fullmatch(text) else _SPLITTER.findall(text)

    def chunks(self, text: str) -> list[str]:
        """Return the chunks of ``text`` in order: stretches of characters of words."""
        return _CHUNKS.findall(text)

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

    def places(self, text: str) -> WordPlaces:
        """Return ``words(text)`` with the start and end (code points) of each in ``text``.

        A month that its neighbour made a month (``آب 2024``) keeps the separator in its
        surface, since ``terms`` needs it; start and end leave the separator out.
        """
        parts = _CHUNKS.split(text)
        borders = list(accumulate(map(len, parts)))
        chunks, starts, ends = parts[1::2], borders[:-1:2], borders[1::2]
        alone = list(map(_ALONE.__getitem__, chunks))
        if all(alone):
            return WordPlaces(chunks, starts, ends)
        read, first = WordPlaces([], [], []), 0
        while first < len(chunks):
            last = _next(alone, False, first)
            read.surfaces.extend(chunks[first:last])
            read.starts.extend(starts[first:last])
            read.ends.extend(ends[first:last])
            if last == len(chunks):
                break
            first = _next(alone, True, last)
            stop = starts[first] if first < len(chunks) else len(text)
            _read_between(read, text, ends[last - 1] if last else 0, stop)
        return read

    def chosen_words(
        self, text: str, choose: Callable[[list[str]], Iterable[int]]
    ) -> list[PlacedWord]:
        """Return those of the words of ``places`` that ``choose`` may want, in order.

        It is given the chunks of ``text``, and returns the numbers of some of them, ascending. All
        that do not stand alone (``stands_alone``) are among them; all words of these are given.
        """
        parts = _CHUNKS.split(text)
        chunks = parts[1::2]
        chosen = choose(chunks)
        if not chosen:
            return []
        borders = list(accumulate(map(len, parts)))
        found: list[PlacedWord] = []
        read_to = more = 0
        for number in chosen:
            if number < read_to:
                continue
            chunk = chunks[number]
            if _ALONE[chunk]:
                place = number + more
                found.append(PlacedWord(place, chunk, borders[2 * number], borders[2 * number + 1]))
                continue
            read_to = number + 1
            while read_to < len(chunks) and not _ALONE[chunks[read_to]]:
                read_to += 1
            read = WordPlaces([], [], [])
            stop = borders[2 * read_to] if read_to < len(chunks) else len(text)
            _read_between(read, text, borders[2 * number - 1] if number else 0, stop)
            places = range(number + more, number + more + len(read.surfaces))
            found += map(PlacedWord, places, *read)
            more += len(read.surfaces) - (read_to - number)
        return found


def _next(flags: list[bool], wanted: bool, start: int) -> int:
    """Return the place of the next flag that is ``wanted``, else that after the last."""
    try:
        return flags.index(wanted, start)
    except ValueError:
        return len(flags)


def _read_between(read: WordPlaces, text: str, start: int, stop: int) -> None:
    """Add the words of ``text`` that begin between two places, read beside their neighbours."""
    for match in _SPLITTER.finditer(text, start):
        if match.start() >= stop:
            return
        surface = match.group()
        read.surfaces.append(surface)
        read.starts.append(match.end() - len(surface.lstrip(SEPARATORS)))
        read.ends.append(match.start() + len(surface.rstrip(SEPARATORS)))


def stands_alone(chunk: str) -> bool:
    """Return whether a chunk is one word whatever stands beside it."""
    return _ALONE[chunk]


def _stands_alone(chunk: str) -> bool:
    """Return whether a chunk is one word whatever stands beside it."""
    splitter = WordSplitter()
    return splitter.context(chunk) is Context.NONE and splitter.words(chunk) == [chunk]


_ALONE: Final = WordMemory(_stands_alone, 1 << 15)
