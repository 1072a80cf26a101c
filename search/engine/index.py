"""An index on disk: a Whoosh ``FileIndex`` whose segments are columnar."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, Final

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import EmptyReader, IndexReader, MultiReader, SegmentReader

from search.engine.codec import WhooshSegment
from search.engine.errors import IndexMissingError
from search.engine.fields import IndexSchema
from search.engine.segments import SegmentStore
from search.engine.snapshot import Snapshot
from search.engine.toc import GenerationWatch, Toc, latest_generation, read_toc, write_toc
from search.engine.vocabulary import KeptVocabularies
from search.engine.writer import ColumnarWriter

_ATTEMPTS: Final = 10
"""How often a generation is read again whose files a writer removed meanwhile."""


class ColumnarIndex(FileIndex):
    """One index; threads may share it. Made by ``create`` or ``open``."""

    def __init__(self, path: Path, schema: IndexSchema) -> None:
        self.path = path
        self.index_schema = schema
        self.storage = FileStorage(str(path))
        self.indexname = "MAIN"
        self._schema = schema.whoosh
        self._store = SegmentStore(path, schema)
        self._vocabularies = KeptVocabularies(schema.texts)
        self._watch = GenerationWatch(path)
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()
        if latest_generation(path) < 0:
            raise IndexMissingError(path)

    @classmethod
    def create(cls, path: Path, schema: IndexSchema, fingerprint: str) -> ColumnarIndex:
        """Make an empty index under ``path`` unless there is one already, and open it."""
        path.mkdir(parents=True, exist_ok=True)
        if latest_generation(path) < 0:
            write_toc(path, Toc(0, fingerprint, ()))
        return cls(path, schema)

    @classmethod
    def open(cls, path: Path, schema: IndexSchema) -> ColumnarIndex:
        """Open the index under ``path``. Raises ``IndexMissingError``."""
        return cls(path, schema)

    @property
    def fingerprint(self) -> str:
        """What the index was built with, in the words of the one who built it."""
        return self._read_toc().fingerprint

    @property
    def generation(self) -> int:
        """The number of the last commit."""
        return self.latest_generation()

    def latest_generation(self) -> int:
        return latest_generation(self.path)

    def doc_count(self) -> int:
        return self.snapshot().document_count

    def snapshot(self) -> Snapshot:
        """The index as of the last commit. It stays as it is while it is held."""
        generation = self._watch.latest()
        current = self._snapshot
        if current is not None and current.generation == generation:
            return current
        with self._refreshing:
            current = self._snapshot
            if current is None or current.generation < generation:
                current = self._snapshot = self._read_snapshot()
            return current

    def _read_snapshot(self) -> Snapshot:
        for attempt in range(_ATTEMPTS):
            toc = read_toc(self.path)
            try:
                return Snapshot(self.index_schema, toc, self._store.open(toc))
            except FileNotFoundError:
                if attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(0.01)
        raise IndexMissingError(self.path)

    def _read_toc(self) -> Toc:
        return read_toc(self.path)

    def _segments(self) -> list[WhooshSegment]:
        return [
            WhooshSegment(self.indexname, self.index_schema, segment)
            for segment in self.snapshot().segments
        ]

    def _current_schema(self) -> Any:
        return self._schema

    def reader(self, reuse: Any = None) -> IndexReader:
        """Whoosh's own reader over the segments of the last commit.

        Nothing of ``reuse`` is closed: what did not change is shared through the
        segments themselves, so readers that are still in use keep their files.
        """
        generation = self.snapshot().generation
        readers = [
            SegmentReader(self.storage, self._schema, segment, generation=generation)
            for segment in self._segments()
        ]
        if not readers:
            return EmptyReader(self._schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers, generation=generation)

    def writer(self, **options: Any) -> ColumnarWriter:
        """The one writer; options ``fingerprint``, ``fresh``, ``wait``: see ``ColumnarWriter``."""
        return ColumnarWriter(
            self.path, self.index_schema, self._store, self._vocabularies, **options
        )

    def merge(self, everything: bool = False, wait: float = 0.0) -> bool:
        """Merge segments as the policy finds it worth; whether anything changed."""
        return self.writer(wait=wait).merge(everything)

    def verify(self) -> None:
        """Check every file against its checksums. Raises ``IndexDamagedError``."""
        for segment in self._store.open(read_toc(self.path)):
            segment.file.verify()
