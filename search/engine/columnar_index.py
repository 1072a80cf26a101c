"""An index on disk: opened for reading, written by one writer at a time."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Final

from search.contract import IndexSchema
from search.engine.evaluation.snapshot import Snapshot
from search.engine.storage.file_checks import check_pieces
from search.engine.storage.generations import (
    GenerationWatch,
    SegmentStore,
    Toc,
    latest_generation,
    read_toc,
    write_toc,
)
from search.engine.storage.index_errors import IndexMissingError
from search.engine.storage.segment_files import OnDamage
from search.engine.writing.index_writer import ColumnarWriter
from search.engine.writing.word_vocabulary import VocabularyCache

_LOOK_SECONDS: Final = 0.1
"""Between two looks whether somebody wrote to an open file: a look costs a microsecond a file."""


class ColumnarIndex:
    """One index; threads may share it. Made by ``create`` or ``open``.

    What it keeps (open segments, the last snapshot, the words of the last write) goes with it.
    ``on_damage`` is told of damage that a search comes upon, before the search raises it.
    """

    def __init__(self, path: Path, schema: IndexSchema, on_damage: OnDamage | None = None) -> None:
        self.path = path
        self.schema = schema
        self._store = SegmentStore(path, schema, on_damage)
        self._look_at = 0.0
        self._vocabularies = VocabularyCache(schema.texts)
        self._watch = GenerationWatch(path)
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()
        if latest_generation(path) < 0:
            raise IndexMissingError(path)

    @classmethod
    def create(
        cls,
        path: Path,
        schema: IndexSchema,
        fingerprint: str,
        on_damage: OnDamage | None = None,
    ) -> ColumnarIndex:
        """Make an empty index under ``path`` unless there is one already, and open it."""
        path.mkdir(parents=True, exist_ok=True)
        if latest_generation(path) < 0:
            write_toc(path, Toc(0, fingerprint, ()))
        return cls(path, schema, on_damage)

    @classmethod
    def open(
        cls, path: Path, schema: IndexSchema, on_damage: OnDamage | None = None
    ) -> ColumnarIndex:
        """Open the index under ``path``. Raises ``IndexMissingError``."""
        return cls(path, schema, on_damage)

    @property
    def fingerprint(self) -> str:
        """What the index was built with, in the words of the one who built it."""
        return read_toc(self.path).fingerprint

    def snapshot(self) -> Snapshot:
        """Return the index as of the last commit. It stays as it is while it is held.

        An index that was removed goes on answering from the snapshot that it last gave;
        where it never gave one, ``IndexMissingError`` is raised: open the one that serves now.
        Raises ``IndexDamagedError`` too where an open file was written to and is no longer whole.
        """
        generation = self._watch.latest()
        current = self._snapshot
        if current is not None and generation in (current.generation, -1):
            self._look_at_files(current)
            return current
        with self._refreshing:
            current = self._snapshot
            if current is None or current.generation < generation:
                toc, segments = self._store.open_latest()
                current = self._snapshot = Snapshot(self.schema, toc, segments)
            return current

    def _look_at_files(self, current: Snapshot) -> None:
        now = time.monotonic()
        if now >= self._look_at:
            for segment in current.segments:
                segment.file.verify_if_changed()
            self._look_at = now + _LOOK_SECONDS

    def writer(self) -> ColumnarWriter:
        """Return the one writer of the index: ask for it while holding its ``WriterLock``."""
        return ColumnarWriter(self.path, self.schema, self._store, self._vocabularies)

    def merge(self, everything: bool = False) -> bool:
        """Merge segments as the policy finds it worth; return whether anything changed.

        Call it while holding the ``WriterLock``.
        """
        return self.writer().merge(everything)

    def erase_deleted(self) -> bool:
        """Take what deleted documents held out of the files; return whether anything changed.

        Call it while holding the ``WriterLock``.
        """
        return self.writer().erase_deleted()

    def verify(self) -> None:
        """Check every file against its checksums. Raises ``IndexDamagedError``."""
        for _read in check_pieces(self.path):
            pass
