"""The words of an index as they are written, laid out so that near ones are found at once."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from search.index.term_kinds import KIND_EXACT
from search.suggest.edit_distance import CHEAPEST_CHANGE, DOUBLED_COST, Letters, distances

MIN_WORD_LETTERS: Final = 3
MAX_WORD_LETTERS: Final = 24
"""Words that are shorter or longer are neither doubted nor proposed."""

_MANY_WORDS: Final = 50_000
"""Words from which on those of a single article are left out."""
_MOST_EDITS: Final = 3
"""Slips in one word that are looked for."""
_WIDEST: Final = 0xFFFF
"""The highest code point of a letter that is kept: two bytes a letter."""


def comparable(word: str) -> bool:
    """Return whether ``word`` is of a length, and of letters, that a list may hold.

    >>> comparable("دمشق"), comparable("د" * 1_000), comparable("𝒟𝒶𝓂")
    (True, False, False)
    """
    return MIN_WORD_LETTERS <= len(word) <= MAX_WORD_LETTERS and ord(max(word)) <= _WIDEST


class TermReader(Protocol):
    """What a word list needs of a snapshot of the index."""

    def term_counts(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the terms of ``field`` that begin with ``prefix``, ascending, with their documents."""
        ...


@dataclass(frozen=True, slots=True)
class WordList:
    """Folded words as written, and how often: in articles, and in Arabic at large."""

    frequencies: NDArray[np.int32]
    _letters: Letters
    """Of all words in their order, one after the other."""
    _ends: NDArray[np.int64]
    _lengths: NDArray[np.int8]
    _letter_sets: NDArray[np.uint64]

    @classmethod
    def of_index(
        cls, index: TermReader, written: Callable[[str], int], field: str = "text"
    ) -> WordList:
        """Read the words of ``field``: its exact terms. ``written`` counts a word elsewhere.

        Of a large archive the words of a single article are left out. There are as many of
        them as of all others, most are misspelled, and none finds much.
        """
        found = sum(1 for _term in islice(index.term_counts(field, KIND_EXACT), _MANY_WORDS))
        fewest = 1 if found < _MANY_WORDS else 2
        words = (
            (term[len(KIND_EXACT) :], count)
            for term, count in index.term_counts(field, KIND_EXACT)
            if count >= fewest
        )
        return cls._of_sorted((word, count + written(word)) for word, count in words)

    @classmethod
    def of(cls, counted: Iterable[tuple[str, int]]) -> WordList:
        """Take words with their frequencies; what is too short, too long or no word is left out."""
        return cls._of_sorted(sorted(counted))

    @classmethod
    def _of_sorted(cls, counted: Iterable[tuple[str, int]]) -> WordList:
        """Take words in their order, one after the other: nothing is kept of them as an object."""
        together, own_lengths, own_counts = bytearray(), array("b"), array("i")
        for word, count in counted:
            if comparable(word) and word.isalpha():
                together += word.encode("utf-16-le", "surrogatepass")
                own_lengths.append(len(word))
                own_counts.append(count)
        letters = np.frombuffer(bytes(together), np.uint16)
        lengths = np.array(own_lengths, np.int8)
        ends = lengths.cumsum(dtype=np.int64)
        bits = _bits_of(letters)
        sets = np.bitwise_or.reduceat(bits, ends - lengths) if len(lengths) else bits
        return cls(np.array(own_counts, np.int32), letters, ends, lengths, sets)

    def word(self, place: int) -> str:
        """Return the word at ``place`` of their sorted order."""
        end = int(self._ends[place])
        letters = self._letters[end - int(self._lengths[place]) : end]
        return letters.tobytes().decode("utf-16-le", "surrogatepass")

    def frequency(self, word: str) -> int | None:
        """Return how often the folded ``word`` is written; None where it is not in the list."""
        place = bisect_left(range(len(self.frequencies)), word, key=self.word)
        found = place < len(self.frequencies) and self.word(place) == word
        return int(self.frequencies[place]) if found else None

    def near(self, word: str, limit: float, least: int = 1) -> Iterator[tuple[str, float, int]]:
        """Yield (word, distance, frequency) of every other word at most ``limit`` away.

        Only of words that are written ``least`` times. ``word`` is folded; nothing is near one that
        is not ``comparable``.
        """
        if not comparable(word):
            return
        places = self._sieved(word, limit, least)
        lengths = self._lengths[places].astype(np.int64)
        columns = np.arange(lengths.max(initial=1))
        within = (self._ends[places] - lengths)[:, None] + columns
        letters = self._letters.take(within, mode="clip")
        apart = distances(word, letters, lengths) if len(places) else np.empty(0, np.float32)
        for row in np.flatnonzero(apart <= np.float32(limit)).tolist():
            place = int(places[row])
            candidate = self.word(place)
            if candidate != word:
                yield candidate, round(float(apart[row]), 3), int(self.frequencies[place])

    def _sieved(self, word: str, limit: float, least: int) -> NDArray[np.int64]:
        """Return the places of the words that may be near.

        A doubled letter changes the length alone; every other slip changes two letters at most.
        """
        own = np.bitwise_or.reduce(_bits_of(np.array([ord(each) for each in word], np.uint16)))
        apart = np.bitwise_count(self._letter_sets ^ own)
        longer = np.abs(self._lengths - len(word))
        most = min(int(limit / DOUBLED_COST), _MOST_EDITS)
        near = (apart <= 2 * int(limit / CHEAPEST_CHANGE)) & (longer <= most)
        return np.flatnonzero(near & (self.frequencies >= least))


def _bits_of(letters: Letters) -> NDArray[np.uint64]:
    """Return for each letter its bit in a set of 64; letters may share one."""
    return np.left_shift(np.uint64(1), (letters & 63).astype(np.uint64))
