"""One segment: an immutable file of at most 65,536 documents, and its tombstones."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search.contract import IndexSchema
from search.engine.storage.block_files import Array, BlockFile, BlockWriter
from search.engine.storage.field_blocks import (
    FieldPostings,
    KeyColumn,
    KeywordColumn,
    read_keyword_column,
    read_number_column,
    read_postings,
)
from search.engine.storage.index_errors import IndexDamagedError
from search.engine.storage.term_dictionary import decode, encode

OnDamage = Callable[[IndexDamagedError], None]
"""What is told of damage before it is raised."""

MAXIMUM_DOCUMENTS: Final = 1 << 16
"""Documents are numbered by 16 bits within a segment."""


def new_segment_id() -> str:
    """Return a name that no other segment has."""
    return secrets.token_hex(8)


class SegmentFile:
    """The written file of a segment. Its parts are opened when they are first asked for."""

    def __init__(self, path: Path, schema: IndexSchema, on_damage: OnDamage | None = None) -> None:
        self.blocks = BlockFile(path, on_damage)
        self.path = path
        self.document_count = int(self.blocks.metadata["documents"])
        self._schema = schema
        self._postings: dict[str, FieldPostings] = {}
        self._columns: dict[str, KeywordColumn] = {}
        self._values: dict[str, list[str]] = {}

    def postings(self, field: str) -> FieldPostings:
        """Return the inverted lists of a text, keyword or key field."""
        found = self._postings.get(field)
        if found is None:
            found = self._postings[field] = read_postings(self.blocks, field)
        return found

    def keyword_column(self, field: str) -> KeywordColumn:
        """Return the values of each document in a keyword field or the key."""
        found = self._columns.get(field)
        if found is None:
            found = read_keyword_column(self.blocks, field, self.document_count)
            self._columns[field] = found
        return found

    def values(self, field: str) -> list[str]:
        """Return the values of a keyword field that occur in the segment, sorted."""
        found = self._values.get(field)
        if found is None:
            terms = self.postings(field).dictionary.terms()
            found = self._values[field] = list(map(decode, terms))
        return found

    def numbers(self, field: str) -> Array:
        """Return the number of each document; ``MISSING`` stands for none."""
        return read_number_column(self.blocks, field, self.document_count)

    def term_numbers(self, field: str) -> Array:
        """Return the terms of a text field in a spilled run, in the order of their ordinals."""
        return self.blocks.array(f"{field}/term_numbers")

    @cached_property
    def keys(self) -> KeyColumn:
        """The key of each document."""
        name = self._schema.key.name
        return KeyColumn(self.postings(name), self.keyword_column(name))

    def release_pages(self) -> None:
        """Give the pages that were read back to the system; they are read again when needed."""
        self.blocks.release_pages()

    def verify(self) -> None:
        """Check every block. Raises ``IndexDamagedError`` naming the file and the block."""
        self.blocks.verify()

    def verify_if_changed(self) -> None:
        """Check every block again where the file was written to. Raises ``IndexDamagedError``."""
        self.blocks.verify_if_changed()


class OverlaidFile(SegmentFile):
    """A segment's file with newer columns laid over it; what they leave alone is shared."""

    def __init__(
        self,
        base: SegmentFile,
        path: Path,
        schema: IndexSchema,
        on_damage: OnDamage | None = None,
    ) -> None:
        super().__init__(path, schema, on_damage)
        self.base = base
        self.fields = frozenset(name.rpartition("/")[0] for name in self.blocks.names())
        if self.document_count != base.document_count:
            raise IndexDamagedError(path, "it belongs to another segment")

    def postings(self, field: str) -> FieldPostings:
        """Return the newest lists of a field."""
        return super().postings(field) if field in self.fields else self.base.postings(field)

    def keyword_column(self, field: str) -> KeywordColumn:
        """Return the newest column of a field."""
        if field in self.fields:
            return super().keyword_column(field)
        return self.base.keyword_column(field)

    def values(self, field: str) -> list[str]:
        """Return the newest values of a keyword field."""
        return super().values(field) if field in self.fields else self.base.values(field)

    def numbers(self, field: str) -> Array:
        """Return the newest numbers of a field."""
        return super().numbers(field) if field in self.fields else self.base.numbers(field)

    @property
    def keys(self) -> KeyColumn:
        """The key of each document, which no overlay changes."""
        return self.base.keys

    def release_pages(self) -> None:
        """Give the pages of both files back to the system."""
        super().release_pages()
        self.base.release_pages()

    def verify(self) -> None:
        """Check every block of both files. Raises ``IndexDamagedError``."""
        super().verify()
        self.base.verify()

    def verify_if_changed(self) -> None:
        """Check every block of a file that was written to. Raises ``IndexDamagedError``."""
        super().verify_if_changed()
        self.base.verify_if_changed()


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
        """How many documents are not deleted."""
        return self.documents - len(self.deleted)

    @cached_property
    def live(self) -> Array:
        """For each document, whether it is not deleted."""
        mask = np.ones(self.documents, np.bool_)
        mask[self.deleted] = False
        return mask

    def find_key(self, key: str, key_field: str) -> list[int]:
        """Return the documents under ``key``, the deleted included."""
        postings = self.file.postings(key_field)
        ordinal = postings.dictionary.find(encode(key))
        return [] if ordinal < 0 else postings.documents(ordinal).tolist()


def segment_filename(name: str) -> str:
    """Return the name of a segment's file."""
    return f"MAIN_{name}.seg"


def deletions_filename(name: str, generation: int) -> str:
    """Return the name of the file of a segment's deletions as of ``generation``."""
    return f"MAIN_{name}.{generation}.del"


def columns_filename(name: str, generation: int) -> str:
    """Return the name of the file of a segment's newer columns as of ``generation``."""
    return f"MAIN_{name}.{generation}.col"


def write_deletions(path: Path, deleted: Array) -> None:
    """Write the numbers of the deleted documents of a segment."""
    blocks = BlockWriter(path)
    blocks.append("deleted", deleted.astype(np.uint16))
    blocks.finish({})


def read_deletions(path: Path) -> Array:
    """Return the numbers of the deleted documents. Raises ``IndexDamagedError``."""
    # A copy: what is deleted stays so whatever becomes of the file.
    return BlockFile(path).array("deleted").copy()
