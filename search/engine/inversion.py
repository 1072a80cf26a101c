"""Inversion by sorting: buffered words of many documents become postings in one go.

Each surface word is looked up once in a vocabulary that remembers its index terms.
A run is a stream of word numbers. At its end every word is replaced by its terms
(by arrays), and one sort of (rank of the term, place in the stream) brings the
occurrences of each term together in the order of documents and positions.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from search.engine.blocks import Array
from search.engine.fields import WordAnalyzer
from search.engine.postings import InvertedBlock

PART_GAP: Final = 100
"""Positions left free between the parts of one text, so that no phrase crosses them."""


class Vocabulary(dict[str, int]):
    """Numbers for surface words, and for each the numbers of its terms.

    Looking up a new word numbers it, so that ``map(vocabulary.__getitem__, words)``
    runs at the speed of a dictionary.
    """

    def __init__(self, analyzer: WordAnalyzer) -> None:
        super().__init__()
        self.analyzer = analyzer
        self.term_numbers: dict[str, int] = {}
        self._terms_of_words = array("I")
        self._term_starts = array("I", [0])

    def __missing__(self, word: str) -> int:
        numbers = self.term_numbers
        for term in dict.fromkeys(self.analyzer.terms(word)):
            self._terms_of_words.append(numbers.setdefault(term, len(numbers)))
        self._term_starts.append(len(self._terms_of_words))
        number = self[word] = len(self)
        return number

    def word_terms(self) -> tuple[Array, Array]:
        """(starts, terms): word ``w`` has the terms ``terms[starts[w]:starts[w + 1]]``."""
        starts = np.array(self._term_starts, np.int64)
        return starts, np.array(self._terms_of_words, np.uint32)


class WordStream:
    """The words of one field of the documents of a run."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._words = array("I")
        self._parts = array("I")
        """Three numbers a part: document, count of words, position of the first."""

    def __len__(self) -> int:
        return len(self._words)

    def add(self, document: int, text: str | Sequence[str]) -> None:
        position = 0
        words_of, number = self.vocabulary.analyzer.words, self.vocabulary.__getitem__
        for part in (text,) if isinstance(text, str) else text:
            words = words_of(part)
            self._words.extend(map(number, words))
            self._parts.extend((document, len(words), position))
            position += len(words) + PART_GAP

    def invert(self, documents: int) -> tuple[InvertedBlock, Array]:
        """The postings of the run, and the number of terms in each of its documents."""
        words = np.array(self._words, np.uint32)
        parts = np.array(self._parts, np.int64).reshape(-1, 3)
        docs = np.repeat(parts[:, 0].astype(np.uint16), parts[:, 1])
        positions = _positions(parts)
        places, ranks, terms = _expand(words, self.vocabulary)
        lengths = np.bincount(docs[places], minlength=documents)
        return _collect(places, ranks, terms, docs, positions), lengths


def _positions(parts: Array) -> Array:
    counts, firsts = parts[:, 1], parts[:, 2]
    begins = counts.cumsum() - counts
    positions = np.arange(counts.sum()) + np.repeat(firsts - begins, counts)
    return narrowed(positions, np.uint16)


def narrowed(values: Array, at_least: type[np.unsignedinteger[Any]]) -> Array:
    """``values`` in the narrowest unsigned type, no narrower than ``at_least``, that holds them."""
    needed = np.min_scalar_type(int(values.max(initial=0)))
    return values.astype(np.promote_types(needed, at_least))


def _expand(words: Array, vocabulary: Vocabulary) -> tuple[Array, Array, list[bytes]]:
    """Replace words by terms: (place in the stream, rank of term) pairs, and the terms."""
    starts, flat = vocabulary.word_terms()
    used = np.zeros(len(starts) - 1, np.bool_)
    used[words] = True
    counts = np.diff(starts)
    present = np.zeros(len(vocabulary.term_numbers), np.bool_)
    present[flat[np.repeat(used, counts)]] = True
    names = [
        name.encode()
        for name, kept in zip(vocabulary.term_numbers, present.tolist(), strict=True)
        if kept
    ]
    numbers = np.flatnonzero(present)
    order = sorted(range(len(names)), key=names.__getitem__)
    rank_of = np.zeros(len(present), np.uint32)
    rank_of[numbers[order]] = np.arange(len(order), dtype=np.uint32)
    word_counts = counts[words]
    places = np.repeat(np.arange(len(words), dtype=np.uint32), word_counts)
    ends = word_counts.cumsum()
    index = np.repeat(starts[:-1][words] - (ends - word_counts), word_counts)
    index += np.arange(len(index))
    return places, rank_of[flat[index]], [names[place] for place in order]


def _collect(
    places: Array, ranks: Array, terms: list[bytes], docs: Array, positions: Array
) -> InvertedBlock:
    keys = ranks.astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= places
    keys.sort()
    places = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    ranks = (keys >> np.uint64(32)).astype(np.uint32)
    position_counts = np.bincount(ranks, minlength=len(terms))
    docs = docs[places]
    fresh = np.empty(len(docs), np.bool_)
    fresh[:1] = True
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    fresh[1:] |= ranks[1:] != ranks[:-1]
    begins = np.flatnonzero(fresh)
    freqs = np.diff(begins, append=len(docs))
    return InvertedBlock(
        terms,
        np.bincount(ranks[begins], minlength=len(terms)),
        docs[begins],
        narrowed(freqs, np.uint8),
        position_counts,
        positions[places],
    )


def invert_keywords(values: Sequence[tuple[str, int]]) -> InvertedBlock:
    """The postings of (value, document) pairs."""
    pairs = sorted({(value.encode(), document) for value, document in values})
    terms = list(dict.fromkeys(value for value, _ in pairs))
    rank = {term: place for place, term in enumerate(terms)}
    ranks = np.fromiter((rank[value] for value, _ in pairs), np.int64, len(pairs))
    docs = np.fromiter((document for _, document in pairs), np.uint16, len(pairs))
    return InvertedBlock(terms, np.bincount(ranks, minlength=len(terms)), docs)
