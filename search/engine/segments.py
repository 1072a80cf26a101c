"""The segment files of one directory: opened once, kept while anyone uses them."""

from __future__ import annotations

import re
import threading
import weakref
from dataclasses import replace
from pathlib import Path
from typing import Final

from search.engine.errors import IndexDamagedError
from search.engine.fields import IndexSchema
from search.engine.segment import (
    OverlaidFile,
    Segment,
    SegmentFile,
    read_deletions,
    segment_filename,
)
from search.engine.toc import SegmentEntry, Toc, toc_path

_OURS: Final = re.compile(r"_?MAIN_[0-9a-f]+\.[0-9a-z.]+")


class SegmentStore:
    """Opens the segments of a generation; a file already open is not opened again."""

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        self._directory = directory
        self._schema = schema
        self._latest: tuple[Segment, ...] = ()
        """What was opened last: a worker that writes and does not search finds it open again."""
        self._open: weakref.WeakValueDictionary[str, SegmentFile] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def open(self, toc: Toc) -> tuple[Segment, ...]:
        """The segments of ``toc``. Raises ``IndexDamagedError``, ``FileNotFoundError``."""
        segments = []
        for entry in toc.segments:
            file = self._file(entry)
            if file.document_count != entry.documents:
                raise IndexDamagedError(file.path, "it has not the documents it was listed with")
            segment = Segment(entry.name, file, columns=entry.columns)
            if entry.deletions is not None:
                deleted = read_deletions(self._directory / entry.deletions)
                segment = replace(segment, deletions=entry.deletions, deleted=deleted)
            segments.append(segment)
        self._latest = tuple(segments)
        return self._latest

    def _file(self, entry: SegmentEntry) -> SegmentFile:
        with self._lock:
            name = segment_filename(entry.name)
            file = self._open.get(name)
            if file is None:
                file = self._open[name] = SegmentFile(self._directory / name, self._schema)
            if entry.columns is None:
                return file
            overlaid = self._open.get(entry.columns)
            if overlaid is None:
                path = self._directory / entry.columns
                overlaid = self._open[entry.columns] = OverlaidFile(file, path, self._schema)
            return overlaid

    def clean(self, toc: Toc) -> None:
        """Remove the files that ``toc`` does not name: old generations, broken-off writes."""
        kept = {toc_path(self._directory, toc.generation).name}
        for entry in toc.segments:
            kept |= {segment_filename(entry.name), entry.deletions or "", entry.columns or ""}
        self._latest = tuple(s for s in self._latest if segment_filename(s.name) in kept)
        for path in self._directory.iterdir():
            if path.name not in kept and _OURS.fullmatch(path.name):
                path.unlink(missing_ok=True)
