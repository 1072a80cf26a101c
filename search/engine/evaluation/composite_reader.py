"""What evaluation reads: terms, columns and norms over all segments of a snapshot."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property
from heapq import merge
from math import log
from typing import Final, Generic, TypeVar

import numpy as np

from search.contract import IndexSchema, UnknownFieldError
from search.contract.index_schema import SchemaField
from search.engine.evaluation import bm25
from search.engine.evaluation.facet_counts import ValueColumn, read_values
from search.engine.evaluation.posting_lists import PostingList, TermPostings
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import MISSING, FieldPostings
from search.engine.storage.segment_files import Segment
from search.engine.storage.term_dictionary import TermDictionary, decode, encode

_TERM_BYTES: Final = 32 << 20
"""Bytes of what was worked out of posting lists that one snapshot keeps."""
_TERMS_AT_ONCE: Final = 4_096
"""Terms of a dictionary that are made at a time where all are read."""

Value = TypeVar("Value")


class ByteCache(Generic[Value]):
    """A cache of at most ``capacity`` bytes, which drops what was not asked for longest.

    Threads may share it.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under ``key``."""
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep ``value`` of ``size`` bytes, unless it alone would fill the cache."""
        if size > self._capacity:
            return
        with self._lock:
            previous = self._values.pop(key, None)
            if previous is not None:
                self._held -= previous[1]
            self._values[key] = (value, size)
            self._held += size
            while self._held > self._capacity:
                _, (_, freed) = self._values.popitem(last=False)
                self._held -= freed


