"""The blocks of one field in a segment: its inverted lists, and its column of values.

Term ``i`` owns ``docs[starts[i]:starts[i + 1]]``, ascending numbers within the
segment, with ``freqs`` beside them; its positions are
``positions[position_starts[i]:position_starts[i + 1]]``, in the order of the
documents, ``freqs`` of them to each. Keyword fields have documents alone, and a column
that gives the values of a document; number fields have a column alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from search.engine.storage.block_files import Array, BlockFile, BlockWriter
from search.engine.storage.term_dictionary import TermDictionary, decode, pack_terms

MISSING: Final = np.iinfo(np.int64).min
"""Stands for no value in a column of numbers."""


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
        """Return the documents of a term, deleted ones included."""
        low, high = self.starts[ordinal : ordinal + 2].tolist()
        return self.docs[low:high]

    def frequencies(self, ordinal: int) -> Array:
        """Return how often a term stands in each of its documents; 1 in a keyword field."""
        if self.freqs is None:
            return np.ones(self.document_frequency(ordinal), np.uint8)
        low, high = self.starts[ordinal : ordinal + 2].tolist()
        return self.freqs[low:high]

    def positions_of(self, ordinal: int) -> Array:
        """Return all positions of a term, document by document (text fields only)."""
        assert self.positions is not None
        assert self.position_starts is not None
        low, high = self.position_starts[ordinal : ordinal + 2].tolist()
        return self.positions[low:high]

    def document_frequency(self, ordinal: int) -> int:
        """Return in how many documents a term stands, deleted ones included."""
        return int(self.starts[ordinal + 1]) - int(self.starts[ordinal])


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
        assert block.freqs is not None
        assert block.position_counts is not None
        assert block.positions is not None
        if self._positions == 0:
            self._append("position_starts", np.zeros(1, np.uint64))
        starts = block.position_counts.cumsum(dtype=np.int64) + self._positions
        self._append("position_starts", starts.astype(np.uint64))
        self._append("freqs", block.freqs)
        self._append("positions", block.positions)
        self._positions += len(block.positions)

    def add_lengths(self, lengths: Array) -> None:
        """Append the number of terms of each document."""
        self._append("lengths", lengths.astype(np.uint32))


def read_postings(blocks: BlockFile, field: str) -> FieldPostings:
    """Return the postings of ``field``, empty where the segment was written without it."""

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


class KeywordColumn:
    """The ordinals of each document's values: ``ordinals[starts[d]:starts[d + 1]]``, ascending."""

    def __init__(self, starts: Array, ordinals: Array) -> None:
        self.starts = starts
        self.ordinals = ordinals


def write_keyword_column(
    blocks: BlockWriter, field: str, documents: int, counts: Array, docs: Array
) -> None:
    """Write the column that transposes the postings ``counts``, ``docs`` of ``field``."""
    ordinals = np.repeat(np.arange(len(counts), dtype=np.uint32), counts)
    order = np.argsort(docs, kind="stable")
    starts = np.zeros(documents + 1, np.uint32)
    np.cumsum(np.bincount(docs, minlength=documents), out=starts[1:])
    narrow = np.uint16 if len(counts) <= 1 << 16 else np.uint32
    blocks.append(f"{field}/column_starts", starts)
    blocks.append(f"{field}/column", ordinals[order].astype(narrow))


def read_keyword_column(blocks: BlockFile, field: str, documents: int) -> KeywordColumn:
    """Return the column of ``field``, without values where the segment was written without it."""
    if f"{field}/column" not in blocks:
        return KeywordColumn(np.zeros(documents + 1, np.uint32), np.empty(0, np.uint16))
    return KeywordColumn(blocks.array(f"{field}/column_starts"), blocks.array(f"{field}/column"))


def read_number_column(blocks: BlockFile, field: str, documents: int) -> Array:
    """Return the numbers of ``field``, all ``MISSING`` where the segment was written without it."""
    if f"{field}/numbers" not in blocks:
        return np.full(documents, MISSING, np.int64)
    return blocks.array(f"{field}/numbers")


class KeyColumn:
    """The key of each document, through the dictionary of keys."""

    def __init__(self, postings: FieldPostings, column: KeywordColumn) -> None:
        self._dictionary = postings.dictionary
        self._ordinals = column.ordinals.data

    def many(self, documents: list[int]) -> list[str]:
        """Return the key of each of ``documents``."""
        ordinals = self._ordinals
        return list(map(decode, self._dictionary.terms_at([ordinals[d] for d in documents])))

    def __getitem__(self, document: int) -> str:
        return decode(self._dictionary.term(self._ordinals[document]))
