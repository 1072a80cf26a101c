"""The table of contents: which segments make up a generation of the index.

A small JSON file with a checksum, written beside the segments and renamed into
place; nothing in it is ever executed.
"""

from __future__ import annotations

import json
import os
import re
import time
import zlib
from pathlib import Path
from typing import Any, Final, NamedTuple

from search.engine.blocks import sync_directory
from search.engine.errors import IndexDamagedError, IndexMissingError

TOC_VERSION: Final = 1
_SETTLING: Final = 100_000_000
"""Nanoseconds, well above the steps in which file systems tell the time."""
_NAME: Final = re.compile(r"_MAIN_([0-9]+)\.toc")


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


def toc_path(directory: Path, generation: int) -> Path:
    return directory / f"_MAIN_{generation}.toc"


def latest_generation(directory: Path) -> int:
    """The highest generation under ``directory``, or -1."""
    try:
        names = os.listdir(directory)
    except FileNotFoundError:
        return -1
    return max((int(found[1]) for found in map(_NAME.fullmatch, names) if found), default=-1)


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
        changed = os.stat(self._directory).st_mtime_ns
        seen = self._seen
        if seen is not None and seen[0] == changed:
            return seen[1]
        settled = time.time_ns() - changed > _SETTLING
        generation = latest_generation(self._directory)
        self._seen = (changed, generation) if settled else None
        return generation


def read_toc(directory: Path) -> Toc:
    """Read the latest generation. Raises ``IndexMissingError``, ``IndexDamagedError``."""
    generation = latest_generation(directory)
    if generation < 0:
        raise IndexMissingError(directory)
    path = toc_path(directory, generation)
    body = _checked(path, path.read_bytes())
    return Toc(
        body["generation"],
        body["fingerprint"],
        tuple(SegmentEntry(**entry) for entry in body["segments"]),
    )


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
