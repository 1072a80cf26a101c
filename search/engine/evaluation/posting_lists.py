"""One term over all segments of a snapshot: its documents and how often it stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import add, sub
from typing import Final

import numpy as np

from search.engine.evaluation.document_sets import docs_dtype, is_worth_a_mask
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import FieldPostings
from search.engine.storage.segment_files import Segment

_COMMON: Final = 32
"""One document in how many has a term whose frequencies are kept by document."""
_UBIQUITOUS: Final = 4
"""One document in how many has a term whose offsets are kept by document."""
_SEARCH_COST: Final = 30
"""How many entries of a table of offsets are filled in the time of one binary search (measured)."""
_TABLE_COST: Final = 4096
"""How many are filled in the time that it takes to make one (measured)."""


class PostingList:
    """A term in one segment, whose documents are numbered from ``base`` in the snapshot.

    ``docs`` are numbers within the segment, those of deleted documents among them, and
    ``freqs`` beside them: pages of the file, which cost no memory.
    """

    __slots__ = (
        "_offset_of",
        "_ordinal",
        "_position_ends",
        "_was_read",
        "base",
        "docs",
        "freqs",
        "postings",
        "segment",
    )

    def __init__(self, segment: Segment, base: int, postings: FieldPostings, ordinal: int) -> None:
        self.segment = segment
        self.base = base
        self.postings = postings
        self._ordinal = ordinal
        low, high = postings.starts[ordinal : ordinal + 2].tolist()
        self.docs = docs = postings.docs[low:high]
        freqs = postings.freqs
        self.freqs = np.ones_like(docs) if freqs is None else freqs[low:high]
        self._offset_of: Array | None = None
        self._position_ends: Array | None = None
        self._was_read = False

    @property
    def live(self) -> Array | None:
        """For each of ``docs``, whether it is not deleted; ``None`` where all are not."""
        segment = self.segment
        return segment.live.take(self.docs) if len(segment.deleted) else None

    @property
    def positions(self) -> Array:
        """All positions, document by document (text fields only)."""
        return self.postings.positions_of(self._ordinal)

    def offsets_of(self, docs: Array) -> Array:
        """Return the offset of each of ``docs`` in ``self.docs``; of others, any offset."""
        if self._offset_of is None:
            if len(docs) * _SEARCH_COST <= len(self.docs) + _TABLE_COST:
                return self.docs.searchsorted(docs)
            offset_of: Array = np.zeros(self.segment.documents, np.uint16)
            offset_of[self.docs.astype(np.intp)] = np.arange(len(self.docs), dtype=np.uint16)
            if len(self.docs) * _UBIQUITOUS > self.segment.documents:
                self._offset_of = offset_of
            return offset_of.take(docs)
        return self._offset_of.take(docs)

    def positions_at(self, offsets: Array, counts: Array) -> Array:
        """Return the positions in the documents at some ``offsets``, each of which has ``counts``."""
        index = self._begins(offsets, counts)
        index += counts
        # Where each document's positions stand among those of the term, less where they are
        # to stand among those gathered.
        index -= counts.cumsum(dtype=np.int64)
        index = index.repeat(counts)
        index += np.arange(len(index))
        positions: Array = self.positions.take(index)
        return positions

    def position_ranges(self, offsets: Array) -> tuple[list[int], list[int]]:
        """Return where in ``positions`` those of the documents at a few ``offsets`` begin and end."""
        counts = self.freqs.take(offsets).tolist()
        if self._position_ends is None and not self._was_read:
            sums = self._sums(offsets).tolist()
            begins = list(accumulate(reversed(sums), sub, initial=len(self.positions)))[:0:-1]
        else:
            begins = self._begins(offsets, counts).tolist()
        return begins, list(map(add, begins, counts))

    def _begins(self, offsets: Array, counts: Array) -> Array:
        """Return where in ``positions`` those of the documents at ``offsets`` begin."""
        if self._position_ends is None:
            if not self._was_read:
                begins: Array = len(self.positions) - self._sums(offsets)[::-1].cumsum()[::-1]
                return begins
            self._position_ends = self.freqs.cumsum(dtype=np.int32)
        return np.subtract(self._position_ends.take(offsets), counts, dtype=np.int64)

    def _sums(self, offsets: Array) -> Array:
        """Return how many positions lie between the ``offsets``.

        To add up between them alone takes a third of the time of adding up all, and few
        terms are asked for again.
        """
        self._was_read = True
        sums: Array = np.add.reduceat(self.freqs, offsets, dtype=np.int64)
        return sums


class TermPostings:
    """A term of a snapshot of ``total`` documents. What takes work is kept once it was asked for.

    ``frequency`` counts documents with the deleted ones, as Whoosh does.
    """

    __slots__ = ("_docs", "_freq_of", "_freqs", "_total", "frequency", "lists")

    def __init__(self, lists: Sequence[PostingList], total: int) -> None:
        self.lists = lists
        self.frequency = 0
        for each in lists:
            self.frequency += len(each.docs)
        self._total = total
        self._docs: Array | None = None
        self._freqs: Array | None = None
        self._freq_of: Array | None = None

    @property
    def docs(self) -> Array:
        """Ascending snapshot numbers of live documents, of ``docs_dtype(total)``."""
        docs = self._docs
        if docs is None:
            docs = self._docs = self._joined_docs()
        return docs

    def _joined_docs(self) -> Array:
        kind, parts = docs_dtype(self._total), []
        for each in self.lists:
            docs, live = each.docs, each.live
            docs = (docs if live is None else docs[live]).astype(kind, copy=False)
            parts.append(docs + kind(each.base) if each.base else docs)
        return joined(parts)

    @property
    def freqs(self) -> Array:
        """Return how often the term stands in each of ``docs``."""
        freqs = self._freqs
        if freqs is None:
            pairs = [(each.freqs, each.live) for each in self.lists]
            freqs = self._freqs = joined([f if live is None else f[live] for f, live in pairs])
        return freqs

    def contains(self, docs: Array) -> Array:
        """Return for each of the ascending ``docs`` whether the term stands in it."""
        found: Array = self.frequencies_in(docs) != 0
        return found

    def frequencies_in(self, docs: Array) -> Array:
        """Return how often the term stands in each of the ascending ``docs``.

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
        """Return how often the term stands in each document of the snapshot."""
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
        if self.frequency * _UBIQUITOUS > self._total:
            size += 2 * self._total
        if len(self.lists) > 1 or len(self.lists[0].segment.deleted):
            size += 5 * self.frequency
        return size


def joined(parts: Sequence[Array]) -> Array:
    """Return ``parts`` one after the other."""
    return parts[0] if len(parts) == 1 else np.concatenate(parts)
