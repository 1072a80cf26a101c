"""One term over all segments of a snapshot: its documents and how often it stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import is_worth_a_mask, numbers_type
from search.engine.postings import FieldPostings
from search.engine.segment import Segment

_COMMON: Final = 32
"""One document in how many has a term whose frequencies are kept by document."""


class Occurrence:
    """A term in one segment, whose documents are numbered from ``base`` in the snapshot.

    ``docs`` are numbers within the segment, those of deleted documents among them, and
    ``freqs`` beside them: pages of the file, which cost no memory.
    """

    __slots__ = ("_is_known", "_ordinal", "_steps", "base", "docs", "freqs", "postings", "segment")

    def __init__(self, segment: Segment, base: int, postings: FieldPostings, ordinal: int) -> None:
        self.segment = segment
        self.base = base
        self.postings = postings
        self._ordinal = ordinal
        self.docs, self.freqs = postings.lists(ordinal)
        self._steps: Array | None = None
        self._is_known = False

    @property
    def live(self) -> Array | None:
        """For each of ``docs``, whether it is not deleted; ``None`` where all are not."""
        segment = self.segment
        return segment.live.take(self.docs) if len(segment.deleted) else None

    @property
    def count(self) -> int:
        """How often the term stands in all ``docs``."""
        return self.postings.occurrences(self._ordinal)

    @property
    def positions(self) -> Array:
        """All positions, document by document (text fields only)."""
        return self.postings.positions_of(self._ordinal)

    def begins(self, places: Array) -> Array:
        """Where in ``positions`` those of the documents at ``places`` begin. Some places."""
        steps = self._steps
        if steps is None:
            if not self._is_known:
                # To add up between the places alone takes a third of the time, and few
                # terms are asked for again.
                self._is_known = True
                sums = np.add.reduceat(self.freqs, places, dtype=np.int64)
                return self.count - sums[::-1].cumsum()[::-1]
            steps = self._steps = self.freqs.cumsum(dtype=np.int32)
        begins: Array = steps.take(places) - self.freqs.take(places)
        return begins


class Term:
    """A term of a snapshot of ``total`` documents. What takes work is kept once it was asked for.

    ``frequency`` counts documents with the deleted ones, as Whoosh does.
    """

    __slots__ = ("_docs", "_freq_of", "_freqs", "_total", "frequency", "occurrences")

    def __init__(self, occurrences: Sequence[Occurrence], total: int) -> None:
        self.occurrences = occurrences
        self.frequency = 0
        for occurrence in occurrences:
            self.frequency += len(occurrence.docs)
        self._total = total
        self._docs: Array | None = None
        self._freqs: Array | None = None
        self._freq_of: Array | None = None

    @property
    def docs(self) -> Array:
        """Ascending snapshot numbers of live documents, of ``numbers_type(total)``."""
        docs = self._docs
        if docs is None:
            docs = self._docs = self._joined_docs()
        return docs

    def _joined_docs(self) -> Array:
        kind, parts = numbers_type(self._total), []
        for occurrence in self.occurrences:
            docs, live = occurrence.docs, occurrence.live
            docs = (docs if live is None else docs[live]).astype(kind, copy=False)
            parts.append(docs + kind(occurrence.base) if occurrence.base else docs)
        return joined(parts)

    @property
    def freqs(self) -> Array:
        """How often the term stands in each of ``docs``."""
        freqs = self._freqs
        if freqs is None:
            pairs = [(occurrence.freqs, occurrence.live) for occurrence in self.occurrences]
            freqs = self._freqs = joined([f if live is None else f[live] for f, live in pairs])
        return freqs

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
                return self._searched(docs)
            if not is_worth_a_mask(len(self.docs), len(docs)):
                return self._spread_over(docs)
        dense: Array = self._frequency_table().take(docs, mode="clip")
        return dense

    def _searched(self, docs: Array) -> Array:
        wanted = docs.astype(self.docs.dtype, copy=False)
        if not len(self.docs):
            return np.zeros(len(docs), np.uint8)
        places = self.docs.searchsorted(wanted)
        found = self.docs.take(places, mode="clip") == wanted
        freqs: Array = self.freqs.take(places, mode="clip") * found
        return freqs

    def _spread_over(self, docs: Array) -> Array:
        own = self.docs.astype(docs.dtype)
        places = docs.searchsorted(own)
        found = (docs.take(places, mode="clip") == own).nonzero()[0]
        freqs = np.zeros(len(docs), self.freqs.dtype)
        freqs[places[found]] = self.freqs[found]
        return freqs

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
        return self.frequency * _COMMON > self._total

    @property
    def size(self) -> int:
        """Bytes that keeping this term costs at most."""
        size = 1024 + 4 * self.frequency
        if self._is_common:
            size += self._total
        if len(self.occurrences) > 1 or len(self.occurrences[0].segment.deleted):
            size += 5 * self.frequency
        return size


def joined(parts: Sequence[Array]) -> Array:
    """``parts`` one after the other."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
