"""One term over all segments of a snapshot: its live documents, frequencies, positions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import SEARCH_COST
from search.engine.postings import FieldPostings
from search.engine.segment import Segment


class Occurrence(NamedTuple):
    """A term in one segment, whose documents are numbered from ``base`` in the snapshot."""

    segment: Segment
    base: int
    postings: FieldPostings
    ordinal: int


class Term:
    """A term of a snapshot of ``total`` documents.

    ``docs`` are ascending snapshot numbers of live documents; ``frequency`` counts
    documents with the deleted ones, as Whoosh does.
    """

    def __init__(self, occurrences: Sequence[Occurrence], total: int) -> None:
        self._occurrences = occurrences
        self._total = total
        lists = [o.postings.documents(o.ordinal) for o in occurrences]
        self.frequency = sum(map(len, lists))
        self.docs: Array = _joined(list(map(_live_docs, occurrences, lists)))
        self.scores: Array | None = None
        """The scores of ``docs``, once they have been worked out."""

    @cached_property
    def occurrences(self) -> int:
        """How often the term stands anywhere, deleted documents included."""
        return sum(o.postings.occurrences(o.ordinal) for o in self._occurrences)

    @property
    def has_gaps(self) -> bool:
        """Whether ``positions`` has those of deleted documents between the others."""
        return len(self.docs) < self.frequency

    @cached_property
    def freqs(self) -> Array:
        """How often the term stands in each of ``docs``."""
        return _joined([o.postings.frequencies(o.ordinal)[_kept(o)] for o in self._occurrences])

    @cached_property
    def _freq_of(self) -> Array:
        """How often the term stands in each document of the snapshot."""
        freqs = np.zeros(self._total, self.freqs.dtype)
        freqs[self.docs] = self.freqs
        return freqs

    def frequencies_in(self, docs: Array) -> Array:
        """How often the term stands in each of the ascending ``docs``."""
        if docs is self.docs:
            return self.freqs
        if len(docs) * SEARCH_COST > len(self.docs) or "_freq_of" in self.__dict__:
            dense: Array = self._freq_of.take(docs, mode="clip")
            return dense
        places = self.docs.searchsorted(docs)
        found = self.docs.take(places, mode="clip") == docs
        freqs: Array = self.freqs.take(places, mode="clip") * found
        return freqs

    @cached_property
    def position_begins(self) -> Array:
        """Where the positions of each of ``docs`` begin in ``positions``."""
        begins, offset = [], 0
        for occurrence in self._occurrences:
            freqs = occurrence.postings.frequencies(occurrence.ordinal)
            ends = freqs.cumsum(dtype=np.int64)
            begins.append((ends - freqs + offset)[_kept(occurrence)])
            offset += int(ends[-1])
        return _joined(begins)

    @cached_property
    def positions(self) -> Array:
        return _joined([o.postings.positions_of(o.ordinal) for o in self._occurrences])

    @property
    def size(self) -> int:
        """Bytes that keeping this term costs at most."""
        dense = self._total if len(self.docs) * SEARCH_COST * 2 > self._total else 0
        return 1024 + 26 * len(self.docs) + dense


def _joined(parts: list[Array]) -> Array:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _live_docs(occurrence: Occurrence, docs: Array) -> Array:
    if len(occurrence.segment.deleted):
        docs = docs[occurrence.segment.live[docs]]
    numbers = docs.astype(np.int64)
    if occurrence.base:
        numbers += occurrence.base
    return numbers


def _kept(occurrence: Occurrence) -> Array | slice:
    segment = occurrence.segment
    if not len(segment.deleted):
        return slice(None)
    kept: Array = segment.live[occurrence.postings.documents(occurrence.ordinal)]
    return kept
