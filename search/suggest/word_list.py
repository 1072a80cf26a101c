"""The words of the index with their frequencies, laid out to find those near a given word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.packed_strings import PackedStrings
from search.engine import edit_distances
from search.index.analyzers import KIND_EXACT
from search.suggest.edit_distance import distance

MIN_LETTERS: Final = 3
MAX_LETTERS: Final = 24
_MANY_WORDS: Final = 50_000
_LETTERS_APART: Final = 2
"""Plain edits that the coarse sieve lets through."""
_AT_ONCE: Final = 4096
"""Words laid out side by side, half a kilobyte each, to find their letters."""


class TermReader(Protocol):
    """What is needed of ``search.engine.Snapshot``."""

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class WordList:
    """Folded words as written, and in how many articles each stands."""

    words: Sequence[str]
    frequencies: NDArray[np.int32]
    _lengths: NDArray[np.int8]
    _letters: NDArray[np.uint64]

    @classmethod
    def of_index(cls, index: TermReader, field: str = "text") -> WordList:
        """Read the words of ``field``: its exact terms.

        Of a large archive the words of a single article are left out. There are as many of
        them as of all others, most are misspelled, and none finds much.
        """
        found = index.doc_frequencies(field, KIND_EXACT)
        fewest = 1 if len(found) < _MANY_WORDS else 2
        return cls.of(
            (term[len(KIND_EXACT) :], count) for term, count in found.items() if count >= fewest
        )

    @classmethod
    def of(cls, counted: Iterable[tuple[str, int]]) -> WordList:
        """Take words with their frequencies; what is too short, too long or no word is left out."""
        kept = sorted(
            (word, count)
            for word, count in counted
            if MIN_LETTERS <= len(word) <= MAX_LETTERS and word.isalpha()
        )
        words = [word for word, _ in kept]
        return cls(
            PackedStrings(words),
            np.fromiter((count for _, count in kept), np.int32, len(kept)),
            np.fromiter(map(len, words), np.int8, len(words)),
            _letter_sets(words),
        )

    def frequency(self, word: str) -> int:
        """Return in how many articles the folded ``word`` stands as written."""
        place = bisect_left(self.words, word)
        found = place < len(self.words) and self.words[place] == word
        return int(self.frequencies[place]) if found else 0

    def near(self, word: str, limit: float) -> Iterator[tuple[str, float, int]]:
        """Yield (word, distance, frequency) of every other word at most ``limit`` away."""
        apart = np.bitwise_count(self._letters ^ _letter_sets([word])[0])
        length = np.abs(self._lengths - len(word))
        sieved = np.flatnonzero((apart <= 2 * _LETTERS_APART) & (length <= _LETTERS_APART))
        if not len(sieved):
            return
        plain = edit_distances(word, [self.words[place] for place in sieved.tolist()])
        for place in sieved[plain <= _LETTERS_APART].tolist():
            candidate = self.words[place]
            found = distance(word, candidate, limit)
            if found <= limit and candidate != word:
                yield candidate, found, int(self.frequencies[place])


def _letter_sets(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return for each word a set of bits, one for each letter that occurs in it."""
    sets = np.empty(len(words), np.uint64)
    for start in range(0, len(words), _AT_ONCE):
        table = np.array(words[start : start + _AT_ONCE], dtype=np.str_)
        letters = table.view(np.uint32).reshape(len(table), -1).astype(np.uint64)
        bits = np.where(letters > 0, np.uint64(1) << (letters & np.uint64(63)), np.uint64(0))
        sets[start : start + _AT_ONCE] = np.bitwise_or.reduce(bits, axis=1)
    return sets
