"""The words of an index as they are written, laid out so that near ones are found at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from archive.packed_strings import PackedStrings
from search.engine import edit_distances
from search.index.analyzers import KIND_EXACT
from search.suggest.edit_distance import CHEAPEST_EDIT, distance

MIN_WORD_LETTERS: Final = 3
MAX_WORD_LETTERS: Final = 24
"""Words that are shorter or longer are neither doubted nor proposed."""

_MANY_WORDS: Final = 50_000
"""Words from which on those of a single article are left out."""
_AT_ONCE: Final = 4096
"""Words laid out side by side, half a kilobyte each, to find their letters."""


class TermReader(Protocol):
    """What a word list needs of a snapshot of the index."""

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]:
        """Return the terms of ``field`` that begin with ``prefix``, with their documents."""
        ...


@dataclass(frozen=True, slots=True)
class WordList:
    """Folded words as written, and how often: in articles, and in Arabic at large."""

    words: Sequence[str]
    frequencies: NDArray[np.int32]
    _lengths: NDArray[np.int8]
    _letters: NDArray[np.uint64]

    @classmethod
    def of_index(
        cls, index: TermReader, written: Callable[[str], int], field: str = "text"
    ) -> WordList:
        """Read the words of ``field``: its exact terms. ``written`` counts a word elsewhere.

        Of a large archive the words of a single article are left out. There are as many of
        them as of all others, most are misspelled, and none finds much.
        """
        found = index.doc_frequencies(field, KIND_EXACT)
        fewest = 1 if len(found) < _MANY_WORDS else 2
        words = (
            (term[len(KIND_EXACT) :], count) for term, count in found.items() if count >= fewest
        )
        return cls.of((word, count + written(word)) for word, count in words)

    @classmethod
    def of(cls, counted: Iterable[tuple[str, int]]) -> WordList:
        """Take words with their frequencies; what is too short, too long or no word is left out."""
        kept = sorted(
            (word, count)
            for word, count in counted
            if MIN_WORD_LETTERS <= len(word) <= MAX_WORD_LETTERS and word.isalpha()
        )
        words = [word for word, _ in kept]
        return cls(
            PackedStrings(words),
            np.fromiter((count for _, count in kept), np.int32, len(kept)),
            np.fromiter(map(len, words), np.int8, len(words)),
            _letter_sets(words),
        )

    def frequency(self, word: str) -> int | None:
        """Return how often the folded ``word`` is written; None where it is not in the list."""
        place = bisect_left(self.words, word)
        found = place < len(self.words) and self.words[place] == word
        return int(self.frequencies[place]) if found else None

    def near(self, word: str, limit: float, least: int = 1) -> Iterator[tuple[str, float, int]]:
        """Yield (word, distance, frequency) of every other word at most ``limit`` away.

        Only of words that are written ``least`` times.
        """
        edits = int(limit / CHEAPEST_EDIT)
        apart = np.bitwise_count(self._letters ^ _letter_sets([word])[0])
        length = np.abs(self._lengths - len(word))
        sieved = np.flatnonzero(
            (self.frequencies >= least) & (length <= edits) & (apart <= 2 * edits)
        )
        if not len(sieved):
            return
        plain = edit_distances(word, [self.words[place] for place in sieved.tolist()])
        # Two letters exchanged are one edit here, and two plain ones.
        for place in sieved[plain <= edits + 1].tolist():
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
