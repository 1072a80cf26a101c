"""The segment files of one directory: opened once, kept while anyone uses them."""

from __future__ import annotations

import re
import threading
import weakref
from pathlib import Path
from typing import Final

from search.engine.errors import IndexDamagedError
from search.engine.fields import IndexSchema
from search.engine.segment import Segment, SegmentFile, read_deletions, segment_filename
from search.engine.toc import Toc, toc_path

_OURS: Final = re.compile(r"_?MAIN_[0-9a-f]+\.[0-9a-z.]+")


class SegmentStore:
    """Opens the segments of a generation; a file already open is not opened again."""

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        self._directory = directory
        self._schema = schema
        self._open: weakref.WeakValueDictionary[str, SegmentFile] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def open(self, toc: Toc) -> tuple[Segment, ...]:
        """The segments of ``toc``. Raises ``IndexDamagedError``, ``FileNotFoundError``."""
        segments = []
        for entry in toc.segments:
            file = self._file(entry.name)
            if file.document_count != entry.documents:
                raise IndexDamagedError(file.path, "it has not the documents it was listed with")
            if entry.deletions is None:
                segments.append(Segment(entry.name, file))
            else:
                deleted = read_deletions(self._directory / entry.deletions)
                segments.append(Segment(entry.name, file, entry.deletions, deleted))
        return tuple(segments)

    def _file(self, name: str) -> SegmentFile:
        with self._lock:
            file = self._open.get(name)
            if file is None:
                path = self._directory / segment_filename(name)
                file = self._open[name] = SegmentFile(path, self._schema)
            return file

    def clean(self, toc: Toc) -> None:
        """Remove the files that ``toc`` does not name: old generations, broken-off writes."""
        kept = {toc_path(self._directory, toc.generation).name}
        for entry in toc.segments:
            kept |= {segment_filename(entry.name), entry.deletions or ""}
        for path in self._directory.iterdir():
            if path.name not in kept and _OURS.fullmatch(path.name):
                path.unlink(missing_ok=True)
