"""The records of one WARC file, by their addresses, so that pages find their parts in it.

A table in a temporary file of SQLite, which keeps some megabytes of it in memory whatever the size
of the WARC. A file is opened again at a record's place. What can be read only once (a pipe, a
member of an archive, a file compressed as a whole) leaves its records in another temporary file.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Final

from archive.ingest.decoding.resource_addresses import resource_key

SPOOL: Final = 2_000_000_000
"""Bytes of records that are laid down of what can be read only once."""

NOT_KEPT: Final = -1
"""The size of a record that is known, and could not be laid down."""

_CACHE_KIB: Final = 4000
_SAME_AS_BEFORE: Final = "revisit"
_KEY_BYTES: Final = 16
_TABLES: Final = """
CREATE TABLE records (
    id INTEGER PRIMARY KEY, key BLOB, digest TEXT, moment REAL, is_revisit INTEGER,
    place INTEGER, size INTEGER, part TEXT, names TEXT
);
CREATE INDEX by_key ON records (key);
CREATE INDEX by_digest ON records (digest);
CREATE TABLE pages (id INTEGER PRIMARY KEY, told TEXT);
CREATE TABLE frames (key BLOB PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """Where a record stands: at a byte of its file (``size`` is 0), or in what was laid down.

    ``part`` is what is known of it where it was handed over as a part already, ``names`` what it
    names itself: both as JSON, or None.
    """

    number: int
    place: int
    size: int
    digest: str
    is_revisit: bool
    part: str | None
    names: str | None


@dataclass(slots=True)
class RecordIndex:
    """What one pass through a WARC file saw; ``spool`` is an empty temporary file. Close it."""

    spool: IO[bytes]
    _is_full: bool = False
    _laid: int = 0
    _tables: sqlite3.Connection = field(init=False)

    def __post_init__(self) -> None:
        # An empty name is a temporary file that goes with the connection.
        self._tables = sqlite3.connect("", isolation_level=None)
        self._tables.execute("PRAGMA journal_mode = OFF")
        self._tables.execute("PRAGMA synchronous = OFF")
        self._tables.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._tables.executescript(_TABLES)
        self._tables.execute("BEGIN")

    def close(self) -> None:
        """Let go of what was laid down."""
        self._tables.close()

    def lay_down(self, content: bytes) -> int | None:
        """Keep the bytes of a record for the second pass; return their place, or None."""
        if self._is_full or self._laid + len(content) > SPOOL:
            self._is_full = True
            return None
        place = self._laid
        try:
            self.spool.seek(place)
            self.spool.write(content)
        except OSError:
            # The disk has no room: the pages come without what is not laid down.
            self._is_full = True
            return None
        self._laid += len(content)
        return place

    def laid_down(self, record: IndexedRecord) -> bytes:
        """Return what ``lay_down`` kept of a record."""
        self.spool.seek(record.place)
        return self.spool.read(record.size)

    def note(
        self, address: str, kind: str, digest: str, moment: datetime | None, place: int, size: int
    ) -> int:
        """Remember a record and return its number."""
        noted = self._tables.execute(
            "INSERT INTO records (key, digest, moment, is_revisit, place, size)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (_key(address), digest, _seconds(moment), kind == _SAME_AS_BEFORE, place, size),
        )
        return noted.lastrowid or 0

    def note_page(self, number: int, told: dict[str, Any]) -> None:
        """Remember that a record is a page, and what is told of it, in JSON's types."""
        self._tables.execute("INSERT INTO pages VALUES (?, ?)", (number, json.dumps(told)))

    def note_frame(self, address: str) -> None:
        """Remember that a page shows another in a frame."""
        self._tables.execute("INSERT OR IGNORE INTO frames VALUES (?)", (_key(address),))

    def is_framed(self, address: str) -> bool:
        """Whether a page that was seen shows this address in a frame."""
        asked = self._tables.execute("SELECT 1 FROM frames WHERE key = ?", (_key(address),))
        return asked.fetchone() is not None

    def pages(self) -> Iterator[tuple[IndexedRecord, dict[str, Any]]]:
        """Yield the pages in their order, with what is told of each."""
        last = 0
        while (row := self._next_page(last)) is not None:
            last, told = row
            if record := self._one("id = ?", (last,)):
                yield record, json.loads(told)

    def _next_page(self, last: int) -> tuple[int, str] | None:
        question = "SELECT id, told FROM pages WHERE id > ? ORDER BY id LIMIT 1"
        row: tuple[int, str] | None = self._tables.execute(question, (last,)).fetchone()
        return row

    def nearest(self, address: str, moment: datetime | None) -> IndexedRecord | None:
        """Return the record of an address whose moment is nearest to the page's."""
        nearest = "key = ? ORDER BY abs(moment - ?), id"
        return self._one(nearest, (_key(address), _seconds(moment)))

    def original(self, record: IndexedRecord) -> IndexedRecord | None:
        """Return the record whose content a revisit repeats; another record is its own."""
        if not record.is_revisit:
            return record
        if not record.digest:
            return None
        return self._one("digest = ? AND NOT is_revisit ORDER BY id", (record.digest,))

    def tell(self, record: IndexedRecord, part: str, names: str) -> None:
        """Remember of a record that it was handed over as a part, and what it names."""
        self._tables.execute(
            "UPDATE records SET part = ?, names = ? WHERE id = ?", (part, names, record.number)
        )

    def _one(self, where: str, values: tuple[Any, ...]) -> IndexedRecord | None:
        # What is asked for is written in this class; values are parameters.
        question = "SELECT id, place, size, digest, is_revisit, part, names FROM records WHERE "
        with closing(self._tables.execute(f"{question}{where} LIMIT 1", values)) as asked:
            row = asked.fetchone()
        if row is None:
            return None
        number, place, size, digest, is_revisit, part, names = row
        return IndexedRecord(number, place, size, digest, bool(is_revisit), part, names)


def _key(address: str) -> bytes:
    return hashlib.sha256(resource_key(address).encode("utf-8", "replace")).digest()[:_KEY_BYTES]


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
