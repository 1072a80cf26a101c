"""The records of the WARC files of a load, by their addresses, so that pages find their parts.

A table in a temporary file of SQLite, which keeps some megabytes of it in memory whatever the size
of the WARCs. A file is opened again at a record's place. What can be read only once (a pipe, a
packed member of an archive, a file compressed as a whole) leaves its records in another temporary
file, which goes when the file was read.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
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
    file INTEGER, place INTEGER, size INTEGER, part TEXT, names TEXT
);
CREATE INDEX by_key ON records (key);
CREATE INDEX by_digest ON records (digest);
CREATE TABLE redirects (key BLOB, moment REAL, target TEXT);
CREATE INDEX redirects_by_key ON redirects (key);
CREATE TABLE pages (id INTEGER PRIMARY KEY, told TEXT);
CREATE TABLE lacking (page INTEGER PRIMARY KEY, keys BLOB);
CREATE TABLE frames (key BLOB PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class IndexedRecord:
    """Where a record stands: at a byte of its ``file`` (``size`` is 0), or in what was laid down.

    ``part`` is what is known of it where it was handed over as a part already, ``names`` what it
    names itself: both as JSON, or None.
    """

    number: int
    file: int
    place: int
    size: int
    digest: str
    is_revisit: bool
    part: str | None
    names: str | None


@dataclass(slots=True)
class RecordIndex:
    """What one pass through each WARC file of a load saw. Close it."""

    _tables: sqlite3.Connection = field(init=False)
    _files: list[Callable[[], io.BufferedReader] | None] = field(default_factory=list)

    def __post_init__(self) -> None:
        # An empty name is a temporary file that goes with the connection.
        self._tables = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._tables.execute("PRAGMA journal_mode = OFF")
        self._tables.execute("PRAGMA synchronous = OFF")
        self._tables.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._tables.executescript(_TABLES)
        self._tables.execute("BEGIN")

    def close(self) -> None:
        """Let go of what was seen."""
        self._tables.close()

    @contextmanager
    def begun(
        self, opened: Callable[[], io.BufferedReader] | None, spool: IO[bytes]
    ) -> Iterator[FileRecords]:
        """Give where the records of another file are noted.

        ``opened`` opens it again, None where it is read once; then ``spool``, an empty temporary
        file, holds what is laid down of it, which is forgotten at the end.
        """
        self._files.append(opened)
        last = self.execute("SELECT coalesce(max(id), 0) FROM records").fetchone()[0]
        records = FileRecords(self, len(self._files) - 1, spool, last)
        try:
            yield records
        finally:
            records.end()

    def opened(self, file: int) -> io.BufferedReader | None:
        """Return a file opened again; None of one that was read once."""
        again = self._files[file]
        return None if again is None else again()

    def execute(self, statement: str, values: tuple[Any, ...] = ()) -> sqlite3.Cursor:
        """Run a statement of this module."""
        return self._tables.execute(statement, values)

    def is_framed(self, address: str) -> bool:
        """Whether a page that was seen shows this address in a frame."""
        asked = self.execute("SELECT 1 FROM frames WHERE key = ?", (_key(address),))
        return asked.fetchone() is not None

    def pages(self, after: int) -> Iterator[tuple[IndexedRecord, dict[str, Any]]]:
        """Yield the pages behind a record in their order, with what is told of each."""
        while True:
            question = "SELECT id, told FROM pages WHERE id > ? ORDER BY id LIMIT 1"
            row = self.execute(question, (after,)).fetchone()
            if row is None:
                return
            after, told = row
            if record := self._one("id = ?", (after,)):
                yield record, json.loads(told)

    def pages_with_neighbours(self) -> Iterator[tuple[IndexedRecord, dict[str, Any]]]:
        """Yield the pages that lacked what stands in a file that was read later."""
        last = -1
        while len(self._files) > 1:
            question = "SELECT page, keys FROM lacking WHERE page > ? ORDER BY page LIMIT 1"
            row = self.execute(question, (last,)).fetchone()
            if row is None:
                return
            last, keys = row
            pieces = (keys[at : at + _KEY_BYTES] for at in range(0, len(keys), _KEY_BYTES))
            if any(map(self._is_known, pieces)):
                yield next(self.pages(last - 1))

    def _is_known(self, key: bytes) -> bool:
        known = (
            "SELECT 1 FROM records WHERE key = ? UNION ALL SELECT 1 FROM redirects WHERE key = ?"
        )
        return self.execute(f"{known} LIMIT 1", (key, key)).fetchone() is not None

    def nearest(self, address: str, moment: datetime | None, file: int) -> IndexedRecord | None:
        """Return the record of an address whose moment is nearest to the page's.

        One of the page's own ``file`` goes before those of others.
        """
        nearest = "key = ? ORDER BY file <> ?, abs(moment - ?), id"
        return self._one(nearest, (_key(address), file, _seconds(moment)))

    def redirect(self, address: str, moment: datetime | None) -> str:
        """Return where an address led, nearest in time to the page; "" where nothing tells."""
        question = "SELECT target FROM redirects WHERE key = ? ORDER BY abs(moment - ?) LIMIT 1"
        row = self.execute(question, (_key(address), _seconds(moment))).fetchone()
        return "" if row is None else str(row[0])

    def original(self, record: IndexedRecord) -> IndexedRecord | None:
        """Return the record whose content a revisit repeats; another record is its own."""
        if not record.is_revisit:
            return record
        if not record.digest:
            return None
        same = "digest = ? AND NOT is_revisit ORDER BY file <> ?, id"
        return self._one(same, (record.digest, record.file))

    def tell(self, record: IndexedRecord, part: str, names: str) -> None:
        """Remember of a record that it was handed over as a part, and what it names."""
        self.execute(
            "UPDATE records SET part = ?, names = ? WHERE id = ?", (part, names, record.number)
        )

    def note_lacking(self, page: IndexedRecord, addresses: Iterable[str]) -> None:
        """Remember what a page names and no file had until now."""
        keys = b"".join(map(_key, addresses))
        if keys:
            self.execute("INSERT OR REPLACE INTO lacking VALUES (?, ?)", (page.number, keys))

    def _one(self, where: str, values: tuple[Any, ...]) -> IndexedRecord | None:
        # What is asked for is written in this class; values are parameters.
        columns = (
            "SELECT id, file, place, size, digest, is_revisit, part, names FROM records WHERE "
        )
        with closing(self.execute(f"{columns}{where} LIMIT 1", values)) as asked:
            row = asked.fetchone()
        if row is None:
            return None
        number, file, place, size, digest, is_revisit, part, names = row
        return IndexedRecord(number, file, place, size, digest, bool(is_revisit), part, names)


@dataclass(slots=True)
class FileRecords:
    """The records of one file, while it is read: ``number`` is its place among those of the load."""

    index: RecordIndex
    number: int
    spool: IO[bytes]
    _before: int
    """The record that was noted last before the first of this file."""
    _is_full: bool = False
    _laid: int = 0

    def end(self) -> None:
        """Forget the records that were laid down, which go with the file."""
        if self._laid or self._is_full:
            self.index.execute("DELETE FROM lacking WHERE page > ?", (self._before,))
            self.index.execute("DELETE FROM pages WHERE id > ?", (self._before,))
            self.index.execute("DELETE FROM records WHERE id > ?", (self._before,))

    def pages(self) -> Iterator[tuple[IndexedRecord, dict[str, Any]]]:
        """Yield the pages of the file in their order, with what is told of each."""
        return self.index.pages(self._before)

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
        noted = self.index.execute(
            "INSERT INTO records (key, digest, moment, is_revisit, file, place, size)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(_key(address), digest, _seconds(moment), kind == _SAME_AS_BEFORE),
                *(self.number, place, size),
            ),
        )
        return noted.lastrowid or 0

    def note_page(self, number: int, told: dict[str, Any]) -> None:
        """Remember that a record is a page, and what is told of it, in JSON's types."""
        self.index.execute("INSERT INTO pages VALUES (?, ?)", (number, json.dumps(told)))

    def note_redirect(self, address: str, moment: datetime | None, target: str) -> None:
        """Remember that an address led to another."""
        self.index.execute(
            "INSERT INTO redirects VALUES (?, ?, ?)", (_key(address), _seconds(moment), target)
        )

    def note_frame(self, address: str) -> None:
        """Remember that a page shows another in a frame."""
        self.index.execute("INSERT OR IGNORE INTO frames VALUES (?)", (_key(address),))


def _key(address: str) -> bytes:
    return hashlib.sha256(resource_key(address).encode("utf-8", "replace")).digest()[:_KEY_BYTES]


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0
