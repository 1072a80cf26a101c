"""Where the index lies: one folder a build, and a file that names the build that serves.

A rebuild writes a folder of its own and then renames the pointer, so that readers always
find a whole index. The word frequencies that its analyzer was made with lie in that folder:
indexing and querying by different ones would lose hits.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

from django.apps import apps
from django.conf import settings

from archive.arabic.frequencies import FrequencyTable
from archive.errors import ArchiveError
from search.engine import (
    ColumnarIndex,
    IndexLockedError,
    IndexMissingError,
    Snapshot,
    WriterLock,
)
from search.index.analyzers import ArabicAnalyzer
from search.index.generation_cache import GenerationCache
from search.index.index_documents import fingerprint, schema

if TYPE_CHECKING:
    from search.apps import SearchConfig

FRESH_SECONDS: Final = 60.0
"""How old suggestions and the list of words may be while the archive changes."""
REMEMBERED_WORDS: Final = 32_768
"""Words of hits whose terms are remembered, about 10 MB."""

_CURRENT: Final = "current"
_FREQUENCIES: Final = "frequencies.gz"
_BUILD: Final = "build-"
_WRITER_SECONDS: Final = 3600.0
"""How long one writer waits for another: a rebuild of a large archive takes its time."""
_READER_SECONDS: Final = 2.0
"""How long a reader waits for another process that makes an empty index: ten times what it takes."""
_PAUSE_SECONDS: Final = 0.02
"""Between two looks whether it is there."""
_ATTEMPTS: Final = 10
"""How often an index is opened again that was swapped away while it was opened."""

Made = TypeVar("Made")
Answer = TypeVar("Answer")


class IndexBeingBuiltError(ArchiveError):
    """There is no index yet, and another process is building the first."""

    def __init__(self) -> None:
        super().__init__("the search index is being built; try again later")


class OpenIndex:
    """One build of the index with its analyzer, and with all that this process keeps of it.

    What is remembered and cached hangs here alone: it goes when another build takes its place.
    """

    def __init__(self, folder: Path, analyzer: ArabicAnalyzer, columnar: ColumnarIndex) -> None:
        self.folder: Final = folder
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


class IndexHome:
    """The folder of an archive's index, shared by many processes, and the build open in this one.

    A reader who waits for another process does so by ``clock`` and ``pause``, both in seconds.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.folder: Final = folder
        self._clock: Final = clock
        self._pause: Final = pause
        self._opened: OpenIndex | None = None
        self._opening: Final = threading.Lock()
        self._making_first: Final = threading.Lock()
        self._built_elsewhere = False
        """Whether a reader has already waited in vain for another process: the next do not."""
        self._pointer: tuple[tuple[int, int], str] | None = None
        """Inode and time of the file that names the current build when it was read, and its text."""

    def current(self) -> OpenIndex:
        """Return the index that serves now; an empty one is made where there is none.

        Raises ``IndexBeingBuiltError`` where another writer is building the first.
        """
        name = self._current_name()
        if name is None:
            return self._first()
        opened = self._opened
        return opened if opened is not None and opened.folder.name == name else self._reopened()

    def read(self) -> tuple[OpenIndex, Snapshot]:
        """Return the index that serves now and its newest state, both of the same build.

        Raises ``IndexBeingBuiltError``.
        """
        return self._ask_current(OpenIndex.snapshot)

    def _ask_current(self, ask: Callable[[OpenIndex], Answer]) -> tuple[OpenIndex, Answer]:
        """Return the index that serves now and its answer; one swapped away meanwhile is not asked."""
        for _attempt in range(_ATTEMPTS):
            opened = self.current()
            try:
                return opened, ask(opened)
            except (FileNotFoundError, IndexMissingError):
                if self._current_name() == opened.folder.name:
                    raise
        raise IndexMissingError(self.folder)

    @contextmanager
    def writing(self) -> Iterator[OpenIndex]:
        """Hold the right to change the index, and give the build that serves while it is held."""
        with self.lock():
            yield self.current() if self.exists() else self._made_empty()

    @contextmanager
    def lock(self, patience: float = _WRITER_SECONDS) -> Iterator[None]:
        """Hold the right to change the index; others wait. It does not nest.

        Raises ``IndexLockedError`` after ``patience`` seconds.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = WriterLock(self.folder)
        lock.acquire(patience)
        try:
            yield
        finally:
            lock.release()

    def exists(self) -> bool:
        """Return whether there is an index."""
        return self._current_name() is not None

    @property
    def outdated(self) -> bool:
        """Whether the index was built by other code or data than this program's."""
        opened, built_with = self._ask_current(lambda opened: opened.columnar.fingerprint)
        return built_with != fingerprint(ArabicAnalyzer(opened.analyzer.frequencies))

    def build(self, frequencies: FrequencyTable) -> OpenIndex:
        """Return a new, empty index that nobody reads yet. Call it holding the lock."""
        folder = self.folder / f"{_BUILD}{time.time_ns():x}"
        folder.mkdir(parents=True)
        shipped = frequencies is FrequencyTable.shipped()
        packed = _shipped_frequencies() if shipped else frequencies.to_bytes()
        (folder / _FREQUENCIES).write_bytes(packed)
        analyzer = ArabicAnalyzer(frequencies)
        columnar = ColumnarIndex.create(
            folder / "segments", schema(analyzer), fingerprint(analyzer)
        )
        return OpenIndex(folder, analyzer, columnar)

    def swap(self, built: OpenIndex) -> None:
        """Let ``built`` serve from now on, and remove what served before. Call it holding the lock."""
        pointer = self.folder / f"{_CURRENT}.part"
        with pointer.open("w", encoding="ascii") as file:
            file.write(built.folder.name)
            file.flush()
            os.fsync(file.fileno())
        with self._opening:
            os.replace(pointer, self.folder / _CURRENT)
            self._serve(built)
        self.sweep()

    def sweep(self) -> None:
        """Remove builds that do not serve. Open readers keep their mapped files."""
        name = self._current_name()
        for folder in self.folder.glob(f"{_BUILD}*"):
            if folder.name != name:
                shutil.rmtree(folder, ignore_errors=True)

    def _first(self) -> OpenIndex:
        """Return an empty index, made where there still is none.

        A thread waits while another of this process makes it, and not long for another process:
        that holds the lock for longer only where it is building.
        """
        with self._making_first:
            end = self._clock() + (0.0 if self._built_elsewhere else _READER_SECONDS)
            while not self.exists():
                try:
                    with self.lock(0.0):
                        if not self.exists():
                            return self._made_empty()
                except IndexLockedError as error:
                    if self._clock() >= end:
                        self._built_elsewhere = True
                        raise IndexBeingBuiltError from error
                    self._pause(_PAUSE_SECONDS)
        return self._reopened()

    def _made_empty(self) -> OpenIndex:
        built = self.build(FrequencyTable.shipped())
        self.swap(built)
        return built

    def _reopened(self) -> OpenIndex:
        """Open the build that the pointer names, unless another thread has done so meanwhile."""
        with self._opening:
            for _attempt in range(_ATTEMPTS):
                name = self._current_name()
                if name is None:
                    break
                if self._opened is not None and self._opened.folder.name == name:
                    return self._opened
                try:
                    return self._serve(_open_build(self.folder / name))
                except (FileNotFoundError, IndexMissingError):
                    if self._current_name() == name:
                        raise
        raise IndexMissingError(self.folder)

    def _serve(self, opened: OpenIndex) -> OpenIndex:
        if self._opened is not None:
            opened.inherit_caches(self._opened)
        self._opened = opened
        return opened

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


def index_home() -> IndexHome:
    """Return the index of this archive: one for all threads of the process."""
    folder = Path(settings.ARCHIVE_HOME) / "index"
    config = cast("SearchConfig", apps.get_app_config("search"))
    home = config.index_home
    if home is not None and home.folder == folder:
        return home
    with config.making_index_home:
        home = config.index_home
        if home is None or home.folder != folder:
            home = config.index_home = IndexHome(folder)
        return home


def _open_build(folder: Path) -> OpenIndex:
    analyzer = ArabicAnalyzer(FrequencyTable.from_bytes((folder / _FREQUENCIES).read_bytes()))
    return OpenIndex(folder, analyzer, ColumnarIndex.open(folder / "segments", schema(analyzer)))


@cache
def _shipped_frequencies() -> bytes:
    """Return the bytes of the shipped table: every new archive begins with them."""
    return FrequencyTable.shipped().to_bytes()
