"""A build in a folder of this machine: segments, and the word frequencies they were made with."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from archive.arabic.frequencies import FrequencyTable
from search.contract import IndexUnavailableError
from search.engine import (
    ColumnarIndex,
    ColumnarWriter,
    IndexDamagedError,
    Snapshot,
    told_as_damage,
)
from search.index.analyzers import ArabicAnalyzer
from search.index.build_label import BuildLabel
from search.index.index_documents import schema
from search.index.open_index import OpenIndex

FREQUENCIES: Final = "frequencies.gz"
SEGMENTS: Final = "segments"


class ColumnarBuild(OpenIndex):
    """The build in ``folder``, held open."""

    def __init__(
        self, folder: Path, label: BuildLabel, analyzer: ArabicAnalyzer, columnar: ColumnarIndex
    ) -> None:
        super().__init__(folder.name, label, analyzer)
        self.folder: Final = folder
        self.columnar: Final = columnar

    def snapshot(self) -> Snapshot:
        """Return the newest committed state; segments that did not change are shared.

        Raises ``IndexMissingError`` where another build took the place of this one before it was
        read: ``IndexHome.read`` opens that one instead.
        """
        return self.columnar.snapshot()

    def writer(self) -> ColumnarWriter:
        """Return the one writer: ask for it while holding the lock of the home."""
        return self.columnar.writer()

    def merge(self) -> bool:
        """Merge segments as the policy finds it worth. Call it holding the lock."""
        return self.columnar.merge()

    def erase_deleted(self) -> bool:
        """Write the files that hold deleted documents anew. Call it holding the lock."""
        return self.columnar.erase_deleted()


def open_build(
    folder: Path, label: BuildLabel, on_damage: Callable[[IndexUnavailableError], None]
) -> ColumnarBuild:
    """Open the build in ``folder``; ``on_damage`` is told of damage that a search finds later.

    Raises ``FileNotFoundError``, ``IndexMissingError``, ``IndexDamagedError``.
    """
    analyzer = ArabicAnalyzer(read_frequencies(folder, label.frequencies))
    columnar = ColumnarIndex.open(folder / SEGMENTS, schema(analyzer), on_damage)
    return ColumnarBuild(folder, label, analyzer, columnar)


def read_frequencies(folder: Path, checksum: int | None) -> FrequencyTable:
    """Return the word frequencies by which a build was made.

    ``checksum`` is the CRC-32 of the file, where it is known.

    Raises ``FileNotFoundError``, ``IndexDamagedError``.
    """
    packed = _packed_frequencies(folder, checksum)
    try:
        return FrequencyTable.from_bytes(packed)
    except (OSError, ValueError, EOFError, zlib.error, MemoryError) as error:
        raise IndexDamagedError(folder / FREQUENCIES, f"it cannot be unpacked ({error})") from error


def check_frequencies(folder: Path, checksum: int | None) -> int:
    """Read the word frequencies of a build and return how many bytes they are.

    Raises ``FileNotFoundError``, ``IndexDamagedError``.
    """
    packed = _packed_frequencies(folder, checksum)
    if checksum is None:
        read_frequencies(folder, checksum)
    return len(packed)


def _packed_frequencies(folder: Path, checksum: int | None) -> bytes:
    path = folder / FREQUENCIES
    with told_as_damage(path):
        packed = path.read_bytes()
    if not packed or checksum not in (None, zlib.crc32(packed)):
        raise IndexDamagedError(path, "it does not match its checksum")
    return packed
