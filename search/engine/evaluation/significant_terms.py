"""Terms that a set of documents has more often than the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from search.contract import SURPRISING, SignificantTerm, log_likelihood
from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import FieldPostings
from search.engine.storage.segment_files import Segment
from search.engine.storage.term_dictionary import decode, encode

_CANDIDATES: Final = 4
"""Terms compared over all segments for each that is wanted, of a segment that holds the whole set."""
_FEWEST_PART: Final = 3
"""Part of the terms wanted that every segment gives, however small: each is looked up in all."""
_TERMS_AT_ONCE: Final = 65_536
"""Terms whose postings are counted between two looks at the clock."""


def significant_within(
    reader: CompositeReader,
    docs: Array,
    field: str,
    prefix: str,
    limit: int,
    check: Callable[[], None],
    fewest: int = 3,
) -> list[SignificantTerm]:
    """Return the terms of ``field`` that begin with ``prefix`` and set ``docs`` apart, best first.

    ``fewest`` documents of the set have each of them; ``check`` raises where time is up.
    """
    if not 0 < len(docs) < reader.document_count:
        return []
    counted = [
        _SegmentCounts.of(segment, field, prefix, docs, base, check)
        for segment, base in zip(reader.segments, reader.bases, strict=True)
    ]
    names = {name for each in counted for name in each.candidates(len(docs), reader, limit, fewest)}
    check()
    if not names:
        return []
    listed = sorted(names)
    places = [[each.counts(name) for each in counted] for name in listed]
    within, in_all = np.array(places, np.int64).reshape(len(listed), -1, 2).sum(axis=1).T
    scores = log_likelihood(within, in_all, len(docs), reader.document_count_all)
    found = [
        SignificantTerm(decode(name), *counts)
        for name, *counts in zip(
            listed, within.tolist(), in_all.tolist(), scores.tolist(), strict=True
        )
        if counts[0] >= fewest and counts[2] > SURPRISING
    ]
    return sorted(found, key=lambda each: (-each.score, each.term))[:limit]


class _SegmentCounts:
    """How many documents of a set have each term of a segment."""

    def __init__(
        self, postings: FieldPostings, low: int, documents: int, counts: Array, in_all: Array
    ) -> None:
        self._dictionary = postings.dictionary
        self._low = low
        self._documents = documents
        self._counts = counts
        self._in_all = in_all

    @classmethod
    def of(
        cls,
        segment: Segment,
        field: str,
        prefix: str,
        docs: Array,
        base: int,
        check: Callable[[], None],
    ) -> _SegmentCounts:
        """Count the documents ``docs`` of the snapshot that lie in ``segment``."""
        postings = segment.file.postings(field)
        low, high = postings.dictionary.prefix_range(encode(prefix))
        starts = postings.starts[low : high + 1].astype(np.int64)
        local = docs[(docs >= base) & (docs < base + segment.documents)] - base
        if low >= high or not len(local):
            in_all = np.diff(starts) if low < high else np.zeros(0, np.int64)
            return cls(postings, low, 0, np.zeros(len(in_all), np.int64), in_all)
        wanted = np.zeros(segment.documents, np.uint8)
        wanted[local] = 1
        parts = []
        for first in range(0, high - low, _TERMS_AT_ONCE):
            check()
            part = starts[first : first + _TERMS_AT_ONCE + 1]
            held = wanted.take(postings.docs[part[0] : part[-1]])
            # Every term of a dictionary has a document: no stretch is empty.
            parts.append(np.add.reduceat(held, part[:-1] - part[0], dtype=np.int64))
        return cls(postings, low, len(local), np.concatenate(parts), np.diff(starts))

    def counts(self, name: bytes) -> tuple[int, int]:
        """Return how many documents of the set, and of the segment, have a term."""
        place = self._dictionary.find(name) - self._low
        if 0 <= place < len(self._counts):
            return int(self._counts[place]), int(self._in_all[place])
        return 0, 0

    def candidates(
        self, documents: int, reader: CompositeReader, limit: int, fewest: int
    ) -> list[bytes]:
        """Return the terms that may be among the first ``limit`` of all segments."""
        most = max(limit // _FEWEST_PART, limit * _CANDIDATES * self._documents // documents)
        least = fewest if len(reader.segments) == 1 else 1
        places = np.flatnonzero(self._counts >= least)
        scores = log_likelihood(
            self._counts[places], self._in_all[places], documents, reader.document_count_all
        )
        if len(places) > most:
            places = places[np.argpartition(scores, len(scores) - most)[-most:]]
        return [self._dictionary.term(self._low + place) for place in places.tolist()]
