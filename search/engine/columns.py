"""Values by document: keyword ordinals, numbers, keys, stored JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from search.engine.blocks import Array, BlockFile, BlockWriter
from search.engine.postings import FieldPostings
from search.engine.texts import decode, decode_json

MISSING: Final = np.iinfo(np.int64).min
"""Stands for no value in a column of numbers."""


class KeywordColumn:
    """The ordinals of each document's values: ``ordinals[starts[d]:starts[d + 1]]``, ascending."""

    def __init__(self, starts: Array, ordinals: Array) -> None:
        self.starts = starts
        self.ordinals = ordinals

    def counts(self) -> Array:
        """How many values each document has."""
        return np.diff(self.starts.astype(np.int64))


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
    if f"{field}/column" not in blocks:
        return KeywordColumn(np.zeros(documents + 1, np.uint32), np.empty(0, np.uint16))
    return KeywordColumn(blocks.array(f"{field}/column_starts"), blocks.array(f"{field}/column"))


def read_number_column(blocks: BlockFile, field: str, documents: int) -> Array:
    if f"{field}/numbers" not in blocks:
        return np.full(documents, MISSING, np.int64)
    return blocks.array(f"{field}/numbers")


class StoredColumn:
    """The stored JSON of each document."""

    def __init__(self, blob: Array, ends: Array) -> None:
        self.blob = blob
        self.ends = ends

    def raw(self, document: int) -> bytes:
        start = int(self.ends[document - 1]) if document else 0
        return self.blob[start : int(self.ends[document])].tobytes()

    def __getitem__(self, document: int) -> dict[str, Any]:
        return decode_json(self.raw(document))


def write_stored(blocks: BlockWriter, stored: Iterable[bytes]) -> None:
    pieces = list(stored)
    ends = np.fromiter(map(len, pieces), np.uint64, len(pieces)).cumsum(dtype=np.uint64)
    blocks.append("stored", b"".join(pieces))
    blocks.append("stored_ends", ends)


class KeyColumn:
    """The key of each document, through the dictionary of keys."""

    def __init__(self, postings: FieldPostings, column: KeywordColumn) -> None:
        self._dictionary = postings.dictionary
        self._ordinals = column.ordinals.data

    def many(self, documents: list[int]) -> list[str]:
        ordinals = self._ordinals
        return list(map(decode, self._dictionary.terms_at([ordinals[d] for d in documents])))

    def __getitem__(self, document: int) -> str:
        return decode(self._dictionary.term(self._ordinals[document]))
