"""Where the index lies: one folder a build, and a file that names the current one.

A rebuild writes a folder of its own and then renames the pointer, so that readers always
find a whole index. The word frequencies that its analyzer was made with stand in it: to
index and to query by different ones would lose hits without a word.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from archive.arabic.frequencies import FrequencyTable
from search.engine import ColumnarIndex, Snapshot, WriterLock
from search.index.analyzers import ArabicAnalyzer
from search.index.index_fields import fingerprint, schema

_CURRENT: Final = "current"
_FREQUENCIES: Final = "frequencies.gz"
_BUILD: Final = "build-"
_PATIENCE_SECONDS: Final = 3600.0
"""How long one writer waits for another: a rebuild of a large archive takes its time."""


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """An index with the analyzer that it was built with."""

    folder: Path
    analyzer: ArabicAnalyzer
    columnar: ColumnarIndex

    def snapshot(self) -> Snapshot:
        """Return the newest committed state; segments that did not change are shared."""
        return self.columnar.snapshot()


@dataclass(slots=True)
class IndexHome:
    """The folder of an archive's index, shared by many processes."""

    folder: Path
    _opened: OpenIndex | None = None
    _pointer: tuple[tuple[int, int], str] | None = None
    """What the file that names the current index was when it was read, and what it said."""
    _opening: threading.Lock = field(default_factory=threading.Lock)

    def current(self) -> OpenIndex:
        """Return the index that serves now; an empty one is made where there is none."""
        name = self._current_name()
        opened = self._opened
        if opened is not None and opened.folder.name == name:
            return opened
        with self._opening:
            if name is None:
                with self.lock():
                    name = self._current_name() or self._make_empty()
            if self._opened is None or self._opened.folder.name != name:
                self._opened = self._open(self.folder / name)
            return self._opened

    def exists(self) -> bool:
        """Whether there is an index."""
        return self._current_name() is not None

    @property
    def outdated(self) -> bool:
        """Whether the index was built by other code or data than this program's."""
        opened = self.current()
        newest = ArabicAnalyzer(opened.analyzer.frequencies)
        return opened.columnar.fingerprint != fingerprint(newest)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the right to change the index; other processes wait.

        It does not nest: open ``current()`` before, since that may make the first index.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(self.folder)
        lock.acquire(_PATIENCE_SECONDS)
        try:
            yield
        finally:
            lock.release()

    def build(self, frequencies: FrequencyTable) -> OpenIndex:
        """Return a new, empty index that nobody reads yet. Call it holding the lock."""
        folder = self.folder / f"{_BUILD}{time.time_ns():x}"
        folder.mkdir(parents=True)
        (folder / _FREQUENCIES).write_bytes(_packed(frequencies))
        analyzer = ArabicAnalyzer(frequencies)
        columnar = ColumnarIndex.create(
            folder / "segments", schema(analyzer), fingerprint(analyzer)
        )
        return OpenIndex(folder, analyzer, columnar)

    def swap(self, built: OpenIndex) -> None:
        """Let ``built`` serve from now on, and remove what served before."""
        pointer = self.folder / f"{_CURRENT}.part"
        with pointer.open("w", encoding="ascii") as file:
            file.write(built.folder.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(pointer, self.folder / _CURRENT)
        self.sweep()

    def sweep(self) -> None:
        """Remove builds that do not serve. Open readers keep their mapped files."""
        name = self._current_name()
        for folder in self.folder.glob(f"{_BUILD}*"):
            if folder.name != name:
                shutil.rmtree(folder, ignore_errors=True)

    def _make_empty(self) -> str:
        built = self.build(FrequencyTable.shipped())
        self.swap(built)
        return built.folder.name

    def _current_name(self) -> str | None:
        """Return the name in the pointer; it is read again only where it was replaced."""
        try:
            found = os.stat(self.folder / _CURRENT)
            identity = (found.st_ino, found.st_mtime_ns)
            pointer = self._pointer
            if pointer is None or pointer[0] != identity:
                name = (self.folder / _CURRENT).read_text(encoding="ascii")
                pointer = self._pointer = (identity, name)
            return pointer[1]
        except FileNotFoundError:
            return None

    @staticmethod
    def _open(folder: Path) -> OpenIndex:
        analyzer = _analyzer((folder / _FREQUENCIES).read_bytes())
        return OpenIndex(
            folder, analyzer, ColumnarIndex.open(folder / "segments", schema(analyzer))
        )


def index_home() -> IndexHome:
    """Return the index of this archive."""
    return _home(Path(settings.ARCHIVE_HOME) / "index")


@cache
def _home(folder: Path) -> IndexHome:
    return IndexHome(folder)


@lru_cache(maxsize=2)
def _packed(frequencies: FrequencyTable) -> bytes:
    """Return the table's bytes; many new archives begin with the shipped one."""
    return frequencies.to_bytes()


@lru_cache(maxsize=2)
def _analyzer(packed: bytes) -> ArabicAnalyzer:
    """Return the analyzer of a table; one serves every index that was built with it."""
    return ArabicAnalyzer(FrequencyTable.from_bytes(packed))
