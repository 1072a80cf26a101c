"""Generations of an index: the table of contents of each commit, and its open segments.

The table of contents is a small JSON file with a checksum, written beside the segments
and renamed into place; nothing in it is ever executed.
"""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import threading
import time
import weakref
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from search.contract import IndexSchema
from search.engine.storage.block_files import sync_directory
from search.engine.storage.index_errors import (
    IndexDamagedError,
    IndexMissingError,
    told_as_damage,
)
from search.engine.storage.segment_files import (
    OnDamage,
    OverlaidFile,
    Segment,
    SegmentFile,
    read_deletions,
    segment_filename,
)

TOC_VERSION: Final = 1
_SETTLING: Final = 100_000_000
"""Nanoseconds for which no listing is trusted after the directory changed: a second change within
one tick of the file system's clock, 10 ms of Linux's at most, would go unseen."""
_TOC_NAME: Final = re.compile(r"_MAIN_([0-9]+)\.toc")
_INDEX_FILE: Final = re.compile(r"_?MAIN_[0-9a-f]+\.[0-9a-z.]+")
_ATTEMPTS: Final = 10
"""How often a generation is read again whose files went away meanwhile."""
_PAUSE: Final = 0.01
"""Seconds between two attempts: a commit removes the files before it in less."""


class SegmentEntry(NamedTuple):
    """A segment by name, with the files of its deletions and of newer columns."""

    name: str
    documents: int
    deletions: str | None = None
    columns: str | None = None


class Toc(NamedTuple):
    """One generation of an index."""

    generation: int
    fingerprint: str
    segments: tuple[SegmentEntry, ...]

    def files(self) -> Iterator[str]:
        """Yield the name of every file that it names."""
        for entry in self.segments:
            yield segment_filename(entry.name)
            yield from filter(None, (entry.deletions, entry.columns))


def toc_path(directory: Path, generation: int) -> Path:
    """Return where the table of contents of ``generation`` lies."""
    return directory / f"_MAIN_{generation}.toc"


def latest_generation(directory: Path) -> int:
    """Return the highest generation under ``directory``, or -1."""
    try:
        names = os.listdir(directory)
    except (FileNotFoundError, NotADirectoryError):
        return -1
    return max((int(found[1]) for found in map(_TOC_NAME.fullmatch, names) if found), default=-1)


