"""The inverted lists of one field in one segment, as slices of flat arrays.

Term ``i`` owns ``docs[starts[i]:starts[i + 1]]``, ascending numbers within the
segment, with ``freqs`` beside them; its positions are
``positions[position_starts[i]:position_starts[i + 1]]``, in the order of the
documents, ``freqs`` of them to each. Keyword fields have documents alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from search.engine.blocks import Array, BlockFile, BlockWriter
from search.engine.dictionary import TermDictionary, pack_terms


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """One field of one segment. ``lengths`` are terms a document (text fields only)."""

    dictionary: TermDictionary
    starts: Array
    docs: Array
    freqs: Array | None = None
    position_starts: Array | None = None
    positions: Array | None = None
    lengths: Array | None = None

    def documents(self, ordinal: int) -> Array:
        low, high = self.starts[ordinal : ordinal + 2].tolist()
        return self.docs[low:high]

    def frequencies(self, ordinal: int) -> Array:
        """How often the term stands in each of its documents; 1 in a keyword field."""
        if self.freqs is None:
            return np.ones(self.document_frequency(ordinal), np.uint8)
        low, high = self.starts[ordinal : ordinal + 2].tolist()
        return self.freqs[low:high]

    def positions_of(self, ordinal: int) -> Array:
        """All positions of the term, document by document (text fields only)."""
        assert self.positions is not None and self.position_starts is not None
        low, high = self.position_starts[ordinal : ordinal + 2].tolist()
        return self.positions[low:high]

    def document_frequency(self, ordinal: int) -> int:
        return int(self.starts[ordinal + 1]) - int(self.starts[ordinal])

    def occurrences(self, ordinal: int) -> int:
        starts = self.starts if self.position_starts is None else self.position_starts
        low, high = starts[ordinal : ordinal + 2].tolist()
        return int(high - low)


@dataclass(frozen=True, slots=True)
class InvertedBlock:
    """Consecutive terms of a field in memory, as inversion and merging make them."""

    terms: list[bytes]
    counts: Array
    docs: Array
    freqs: Array | None = None
    position_counts: Array | None = None
    positions: Array | None = None


class PostingsWriter:
    """Appends blocks of sorted terms to the arrays of one field."""

    def __init__(self, blocks: BlockWriter, field: str) -> None:
        self._blocks = blocks
        self._field = field
        self._bytes = self._postings = self._positions = 0
        self._append("starts", np.zeros(1, np.uint32))

    def _append(self, part: str, values: Array | bytes) -> None:
        self._blocks.append(f"{self._field}/{part}", values)

    def add(self, block: InvertedBlock) -> None:
        """Append ``block``; its terms come after all terms added before."""
        blob, ends = pack_terms(block.terms)
        self._append("terms", blob)
        self._append("ends", (ends + self._bytes).astype(np.uint32))
        self._bytes += len(blob)
        starts = block.counts.cumsum(dtype=np.int64) + self._postings
        self._append("starts", starts.astype(np.uint32))
        self._append("docs", block.docs)
        self._postings += len(block.docs)
        if block.freqs is not None:
            self._add_positions(block)

    def _add_positions(self, block: InvertedBlock) -> None:
        assert block.freqs is not None and block.position_counts is not None
        assert block.positions is not None
        if self._positions == 0:
            self._append("position_starts", np.zeros(1, np.uint64))
        starts = block.position_counts.cumsum(dtype=np.int64) + self._positions
        self._append("position_starts", starts.astype(np.uint64))
        self._append("freqs", block.freqs)
        self._append("positions", block.positions)
        self._positions += len(block.positions)

    def add_lengths(self, lengths: Array) -> None:
        self._append("lengths", lengths.astype(np.uint32))


def read_postings(blocks: BlockFile, field: str) -> FieldPostings:
    """The postings of ``field``, empty where the segment was written without it."""

    def part(name: str, kind: type = np.uint32) -> Array:
        block = f"{field}/{name}"
        return blocks.array(block) if block in blocks else np.empty(0, kind)

    starts = part("starts")
    dictionary = TermDictionary(part("terms", np.uint8), part("ends"))
    docs = part("docs", np.uint16)
    if f"{field}/lengths" not in blocks:
        return FieldPostings(dictionary, starts, docs)
    return FieldPostings(
        dictionary,
        starts,
        docs,
        part("freqs", np.uint8),
        part("position_starts", np.uint64),
        part("positions", np.uint16),
        part("lengths"),
    )
