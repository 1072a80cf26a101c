"""One term over all segments of a snapshot: its live documents, frequencies, positions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add, sub
from typing import Final, NamedTuple

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import is_worth_a_mask, numbers_type
from search.engine.postings import FieldPostings
from search.engine.segment import Segment

_COMMON: Final = 32
"""One document in how many has a term whose frequencies are kept by document."""


class Occurrence(NamedTuple):
    """A term in one segment, whose documents are numbered from ``base`` in the snapshot."""

    segment: Segment
    base: int
    postings: FieldPostings
    ordinal: int


class Term:
    """A term of a snapshot of ``total`` documents.

    ``docs`` are ascending snapshot numbers of live documents, of ``numbers_type(total)``:
    in a snapshot of one segment they are the pages of its file, and cost no memory.
    ``frequency`` counts documents with the deleted ones, as Whoosh does.

    What takes work is kept once it was asked for; ``size`` foresees it.
    """

    __slots__ = (
        "_ends",
        "_freq_of",
        "_freqs",
        "_is_known",
        "_occurrences",
        "_positions",
        "_total",
        "docs",
        "frequency",
    )

    def __init__(self, occurrences: Sequence[Occurrence], total: int) -> None:
        self._occurrences = occurrences
        self._total = total
        self.frequency = 0
        kind, parts = numbers_type(total), []
        for segment, base, postings, ordinal in occurrences:
            docs = postings.documents(ordinal)
            self.frequency += len(docs)
            if len(segment.deleted):
                docs = docs[segment.live[docs]]
            docs = docs.astype(kind, copy=False)
            parts.append(docs + kind(base) if base else docs)
        self.docs: Array = _joined(parts)
        self._freqs: Array | None = None
        self._freq_of: Array | None = None
        self._ends: Array | None = None
        self._is_known = False
        self._positions: Array | None = None

    @property
    def freqs(self) -> Array:
        """How often the term stands in each of ``docs``."""
        if self._freqs is None:
            self._freqs = _joined([_kept(o, _frequencies(o)) for o in self._occurrences])
        return self._freqs

    def places_of(self, docs: Array) -> Array:
        """Where each of ``docs`` stands in ``self.docs``, which has them all."""
        return self.docs.searchsorted(docs.astype(self.docs.dtype, copy=False))

    def contains(self, docs: Array) -> Array:
        """For each of the ascending ``docs``, whether the term stands in it."""
        found: Array = self.frequencies_in(docs) != 0
        return found

    def frequencies_in(self, docs: Array) -> Array:
        """How often the term stands in each of the ascending ``docs``.

        The shorter list is searched for in the longer; of two long ones a table is made.
        """
        if self._freq_of is None:
            if not is_worth_a_mask(len(docs), len(self.docs)):
                places, found = self.find(docs)
                freqs: Array = self.freqs.take(places, mode="clip") * found
                return freqs
            if not is_worth_a_mask(len(self.docs), len(docs)):
                return self._spread_over(docs)
        dense: Array = self._frequency_table().take(docs, mode="clip")
        return dense

    def _spread_over(self, docs: Array) -> Array:
        own = self.docs.astype(docs.dtype)
        places = docs.searchsorted(own)
        found = (docs.take(places, mode="clip") == own).nonzero()[0]
        freqs = np.zeros(len(docs), self.freqs.dtype)
        freqs[places[found]] = self.freqs[found]
        return freqs

    def find(self, docs: Array) -> tuple[Array, Array]:
        """Where each of ``docs`` would stand in ``self.docs``, and whether it does."""
        wanted = docs.astype(self.docs.dtype, copy=False)
        places = self.docs.searchsorted(wanted)
        if not len(self.docs):
            return places, np.zeros(len(docs), np.bool_)
        return places, self.docs.take(places, mode="clip") == wanted

    def _frequency_table(self) -> Array:
        """How often the term stands in each document of the snapshot."""
        if self._freq_of is None:
            freq_of = np.zeros(self._total, self.freqs.dtype)
            # Numbers of another type than an address take half as long again to write by.
            freq_of[self.docs.astype(np.intp)] = self.freqs
            if not self._is_common:
                return freq_of
            self._freq_of = freq_of
        return self._freq_of

    @property
    def _is_common(self) -> bool:
        """Whether a table of all documents is small beside the term itself."""
        return len(self.docs) * _COMMON > self._total

    def begins(self, places: Array) -> Array:
        """Where in ``positions`` those of the documents at ``places`` begin."""
        if len(places) and self._is_summed_once():
            sums = np.add.reduceat(self.freqs, places, dtype=np.int64)
            return len(self.positions) - sums[::-1].cumsum()[::-1]
        return self._position_ends()[places] - self.freqs[places]

    def stretches(self, places: Array) -> Iterator[tuple[int, int]]:
        """(begin, end) in ``positions`` of each of the documents at ``places``, a few."""
        counts = self.freqs[places].tolist()
        if counts and self._is_summed_once():
            sums = np.add.reduceat(self.freqs, places, dtype=np.int64).tolist()
            begins = list(accumulate(reversed(sums), sub, initial=len(self.positions)))[:0:-1]
            return zip(begins, map(add, begins, counts), strict=True)
        ends = self._position_ends()[places].tolist()
        return zip(map(sub, ends, counts), ends, strict=True)

    def _is_summed_once(self) -> bool:
        """Whether to add up the frequencies between the places alone, and keep nothing.

        That takes a third of the time, and few terms are asked for again.
        """
        once = self._ends is None and not self._is_known and not self.has_gaps
        self._is_known = True
        return once

    def _position_ends(self) -> Array:
        if self._ends is None:
            self._ends = self._added_up()
        return self._ends

    def _added_up(self) -> Array:
        """Where the positions of each of ``self.docs`` end."""
        parts, offset = [], 0
        for occurrence in self._occurrences:
            ends = _frequencies(occurrence).cumsum(dtype=np.int64)
            ends += offset
            offset = int(ends[-1])
            parts.append(_kept(occurrence, ends).astype(np.int32))
        return _joined(parts)

    @property
    def positions(self) -> Array:
        """All positions, document by document, those of deleted documents between the others."""
        if self._positions is None:
            self._positions = _joined(
                [o.postings.positions_of(o.ordinal) for o in self._occurrences]
            )
        return self._positions

    @property
    def has_gaps(self) -> bool:
        """Whether ``positions`` has those of deleted documents between the others."""
        return len(self.docs) < self.frequency

    @property
    def size(self) -> int:
        """Bytes that keeping this term costs at most."""
        count = len(self.docs)
        dense = self._total if self._is_common else 0
        copied = 0
        if len(self._occurrences) > 1 or self.has_gaps:
            standing = sum(o.postings.occurrences(o.ordinal) for o in self._occurrences)
            copied = count * (self.docs.itemsize + 1) + 2 * standing
        return 1024 + 4 * count + dense + copied


def _joined(parts: list[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _frequencies(occurrence: Occurrence) -> Array:
    return occurrence.postings.frequencies(occurrence.ordinal)


def _kept(occurrence: Occurrence, values: Array) -> Array:
    """Of ``values``, one a document with the term, those of documents that are not deleted."""
    if not len(occurrence.segment.deleted):
        return values
    docs = occurrence.postings.documents(occurrence.ordinal)
    kept: Array = values[occurrence.segment.live[docs]]
    return kept