class GenerationWatch:
    """Tells the latest generation, listing the directory only when it has changed.

    A listing is trusted for as long as the directory keeps its time of change, once
    that time is so far back that a second change would have got another.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._seen: tuple[int, int] | None = None
        """Time of change of the directory and the generation that was in it."""

    def latest(self) -> int:
        """Return the latest generation, or -1 where the directory is gone."""
        try:
            changed = os.stat(self._directory).st_mtime_ns
        except FileNotFoundError:
            return -1
        seen = self._seen
        if seen is not None and seen[0] == changed:
            return seen[1]
        settled = time.time_ns() - changed > _SETTLING
        generation = latest_generation(self._directory)
        self._seen = (changed, generation) if settled else None
        return generation


def read_toc(directory: Path) -> Toc:
    """Read the latest generation. Raises ``IndexMissingError``, ``IndexDamagedError``."""
    for _attempt in range(_ATTEMPTS):
        path = toc_path(directory, latest_generation(directory))
        try:
            with told_as_damage(path):
                body = _checked(path, path.read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            continue  # There is none, or a commit replaced it since it was listed.
        if toc_path(directory, body["generation"]) != path:
            raise IndexDamagedError(path, f"it is that of generation {body['generation']}")
        entries = tuple(SegmentEntry(**entry) for entry in body["segments"])
        return Toc(body["generation"], body["fingerprint"], entries)
    raise IndexMissingError(directory)


def _checked(path: Path, raw: bytes) -> dict[str, Any]:
    head, _, body = raw.partition(b"\n")
    if head != f"khizana {TOC_VERSION} {zlib.crc32(body)}".encode():
        raise IndexDamagedError(path, "the table of contents does not match its checksum")
    loaded: dict[str, Any] = json.loads(body)
    return loaded


def write_toc(directory: Path, toc: Toc) -> None:
    """Write, sync and name ``toc``: from then on it is the index."""
    whole = toc._asdict() | {"segments": [entry._asdict() for entry in toc.segments]}
    body = json.dumps(whole).encode()
    path = toc_path(directory, toc.generation)
    partial = path.with_suffix(".part")
    with partial.open("wb") as stream:
        stream.write(f"khizana {TOC_VERSION} {zlib.crc32(body)}\n".encode() + body)
        stream.flush()
        os.fsync(stream.fileno())
    sync_directory(directory)
    partial.rename(path)
    sync_directory(directory)


def link_segments(source: Path, target: Path, fingerprint: str) -> None:
    """Make in ``target`` an index of the segments of ``source``, under another fingerprint.

    They are the same files by other names, since none is ever written to again; they are copied
    where the file system knows only one name of a file.
    """
    toc = read_toc(source)
    target.mkdir()
    for name in toc.files():
        try:
            os.link(source / name, target / name)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EXDEV, errno.EMLINK):
                raise
            _copy(source / name, target / name)
    write_toc(target, toc._replace(fingerprint=fingerprint))


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb") as copied:
        os.fsync(copied.fileno())


class SegmentStore:
    """Opens the segments of a generation; a file already open is not opened again."""

    def __init__(
        self, directory: Path, schema: IndexSchema, on_damage: OnDamage | None = None
    ) -> None:
        self._directory = directory
        self._schema = schema
        self._on_damage = on_damage
        self._latest: tuple[Segment, ...] = ()
        """What was opened last: a worker that writes and does not search finds it open again."""
        self._open: weakref.WeakValueDictionary[str, SegmentFile] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def open(self, toc: Toc) -> tuple[Segment, ...]:
        """Return the segments of ``toc``. Raises ``IndexDamagedError``, ``FileNotFoundError``."""
        segments = []
        for entry in toc.segments:
            file = self._file(entry)
            file.verify_if_changed()
            if file.document_count != entry.documents:
                raise IndexDamagedError(file.path, "it has not the documents it was listed with")
            segment = Segment(entry.name, file, columns=entry.columns)
            if entry.deletions is not None:
                deleted = read_deletions(self._directory / entry.deletions)
                segment = replace(segment, deletions=entry.deletions, deleted=deleted)
            segments.append(segment)
        self._latest = tuple(segments)
        return self._latest

    def open_latest(self) -> tuple[Toc, tuple[Segment, ...]]:
        """Return the latest generation and its segments, which no commit can take away again.

        Raises ``IndexMissingError`` where its files are gone for good, ``IndexDamagedError``.
        """
        for _attempt in range(_ATTEMPTS):
            toc = read_toc(self._directory)
            try:
                return toc, self.open(toc)
            except FileNotFoundError:
                time.sleep(_PAUSE)
        raise IndexMissingError(self._directory)

    def _file(self, entry: SegmentEntry) -> SegmentFile:
        with self._lock:
            name = segment_filename(entry.name)
            file = self._open.get(name)
            if file is None:
                file = self._open[name] = SegmentFile(
                    self._directory / name, self._schema, self._on_damage
                )
            if entry.columns is None:
                return file
            overlaid = self._open.get(entry.columns)
            if overlaid is None:
                path = self._directory / entry.columns
                overlaid = self._open[entry.columns] = OverlaidFile(
                    file, path, self._schema, self._on_damage
                )
            return overlaid

    def clean(self, toc: Toc) -> None:
        """Remove the files that ``toc`` does not name: old generations, broken-off writes."""
        kept = {toc_path(self._directory, toc.generation).name, *toc.files()}
        self._latest = tuple(s for s in self._latest if segment_filename(s.name) in kept)
        for path in self._directory.iterdir():
            if path.name not in kept and _INDEX_FILE.fullmatch(path.name):
                path.unlink(missing_ok=True)
