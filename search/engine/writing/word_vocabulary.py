"""Numbers for words and for terms: each surface word is analysed once."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, chain, count
from typing import Final

import numpy as np

from search.contract import TextField
from search.contract.word_analysis import MAX_SEPARATOR, Context, WordAnalyzer
from search.engine.storage.block_files import Array
from search.engine.writing.chunk_hashing import UNKNOWN, ChunkHash, HashTable, joined

_CACHED_WORDS: Final = 20_000
"""Words of vocabularies that are kept between writes: about 10 MB."""


class Interner(dict[str, int]):
    """A number for each string, in the order in which they are first looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        self.names.append(name)
        return number


class Vocabulary:
    """Numbers for the words of texts, and for each the numbers of its terms.

    A chunk is split into words and these are analysed when it is first met; one word may
    have several numbers, as it comes in several chunks.
    """

    def __init__(self, analyzer: WordAnalyzer) -> None:
        self._analyzer: Final = analyzer
        self._reader: Final = analyzer.chunk_reader()
        self._hash: Final = ChunkHash()
        self._chunks: Final = HashTable()
        self._first_words = array("I")
        self._counts = array("I")
        self._contexts = array("B")
        self._in_context: dict[str, int] = {}
        """The words that stand for their neighbourhood, by surface."""
        self._term_numbers: Final = defaultdict[str, int](count().__next__)
        self._terms = array("I")
        self._starts = array("I", [0])

    def __len__(self) -> int:
        """Return how many words have a number."""
        return len(self._starts) - 1

    @property
    def term_count(self) -> int:
        """How many terms have a number."""
        return len(self._term_numbers)

    def term_names(self) -> list[str]:
        """Return the terms in the order of their numbers."""
        return list(self._term_numbers)

    def word_terms(self) -> tuple[Array, Array]:
        """Return (starts, terms): word ``w`` has the terms ``terms[starts[w]:starts[w + 1]]``."""
        return np.array(self._starts, np.int64), np.array(self._terms, np.uint32)

    def split(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """Return the numbers of the words of all ``texts`` in order, and how many each text has."""
        text, codes, begins = joined(texts)
        is_word = self._analyzer.word_characters.take(codes, mode="clip")
        edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
        chunks = self._numbered(text, edges, self._hash.of_chunks(text, codes, is_word, edges))
        counts = np.array(self._counts, np.uint32).take(chunks).astype(np.int64)
        firsts = np.array(self._first_words, np.uint32).take(chunks)
        chunk_begins = edges[0::2].searchsorted(begins)
        contexts = np.array(self._contexts, np.uint8).take(chunks)
        replaced = list(self._read_in_context(texts, begins, edges, chunk_begins, contexts))
        for low, high, words in replaced:
            counts[low:high] = 0
            counts[low] = len(words)
        ends = np.concatenate([[0], counts.cumsum()])
        numbers = _consecutive(firsts, counts, ends)
        for low, _high, words in replaced:
            numbers[ends[low] : ends[low + 1]] = words
        return numbers, np.diff(ends[chunk_begins])

    def _numbered(self, text: str, edges: Array, hashes: Array) -> Array:
        """Return the number of each chunk; new ones are analysed, in the order of the text."""
        numbers = self._chunks.find(hashes)
        unknown = np.flatnonzero(numbers == UNKNOWN)
        if len(unknown):
            new, places = np.unique(hashes[unknown], return_index=True)
            order = places.argsort()
            first = unknown[places[order]]
            starts, ends = edges[2 * first].tolist(), edges[2 * first + 1].tolist()
            self._read(list(map(text.__getitem__, map(slice, starts, ends))))
            known = len(self._counts)
            self._chunks.add(new[order], np.arange(known - len(new), known, dtype=np.uint32))
            numbers[unknown] = self._chunks.find(hashes[unknown])
        return numbers

    def _read(self, chunks: Sequence[str]) -> None:
        read = self._reader.read(chunks)
        self._first_words.fromlist(list(accumulate(read.counts, initial=len(self)))[:-1])
        self._counts.fromlist(list(read.counts))
        self._contexts.fromlist(list(read.contexts))
        self._add(read.terms)

    def _add(self, terms_of_words: Sequence[tuple[str, ...]]) -> None:
        """Give each word the next number, and each new term one."""
        known = len(self._terms)
        terms = chain.from_iterable(terms_of_words)
        self._terms.fromlist(list(map(self._term_numbers.__getitem__, terms)))
        ends = accumulate(map(len, terms_of_words), initial=known)
        self._starts.fromlist(list(ends)[1:])

    def _read_in_context(
        self,
        texts: Sequence[str],
        begins: Array,
        edges: Array,
        chunk_begins: Array,
        contexts: Array,
    ) -> Iterator[tuple[int, int, list[int]]]:
        """Yield (first chunk, chunk after the last, words) of what must be read in its neighbourhood."""
        done = 0
        for opening in _openings(contexts, edges):
            if opening < done:
                continue
            place = int(chunk_begins.searchsorted(opening, "right")) - 1
            done = opening + 1
            end = int(chunk_begins[place + 1])
            while done < end and contexts[done]:
                done += 1
            offset, text = int(begins[place]), texts[place]
            start = int(edges[2 * opening - 1]) - offset if opening > chunk_begins[place] else 0
            stop = int(edges[2 * done]) - offset if done < end else len(text)
            surfaces = self._analyzer.words_between(text, start, stop)
            yield opening, done, [self._number_in_context(surface) for surface in surfaces]

    def _number_in_context(self, surface: str) -> int:
        number = self._in_context.get(surface)
        if number is None:
            number = self._in_context[surface] = len(self)
            self._add([self._analyzer.terms(surface)])
        return number


def _openings(contexts: Array, edges: Array) -> list[int]:
    """Return the chunks that must be read in their neighbourhood, with those that go on from them."""
    begins = contexts[:-1] == Context.BEGINS
    begins &= contexts[1:] != Context.NONE
    begins &= edges[2::2] - edges[1:-1:2] <= MAX_SEPARATOR
    opens = contexts == Context.OPENS
    opens[:-1] |= begins
    places: list[int] = np.flatnonzero(opens).tolist()
    return places


def _consecutive(firsts: Array, counts: Array, ends: Array) -> Array:
    """Return ``firsts[i]``, ``firsts[i] + 1`` … ``counts[i]`` of them, for each ``i``."""
    if (counts == 1).all():
        return firsts
    numbers = np.repeat(firsts - ends[:-1].astype(np.uint32), counts)
    numbers += np.arange(len(numbers), dtype=np.uint32)
    return numbers


class VocabularyCache:
    """The vocabularies of an index's text fields, kept from one small write to the next.

    Most words of an edited article have been read in others before it.
    """

    def __init__(self, fields: Mapping[str, TextField]) -> None:
        self._fields = fields
        self._idle: dict[str, Vocabulary] | None = None

    def take(self) -> dict[str, Vocabulary]:
        """Return a vocabulary for each field; fields of one analyzer share theirs."""
        idle, self._idle = self._idle, None
        if idle is not None:
            return idle
        analyzers = {id(field.analyzer): field.analyzer for field in self._fields.values()}
        shared = {key: Vocabulary(analyzer) for key, analyzer in analyzers.items()}
        return {name: shared[id(field.analyzer)] for name, field in self._fields.items()}

    def put_back(self, vocabularies: dict[str, Vocabulary]) -> None:
        """Keep ``vocabularies`` for the next that takes some, unless they grew large."""
        if max(map(len, vocabularies.values()), default=0) <= _CACHED_WORDS:
            self._idle = vocabularies
