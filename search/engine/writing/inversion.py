"""Inversion by sorting: buffered words of many documents become postings in one go.

A run is a stream of word numbers. At its end every word is replaced by its terms, and
one sort of (rank of the term, place in the stream) brings the occurrences of each term
together in the order of documents and positions.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import InvertedBlock
from search.engine.storage.term_dictionary import encode
from search.engine.writing.word_vocabulary import Interner, Vocabulary

PART_GAP: Final = 100
"""Positions left free between the parts of one text, so that no phrase crosses them."""
_BATCH_CHARACTERS: Final = 1 << 18
"""Characters that are split at once: enough to forget the cost of a call, few enough for
the arrays of a batch to stay in the processor's cache."""
_WORD_CHARACTERS: Final = 6
"""Characters of a word with the sign after it, about."""
_PLACE_BITS: Final = np.uint64(32)
_PLACES: Final = np.uint64(0xFFFFFFFF)


class WordStream:
    """The words of one field of the documents of a run.

    Texts wait until there are enough of them to be split by arrays.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._waiting: list[str] = []
        self._waiting_documents = array("I")
        self._waiting_characters = 0
        self._words: list[Array] = []
        self._parts: list[Array] = []
        """Three numbers a part: document, count of words, position of the first."""
        self._split_words = 0
        self._word_terms: tuple[Array, Array]
        self._term_count: int

    def __len__(self) -> int:
        """Return the number of words; of texts that wait it is estimated."""
        return self._split_words + self._waiting_characters // _WORD_CHARACTERS

    def add(self, document: int, text: str | Sequence[str]) -> None:
        """Take the text of ``document``, or its parts."""
        parts = (text,) if isinstance(text, str) else text
        self._waiting += parts
        self._waiting_documents.extend([document] * len(parts))
        self._waiting_characters += sum(map(len, parts))
        if self._waiting_characters >= _BATCH_CHARACTERS:
            self.split_waiting()

    def split_waiting(self) -> None:
        """Split the texts that wait."""
        if not self._waiting:
            return
        words, counts = self._vocabulary.split(self._waiting)
        documents = np.array(self._waiting_documents, np.int64)
        self._words.append(words)
        self._parts.append(np.stack([documents, counts, _first_positions(documents, counts)], 1))
        self._split_words += len(words)
        self._waiting, self._waiting_documents = [], array("I")
        self._waiting_characters = 0

    def seal(self, word_terms: tuple[Array, Array]) -> None:
        """Take what the vocabulary knows of words now: it goes on growing."""
        self._word_terms = word_terms
        self._term_count = self._vocabulary.term_count

    def invert(self, documents: int, named: bool) -> tuple[InvertedBlock, Array, Array]:
        """Return the postings of a sealed run, the numbers of their terms, the terms of each document.

        Terms are in the order of their names, or of their numbers and without names.
        """
        words = np.concatenate([np.empty(0, np.uint32), *self._words])
        parts = np.concatenate([np.empty((0, 3), np.int64), *self._parts])
        self._words, self._parts = [], []
        words, starts, terms = _used(words, *self._word_terms)
        counts = np.diff(starts)
        names = self._vocabulary.term_names() if named else None
        ranks, numbers = _ranks(terms, self._term_count, names)
        keys = _sorted_keys(words, starts, counts, ranks)
        docs = np.repeat(parts[:, 0].astype(np.uint16), parts[:, 1])
        lengths = _lengths(parts, counts[words], documents)
        used_names = [] if names is None else [encode(names[number]) for number in numbers.tolist()]
        return _collect(keys, used_names, docs, _positions(parts)), numbers, lengths


def _first_positions(documents: Array, counts: Array) -> Array:
    """Return the position of the first word of each part, counted from the start of its document."""
    widths = counts + PART_GAP
    begins = widths.cumsum() - widths
    firsts = documents.searchsorted(documents)
    positions: Array = begins - begins[firsts]
    return positions


def _lengths(parts: Array, term_counts: Array, documents: int) -> Array:
    totals = np.concatenate([[0], term_counts.cumsum()])
    ends = parts[:, 1].cumsum()
    by_part = totals[ends] - totals[ends - parts[:, 1]]
    return np.bincount(parts[:, 0], by_part, documents).astype(np.uint32)


def _positions(parts: Array) -> Array:
    counts, firsts = parts[:, 1], parts[:, 2]
    begins = counts.cumsum() - counts
    positions = np.repeat(firsts - begins, counts)
    positions += np.arange(len(positions))
    return narrowed(positions, np.uint16)


def narrowed(values: Array, at_least: type[np.unsignedinteger[Any]]) -> Array:
    """Return ``values`` in the narrowest unsigned type, no narrower than ``at_least``, that holds them."""
    needed = np.min_scalar_type(int(values.max(initial=0)))
    return values.astype(np.promote_types(needed, at_least))


def _used(words: Array, starts: Array, terms: Array) -> tuple[Array, Array, Array]:
    """Number the words of the run anew; return their numbers, and the terms of these alone.

    The memory of a writer knows many times the words of a run.
    """
    is_used = np.zeros(len(starts) - 1, np.bool_)
    is_used[words] = True
    used = np.flatnonzero(is_used)
    renumbering = np.empty(len(is_used), np.uint32)
    renumbering[used] = np.arange(len(used), dtype=np.uint32)
    counts = starts[used + 1] - starts[used]
    new_starts = np.concatenate([[0], counts.cumsum()])
    places = np.repeat(starts[used] - new_starts[:-1], counts)
    places += np.arange(len(places))
    return renumbering[words], new_starts, terms[places]


def _ranks(terms: Array, size: int, names: Sequence[str] | None) -> tuple[Array, Array]:
    """Return the rank of each of ``terms`` among those of the run, and these in that order."""
    present = np.zeros(size, np.bool_)
    present[terms] = True
    numbers = np.flatnonzero(present)
    if names is not None:
        numbers = np.array(sorted(numbers.tolist(), key=names.__getitem__), np.int64)
    rank_of = np.zeros(size, np.uint64)
    rank_of[numbers] = np.arange(len(numbers), dtype=np.uint64)
    return rank_of[terms], numbers.astype(np.uint32)


def _sorted_keys(words: Array, starts: Array, counts: Array, ranks: Array) -> Array:
    """Return ``rank << 32 | place`` for every term of every word, ascending.

    The terms of all words are taken slot by slot: the first of each, the second of each.
    """
    shifted = ranks << _PLACE_BITS
    keys = np.empty(int(counts[words].sum()), np.uint64)
    filled = 0
    places = np.arange(len(words), dtype=np.uint64)
    for slot in range(int(counts.max(initial=0))):
        having = counts > slot
        if slot:
            kept = having[words]
            words, places = words[kept], places[kept]
        of_word = np.zeros(len(counts), np.uint64)
        of_word[having] = shifted[starts[:-1][having] + slot]
        part = keys[filled : filled + len(words)]
        np.take(of_word, words, out=part)
        part |= places
        filled += len(words)
    keys.sort()
    return keys


def _collect(keys: Array, terms: list[bytes], docs: Array, positions: Array) -> InvertedBlock:
    places = (keys & _PLACES).astype(np.uint32)
    keys >>= _PLACE_BITS
    docs = docs[places]
    positions = positions[places]
    fresh_term = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=fresh_term[1:])
    fresh = np.ones(len(keys), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    fresh |= fresh_term
    term_begins = np.flatnonzero(fresh_term)
    begins = np.flatnonzero(fresh)
    freqs = np.diff(begins, append=len(docs))
    return InvertedBlock(
        terms,
        np.diff(begins.searchsorted(term_begins), append=len(begins)),
        docs[begins],
        narrowed(freqs, np.uint8),
        np.diff(term_begins, append=len(keys)),
        positions,
    )


class ValueStream:
    """The values of one keyword field of the documents of a run."""

    def __init__(self) -> None:
        self._numbers: Final = Interner()
        self._values = array("I")
        self._docs = array("I")

    def add(self, document: int, values: Sequence[str]) -> None:
        """Take the values of ``document``."""
        self._values.extend(map(self._numbers.__getitem__, values))
        self._docs.extend([document] * len(values))

    def invert(self) -> InvertedBlock:
        """Return the postings of the run; a value given twice by a document counts once."""
        names = list(map(encode, self._numbers))
        order = sorted(range(len(names)), key=names.__getitem__)
        rank_of = np.zeros(len(names), np.uint64)
        rank_of[order] = np.arange(len(names), dtype=np.uint64)
        keys = rank_of[np.array(self._values, np.int64)] << np.uint64(16)
        keys = np.unique(keys | np.array(self._docs, np.uint64))
        counts = np.bincount((keys >> np.uint64(16)).astype(np.int64), minlength=len(names))
        return InvertedBlock([names[place] for place in order], counts, keys.astype(np.uint16))
