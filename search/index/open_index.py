"""A build of the index, held open, with all that a process keeps of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar

from archive.arabic.frequencies import FrequencyTable
from search.engine import (
    ColumnarIndex,
    IndexDamagedError,
    IndexUnavailableError,
    Snapshot,
    told_as_damage,
)
from search.index.analyzers import ArabicAnalyzer
from search.index.build_label import BuildLabel
from search.index.generation_cache import GenerationCache
from search.index.index_documents import schema

FREQUENCIES: Final = "frequencies.gz"
SEGMENTS: Final = "segments"
FRESH_SECONDS: Final = 60.0
"""How old suggestions and the list of words may be while the archive changes."""
REMEMBERED_WORDS: Final = 32_768
"""Words of hits whose terms are remembered, about 10 MB."""

Made = TypeVar("Made")


class OpenIndex:
    """One build of the index with its analyzer, and with all that this process keeps of it.

    What is remembered and cached hangs here alone: it goes when another build takes its place.
    """

    def __init__(
        self, folder: Path, label: BuildLabel, analyzer: ArabicAnalyzer, columnar: ColumnarIndex
    ) -> None:
        self.folder: Final = folder
        self.label: Final = label
        self.analyzer: Final = analyzer
        self.columnar: Final = columnar
        self.word_terms: Final[Callable[[str], tuple[str, ...]]] = lru_cache(REMEMBERED_WORDS)(
            analyzer.terms
        )
        self._caches: Final[dict[type, GenerationCache[Any]]] = {}

    def snapshot(self) -> Snapshot:
        """Return the newest committed state; segments that did not change are shared.

        Raises ``IndexMissingError`` where another build took the place of this one before it was
        read: ``IndexHome.read`` opens that one instead.
        """
        return self.columnar.snapshot()

    def cache_of(self, kind: type[Made]) -> GenerationCache[Made]:
        """Return the cache of what is made of this index: one for each type."""
        return self._caches.setdefault(kind, GenerationCache(FRESH_SECONDS))

    def inherit_caches(self, predecessor: OpenIndex) -> None:
        """Serve what was made of an earlier build until it is made of this one."""
        for kind, cached in list(predecessor._caches.items()):
            self.cache_of(kind).inherit(cached)


def open_build(
    folder: Path, label: BuildLabel, on_damage: Callable[[IndexUnavailableError], None]
) -> OpenIndex:
    """Open the build in ``folder``; ``on_damage`` is told of damage that a search finds later.

    Raises ``FileNotFoundError``, ``IndexMissingError``, ``IndexDamagedError``.
    """
    analyzer = ArabicAnalyzer(read_frequencies(folder, label.frequencies))
    columnar = ColumnarIndex.open(folder / SEGMENTS, schema(analyzer), on_damage)
    return OpenIndex(folder, label, analyzer, columnar)


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
