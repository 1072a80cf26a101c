"""What evaluation reads: terms, columns and norms over all segments of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search.engine import bm25
from search.engine.blocks import Array
from search.engine.cache import ByteCache
from search.engine.columns import MISSING
from search.engine.dictionary import TermDictionary
from search.engine.errors import UnknownFieldError
from search.engine.fields import Field, IndexSchema
from search.engine.postings import FieldPostings
from search.engine.segment import Segment
from search.engine.term import Occurrence, Term
from search.engine.values import ValueColumn, read_values

_TERM_BYTES: Final = 32 << 20
"""Bytes of what was worked out of posting lists that one process keeps."""


class TermSource:
    """Segments side by side: document ``d`` of a segment is ``base + d`` of the snapshot."""

    def __init__(self, schema: IndexSchema, segments: Sequence[Segment]) -> None:
        self.schema = schema
        self.segments = segments
        bases = np.cumsum([0, *(segment.documents for segment in segments)]).tolist()
        self.bases: list[int] = bases[:-1]
        self.document_count_all: int = bases[-1]
        self.document_count = sum(segment.live_documents for segment in segments)
        self._terms: ByteCache[Term] = ByteCache(_TERM_BYTES)
        self._last_norms: tuple[str, Array, Array] | None = None
        self._postings: dict[str, list[tuple[Segment, int, FieldPostings]]] = {}
        self._norms: dict[str, Array] = {}
        self._numbers: dict[str, Array] = {}
        self._values: dict[str, ValueColumn] = {}

    def field(self, name: str) -> Field | None:
        return self.schema.by_name.get(name)

    @cached_property
    def live(self) -> Array:
        """For each document, whether it is not deleted."""
        return np.concatenate([np.empty(0, np.bool_), *(s.live for s in self.segments)])

    @cached_property
    def live_docs(self) -> Array:
        return np.flatnonzero(self.live)

    def term(self, field: str, name: bytes) -> Term | None:
        """The term ``name`` of ``field``, or ``None`` where no segment has it."""
        found = self._terms.get((field, name))
        if found is None:
            occurrences = self._occurrences(field, name)
            if not occurrences:
                return None
            found = Term(occurrences, self.document_count_all)
            self._terms.put((field, name), found, found.size)
        return found

    def _occurrences(self, field: str, name: bytes) -> list[Occurrence]:
        found = []
        for segment, base, postings in self._postings_of(field):
            ordinal = postings.dictionary.find(name)
            if ordinal >= 0:
                found.append(Occurrence(segment, base, postings, ordinal))
        return found

    def _postings_of(self, field: str) -> list[tuple[Segment, int, FieldPostings]]:
        found = self._postings.get(field)
        if found is None:
            pairs = zip(self.segments, self.bases, strict=True)
            found = [(segment, base, segment.file.postings(field)) for segment, base in pairs]
            self._postings[field] = found
        return found

    def dictionaries(self, field: str) -> list[TermDictionary]:
        return [segment.file.postings(field).dictionary for segment in self.segments]

    def document_frequencies(self, field: str, prefix: bytes) -> dict[bytes, int]:
        """The terms that begin with ``prefix``, each with its documents, deleted ones included."""
        totals: dict[bytes, int] = {}
        for segment in self.segments:
            postings = segment.file.postings(field)
            low, high = postings.dictionary.prefix_range(prefix)
            if low < high:
                counts = np.diff(postings.starts[low : high + 1].astype(np.int64)).tolist()
                for name, count in zip(postings.dictionary.terms(low, high), counts, strict=True):
                    totals[name] = totals.get(name, 0) + count
        return totals

    def summed_scores(
        self, field: str, terms: Sequence[Term], docs: Array, frequencies: list[Array]
    ) -> Array:
        """The sum of the scores of ``terms``, ``frequencies`` of each, for each of ``docs``."""
        boost = self.schema.texts[field].boost
        if boost != 1.0:
            frequencies = [row * boost for row in frequencies]
        total = self.document_count_all
        idfs = [bm25.inverse_document_frequency(total, term.frequency) for term in terms]
        return bm25.summed_scores(idfs, frequencies, self._norms_of(field, docs))

    def _norms_of(self, field: str, docs: Array) -> Array:
        """The norms of ``docs``; the terms of one query ask for the same again and again."""
        last = self._last_norms
        if last is not None and last[0] == field and last[1] is docs:
            return last[2]
        norms: Array = self.norms(field).take(docs, mode="clip")
        self._last_norms = (field, docs, norms)
        return norms

    def norms(self, field: str) -> Array:
        found = self._norms.get(field)
        if found is None:
            lengths = self.lengths(field)
            average = int(lengths.sum()) / (self.document_count_all or 1)
            found = self._norms[field] = bm25.length_norms(lengths, average)
        return found

    def lengths(self, field: str) -> Array:
        """The number of terms of each document in a text field."""
        parts = [np.empty(0, np.int64)]
        for segment in self.segments:
            lengths = segment.file.postings(field).lengths
            parts.append(np.zeros(segment.documents, np.int64) if lengths is None else lengths)
        return np.concatenate(parts)

    def numbers(self, field: str) -> Array:
        """The column of a number field. Raises ``UnknownFieldError``."""
        if field not in self.schema.numbers:
            raise UnknownFieldError(field, "number field")
        found = self._numbers.get(field)
        if found is None:
            columns = [segment.file.numbers(field) for segment in self.segments]
            found = np.concatenate([np.empty(0, np.int64), *columns])
            self._numbers[field] = found
        return found

    def values(self, field: str) -> ValueColumn:
        """The column of a keyword field. Raises ``UnknownFieldError``."""
        if field not in self.schema.keywords:
            raise UnknownFieldError(field, "keyword field")
        found = self._values.get(field)
        if found is None:
            found = self._values[field] = read_values(self.segments, field)
        return found

    def has_field(self, field: str) -> Array:
        """For each document, whether it has anything in ``field``."""
        if field in self.schema.texts:
            return np.asarray(self.lengths(field) > 0)
        if field in self.schema.numbers:
            return np.asarray(self.numbers(field) != MISSING)
        if field in self.schema.keywords:
            return self.values(field).has_value
        return np.full(self.document_count_all, field == self.schema.key.name)

    def any_docs(self, field: str, names: Sequence[bytes]) -> Array:
        """The live documents that have any of ``names``."""
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
        """Documents with ``name``, the deleted included."""
        return sum(len(occurrence.docs) for occurrence in self._occurrences(field, name))

    def collection_frequency(self, field: str, name: bytes) -> int:
        """Occurrences of ``name``, those in deleted documents included."""
        return sum(occurrence.count for occurrence in self._occurrences(field, name))

    def most_frequent(self, field: str, names: Sequence[bytes], limit: int) -> list[bytes]:
        """The ``limit`` of ``names`` that most documents have."""
        counts = [-self.document_frequency(field, name) for name in names]
        order = sorted(range(len(names)), key=counts.__getitem__)
        return [names[place] for place in order[:limit]]
