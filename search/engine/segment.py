"""One segment: an immutable file of at most 65,536 documents, and its tombstones."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search.engine.blocks import Array, BlockFile, BlockWriter
from search.engine.columns import (
    KeyColumn,
    KeywordColumn,
    StoredColumn,
    read_keyword_column,
    read_number_column,
)
from search.engine.errors import IndexDamagedError
from search.engine.fields import IndexSchema
from search.engine.postings import FieldPostings, read_postings
from search.engine.texts import decode, encode

MAXIMUM_DOCUMENTS: Final = 1 << 16
"""Documents are numbered by 16 bits within a segment."""


def new_segment_id() -> str:
    return secrets.token_hex(8)


class SegmentFile:
    """The written file of a segment. Its parts are opened when they are first asked for."""

    def __init__(self, path: Path, schema: IndexSchema) -> None:
        self.blocks = BlockFile(path)
        self.path = path
        self.document_count = int(self.blocks.metadata["documents"])
        self._schema = schema
        self._postings: dict[str, FieldPostings] = {}
        self._columns: dict[str, KeywordColumn] = {}
        self._values: dict[str, list[str]] = {}

    def postings(self, field: str) -> FieldPostings:
        found = self._postings.get(field)
        if found is None:
            found = self._postings[field] = read_postings(self.blocks, field)
        return found

    def keyword_column(self, field: str) -> KeywordColumn:
        found = self._columns.get(field)
        if found is None:
            found = read_keyword_column(self.blocks, field, self.document_count)
            self._columns[field] = found
        return found

    def values(self, field: str) -> list[str]:
        """The values of a keyword field that occur in the segment, sorted."""
        found = self._values.get(field)
        if found is None:
            terms = self.postings(field).dictionary.terms()
            found = self._values[field] = list(map(decode, terms))
        return found

    def numbers(self, field: str) -> Array:
        return read_number_column(self.blocks, field, self.document_count)

    def term_numbers(self, field: str) -> Array:
        """The terms of a text field in a spill, in the order of their ordinals."""
        return self.blocks.array(f"{field}/term_numbers")

    @cached_property
    def keys(self) -> KeyColumn:
        name = self._schema.key.name
        return KeyColumn(self.postings(name), self.keyword_column(name))

    @cached_property
    def stored(self) -> StoredColumn:
        return StoredColumn(self.blocks.array("stored"), self.blocks.array("stored_ends"))

    def forget(self) -> None:
        """Give the pages that were read back to the system; they are read again when needed."""
        self.blocks.forget()

    def verify(self) -> None:
        """Check every block. Raises ``IndexDamagedError`` naming the file and the block."""
        self.blocks.verify()


class OverlaidFile(SegmentFile):
    """A segment's file with newer columns laid over it; what they leave alone is shared."""

    def __init__(self, under: SegmentFile, path: Path, schema: IndexSchema) -> None:
        super().__init__(path, schema)
        self.under = under
        self.fields = frozenset(name.rpartition("/")[0] for name in self.blocks.names())
        if self.document_count != under.document_count:
            raise IndexDamagedError(path, "it belongs to another segment")

    def postings(self, field: str) -> FieldPostings:
        return super().postings(field) if field in self.fields else self.under.postings(field)

    def keyword_column(self, field: str) -> KeywordColumn:
        if field in self.fields:
            return super().keyword_column(field)
        return self.under.keyword_column(field)

    def values(self, field: str) -> list[str]:
        return super().values(field) if field in self.fields else self.under.values(field)

    def numbers(self, field: str) -> Array:
        return super().numbers(field) if field in self.fields else self.under.numbers(field)

    @property
    def keys(self) -> KeyColumn:
        return self.under.keys

    @property
    def stored(self) -> StoredColumn:
        return self.under.stored

    def forget(self) -> None:
        super().forget()
        self.under.forget()

    def verify(self) -> None:
        super().verify()
        self.under.verify()


@dataclass(frozen=True)
class Segment:
    """A segment as one generation of the index sees it.

    ``deleted`` are the ascending numbers of its deleted documents, kept in the file
    ``deletions`` (``None``: nothing is deleted). ``columns`` names the file of columns
    that is laid over the segment's own (``None``: it has its own).
    """

    name: str
    file: SegmentFile
    deletions: str | None = None
    deleted: Array = field(default_factory=lambda: np.empty(0, np.uint16))
    columns: str | None = None

    @property
    def documents(self) -> int:
        """All documents, the deleted included."""
        return self.file.document_count

    @property
    def is_untouched(self) -> bool:
        """Whether nothing of it was deleted or laid over since it was written."""
        return self.columns is None and not len(self.deleted)

    @property
    def live_documents(self) -> int:
        return self.documents - len(self.deleted)

    @cached_property
    def live(self) -> Array:
        """For each document, whether it is not deleted."""
        mask = np.ones(self.documents, np.bool_)
        mask[self.deleted] = False
        return mask

    def find_key(self, key: str, key_field: str) -> list[int]:
        """The documents under ``key``, the deleted included."""
        postings = self.file.postings(key_field)
        ordinal = postings.dictionary.find(encode(key))
        return [] if ordinal < 0 else postings.documents(ordinal).tolist()


def segment_filename(name: str) -> str:
    return f"MAIN_{name}.seg"


def deletions_filename(name: str, generation: int) -> str:
    return f"MAIN_{name}.{generation}.del"


def columns_filename(name: str, generation: int) -> str:
    return f"MAIN_{name}.{generation}.col"


def write_deletions(path: Path, deleted: Array) -> None:
    blocks = BlockWriter(path)
    blocks.append("deleted", deleted.astype(np.uint16))
    blocks.finish({})


def read_deletions(path: Path) -> Array:
    """The numbers of the deleted documents. Raises ``IndexDamagedError``."""
    blocks = BlockFile(path)
    blocks.verify()
    return blocks.array("deleted")