class CompositeReader:
    """Segments side by side: document ``d`` of a segment is ``base + d`` of the snapshot."""

    def __init__(self, schema: IndexSchema, segments: Sequence[Segment]) -> None:
        self.schema = schema
        self.segments = segments
        bases = np.cumsum([0, *(segment.documents for segment in segments)]).tolist()
        self.bases: list[int] = bases[:-1]
        self.document_count_all: int = bases[-1]
        self.document_count = sum(segment.live_documents for segment in segments)
        self._terms: ByteCache[TermPostings] = ByteCache(_TERM_BYTES)
        self._last_norms: tuple[str, Array, Array] | None = None
        self._postings: dict[str, list[tuple[Segment, int, FieldPostings]]] = {}
        self._norms: dict[str, Array] = {}
        self._numbers: dict[str, Array] = {}
        self._values: dict[str, ValueColumn] = {}

    def field(self, name: str) -> SchemaField | None:
        """Return the field ``name`` of the schema, if there is one."""
        return self.schema.by_name.get(name)

    @cached_property
    def live(self) -> Array:
        """For each document, whether it is not deleted."""
        return np.concatenate([np.empty(0, np.bool_), *(s.live for s in self.segments)])

    @cached_property
    def live_docs(self) -> Array:
        """The documents that are not deleted."""
        return np.flatnonzero(self.live)

    def term(self, field: str, name: bytes) -> TermPostings | None:
        """Return the term ``name`` of ``field``, or ``None`` where no segment has it."""
        found = self._terms.get((field, name))
        if found is None:
            lists = self._posting_lists(field, name)
            if not lists:
                return None
            found = TermPostings(lists, self.document_count_all)
            self._terms.put((field, name), found, found.size)
        return found

    def _posting_lists(self, field: str, name: bytes) -> list[PostingList]:
        found = []
        for segment, base, postings in self._postings_of(field):
            ordinal = postings.dictionary.find(name)
            if ordinal >= 0:
                found.append(PostingList(segment, base, postings, ordinal))
        return found

    def _postings_of(self, field: str) -> list[tuple[Segment, int, FieldPostings]]:
        found = self._postings.get(field)
        if found is None:
            pairs = zip(self.segments, self.bases, strict=True)
            found = [(segment, base, segment.file.postings(field)) for segment, base in pairs]
            self._postings[field] = found
        return found

    def dictionaries(self, field: str) -> list[TermDictionary]:
        """Return the dictionary of ``field`` in each segment."""
        return [segment.file.postings(field).dictionary for segment in self.segments]

    def document_frequencies(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield the terms that begin with ``prefix``, each with its documents, deleted ones included.

        They come in their order, and a few thousand are made at a time: all of an archive at once
        would leave the heap in pieces.
        """
        of_segments = [
            _document_frequencies(segment.file.postings(field), prefix) for segment in self.segments
        ]
        last, total = b"", 0
        for name, count in merge(*of_segments):
            if name != last and total:
                yield last, total
                total = 0
            last = name
            total += count
        if total:
            yield last, total

    def summed_scores(
        self, field: str, terms: Sequence[TermPostings], docs: Array, frequencies: list[Array]
    ) -> Array:
        """Return the sum of the scores of ``terms``, ``frequencies`` of each, for each of ``docs``."""
        boost = self.schema.texts[field].boost
        if boost != 1.0:
            frequencies = [row * boost for row in frequencies]
        total = self.document_count_all
        idfs = [bm25.inverse_document_frequency(total, term.frequency) for term in terms]
        return bm25.summed_scores(idfs, frequencies, self._norms_of(field, docs))

    def synonym_scores(
        self, field: str, terms: Sequence[TermPostings], docs: Array, frequencies: Array
    ) -> Array:
        """Return the score of ``terms`` as one, which has ``frequencies``, for each of ``docs``."""
        total = self.document_count_all
        having = min(sum(term.frequency for term in terms), total)
        idf = bm25.inverse_document_frequency(total, having)
        weights = frequencies * self.schema.texts[field].boost
        return bm25.scores(idf, weights, self._norms_of(field, docs))

    def _norms_of(self, field: str, docs: Array) -> Array:
        """Return the norms of ``docs``; the terms of one query ask for the same again and again."""
        last = self._last_norms
        if last is not None and last[0] == field and last[1] is docs:
            return last[2]
        norms: Array = self.norms(field).take(docs, mode="clip")
        self._last_norms = (field, docs, norms)
        return norms

    def norms(self, field: str) -> Array:
        """Return what of BM25F depends on the length of each document."""
        found = self._norms.get(field)
        if found is None:
            lengths = self.lengths(field)
            average = int(lengths.sum()) / (self.document_count_all or 1)
            found = self._norms[field] = bm25.length_norms(lengths, average)
        return found

    def lengths(self, field: str) -> Array:
        """Return the number of terms of each document in a text field."""
        parts = [np.empty(0, np.int64)]
        for segment in self.segments:
            lengths = segment.file.postings(field).lengths
            parts.append(np.zeros(segment.documents, np.int64) if lengths is None else lengths)
        return np.concatenate(parts)

    def keys(self, docs: list[int]) -> list[str]:
        """Return the key of each of ``docs``."""
        if len(self.segments) == 1:
            return self.segments[0].file.keys.many(docs)
        places = [bisect_right(self.bases, doc) - 1 for doc in docs]
        return [
            self.segments[place].file.keys[doc - self.bases[place]]
            for doc, place in zip(docs, places, strict=True)
        ]

    def numbers(self, field: str) -> Array:
        """Return the column of a number field. Raises ``UnknownFieldError``."""
        if field not in self.schema.numbers:
            raise UnknownFieldError(field, "number field")
        found = self._numbers.get(field)
        if found is None:
            columns = [segment.file.numbers(field) for segment in self.segments]
            found = np.concatenate([np.empty(0, np.int64), *columns])
            self._numbers[field] = found
        return found

    def values(self, field: str) -> ValueColumn:
        """Return the column of a keyword field. Raises ``UnknownFieldError``."""
        if field not in self.schema.keywords:
            raise UnknownFieldError(field, "keyword field")
        found = self._values.get(field)
        if found is None:
            found = self._values[field] = read_values(self.segments, field)
        return found

    def has_field(self, field: str) -> Array:
        """Return for each document whether it has anything in ``field``."""
        if field in self.schema.texts:
            return np.asarray(self.lengths(field) > 0)
        if field in self.schema.numbers:
            return np.asarray(self.numbers(field) != MISSING)
        if field in self.schema.keywords:
            return self.values(field).has_value
        return np.full(self.document_count_all, field == self.schema.key.name)

    def any_docs(self, field: str, names: Sequence[bytes]) -> Array:
        """Return the live documents that have any of ``names``."""
        mask = np.zeros(self.document_count_all, np.bool_)
        for segment, base in zip(self.segments, self.bases, strict=True):
            postings = segment.file.postings(field)
            part = mask[base : base + segment.documents]
            for name in names:
                ordinal = postings.dictionary.find(name)
                if ordinal >= 0:
                    part[postings.documents(ordinal)] = True
            part &= segment.live
        return np.flatnonzero(mask)

    def document_frequency(self, field: str, name: bytes) -> int:
        """Return the number of documents with ``name``, the deleted included."""
        return sum(len(each.docs) for each in self._posting_lists(field, name))

    def most_frequent(self, field: str, names: Sequence[bytes], limit: int) -> list[bytes]:
        """Return the ``limit`` of ``names`` that most documents have."""
        counts = [-self.document_frequency(field, name) for name in names]
        order = sorted(range(len(names)), key=counts.__getitem__)
        return [names[place] for place in order[:limit]]


def _document_frequencies(postings: FieldPostings, prefix: bytes) -> Iterator[tuple[bytes, int]]:
    low, high = postings.dictionary.prefix_range(prefix)
    for begin in range(low, high, _TERMS_AT_ONCE):
        end = min(begin + _TERMS_AT_ONCE, high)
        counts = np.diff(postings.starts[begin : end + 1].astype(np.int64)).tolist()
        yield from zip(postings.dictionary.terms(begin, end), counts, strict=True)


def significant_terms(
    reader: CompositeReader, docs: Array, field: str, prefix: str, limit: int
) -> list[tuple[str, float]]:
    """Return the ``limit`` terms of ``docs`` with the highest frequency × idf, best first."""
    totals: dict[bytes, int] = {}
    for segment, base in zip(reader.segments, reader.bases, strict=True):
        local = docs[(docs >= base) & (docs < base + segment.documents)] - base
        if not len(local):
            continue
        postings = segment.file.postings(field)
        low, high = postings.dictionary.prefix_range(encode(prefix))
        if low >= high or postings.freqs is None:
            continue
        starts = postings.starts[low : high + 1].astype(np.int64)
        wanted = np.zeros(segment.documents, np.bool_)
        wanted[local] = True
        found = np.flatnonzero(wanted[postings.docs[starts[0] : starts[-1]]])
        ordinals = starts.searchsorted(found + starts[0], side="right") - 1
        weights = np.bincount(ordinals, postings.freqs[found + starts[0]])
        for ordinal in np.flatnonzero(weights).tolist():
            name = postings.dictionary.term(low + ordinal)
            totals[name] = totals.get(name, 0) + int(weights[ordinal])
    scored = [
        (
            decode(name),
            total
            * log(1 + reader.document_count_all / (1 + reader.document_frequency(field, name))),
        )
        for name, total in totals.items()
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]
