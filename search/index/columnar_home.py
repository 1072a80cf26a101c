"""Where the index lies: one folder a build, and a file that names the build that serves.

A rebuild writes a folder of its own and then renames the pointer, so that readers always
find a whole index. The word frequencies that its analyzer was made with lie in that folder:
indexing and querying by different ones would lose hits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from archive.arabic.frequencies import FrequencyTable
from search.contract import IndexUnavailableError
from search.engine import (
    IndexDamagedError,
    IndexLockedError,
    IndexMissingError,
    Snapshot,
    WriterLock,
    sync_directory,
)
from search.index.analyzers import ArabicAnalyzer
from search.index.build_folder import new_build, remove_build
from search.index.build_label import BuildLabel, read_label
from search.index.build_pointer import BUILD, BuildPointer, DamageNotice, Owner
from search.index.columnar_build import ColumnarBuild, open_build
from search.index.holdings import Holdings, NoHoldings
from search.index.home_errors import IndexBeingBuiltError, NewerIndexError, OtherArchiveError
from search.index.index_documents import fingerprint
from search.index.open_index import OpenIndex

_WRITER_SECONDS: Final = 3600.0
"""How long one writer waits for another: a rebuild of a large archive takes its time."""
_READER_SECONDS: Final = 2.0
"""How long a reader waits for another process that makes an empty index: ten times what it takes."""
_PAUSE_SECONDS: Final = 0.02
"""Between two looks whether it is there."""
_ATTEMPTS: Final = 10
"""How often an index is opened again that was swapped away while it was opened."""
_DAMAGED_SECONDS: Final = 5.0
"""How long a build that was found damaged is refused before it is looked at again."""

Answer = TypeVar("Answer")


class ColumnarHome:
    """The folder of an archive's index, shared by many processes, and the build open in this one.

    A reader who waits for another process does so by ``clock`` and ``pause``, both in seconds.
    ``holdings`` are what the index is made of, where that is known.
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
        holdings: Holdings | None = None,
    ) -> None:
        self.folder: Final = folder
        self.holdings: Final = holdings or NoHoldings()
        self.notice: Final = DamageNotice(folder)
        self._clock: Final = clock
        self._pause: Final = pause
        self._pointer: Final = BuildPointer(folder)
        self._opened: ColumnarBuild | None = None
        self._opening: Final = threading.Lock()
        self._making_first: Final = threading.Lock()
        self._built_elsewhere = False
        """Whether a reader has already waited in vain for another process: the next do not."""
        self._refused: tuple[str, IndexUnavailableError, float] | None = None
        """The build that was found damaged, with what is wrong, until it is looked at again."""

    @property
    def address(self) -> str:
        """The folder."""
        return str(self.folder)

    def current(self) -> ColumnarBuild:
        """Return the index that serves now; an empty one is made where nothing is to be found.

        Raises ``IndexUnavailableError``; ``IndexBeingBuiltError`` where another writer is building
        the first, ``IndexMissingError`` where there is none and the archive holds articles.
        """
        name = self.current_name()
        if name is None:
            return self._first()
        refused = self._refused
        if refused is not None and refused[0] == name and self._clock() < refused[2]:
            raise refused[1].with_traceback(None)
        opened = self._opened
        return opened if opened is not None and opened.folder.name == name else self._reopened()

    def read(self) -> tuple[ColumnarBuild, Snapshot]:
        """Return the index that serves now and its newest state, both of the same build.

        Raises ``IndexUnavailableError``.
        """
        return self._ask_current(ColumnarBuild.snapshot)

    def _ask_current(self, ask: Callable[[ColumnarBuild], Answer]) -> tuple[ColumnarBuild, Answer]:
        """Return the index that serves now and its answer; one swapped away meanwhile is not asked."""
        for _attempt in range(_ATTEMPTS):
            opened = self.current()
            try:
                return opened, ask(opened)
            except (FileNotFoundError, IndexUnavailableError) as error:
                if self.current_name() == opened.folder.name:
                    raise self._refusing(opened.folder.name, error) from error
        raise IndexMissingError(self.folder)

    def _refusing(
        self, name: str, error: FileNotFoundError | IndexUnavailableError
    ) -> IndexUnavailableError:
        """Refuse the build ``name`` for a while, tell the worker, return what is wrong with it."""
        if isinstance(error, FileNotFoundError):
            error = IndexDamagedError(Path(error.filename or self.folder), "it is missing")
        self._refused = (name, error, self._clock() + _DAMAGED_SECONDS)
        opened = self._opened
        if opened is not None and opened.folder.name == name:
            self._opened = None
        if isinstance(error, (IndexDamagedError, IndexMissingError)):
            self.notice.leave(str(error))
        return error

    @contextmanager
    def writing(self) -> Iterator[ColumnarBuild]:
        """Hold the right to change the index, and give the build that serves while it is held.

        Raises ``IndexUnavailableError``, ``NewerIndexError`` also where it could be read.
        """
        with self.lock():
            if self.exists():
                opened = self.current()
                if opened.label.is_newer:
                    raise NewerIndexError(opened.folder)
            elif self.holdings.need_an_index():
                raise IndexMissingError(self.folder)
            else:
                opened = self._made_empty()
            yield opened

    @contextmanager
    def lock(self, patience: float = _WRITER_SECONDS) -> Iterator[None]:
        """Hold the right to change the index; others wait. It does not nest.

        Raises ``IndexLockedError`` after ``patience`` seconds.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with WriterLock(self.folder).held(patience):
            yield

    def exists(self) -> bool:
        """Return whether there is an index. Raises ``IndexDamagedError``."""
        return self.current_name() is not None

    @property
    def outdated(self) -> bool:
        """Whether the index was built by other code or data than this program's."""
        opened, built_with = self._ask_current(lambda opened: opened.columnar.fingerprint)
        return built_with != fingerprint(ArabicAnalyzer(opened.analyzer.frequencies))

    def build(self, frequencies: FrequencyTable, like: OpenIndex | None = None) -> ColumnarBuild:
        """Return a new index, empty or of the segments of ``like``. Call it holding the lock."""
        name = f"{BUILD}{time.time_ns():x}"
        label = self._label().successor(self.holdings.identity())
        segments = like if isinstance(like, ColumnarBuild) else None
        return new_build(self.folder / name, frequencies, label, self._noting(name), segments)

    def _label(self) -> BuildLabel:
        """Return the label of the build that serves, as far as it can be read."""
        try:
            name = self.current_name()
            return BuildLabel() if name is None else read_label(self.folder / name)
        except IndexUnavailableError:
            return BuildLabel()

    def swap(self, built: OpenIndex) -> None:
        """Let ``built`` serve from now on, and remove what served before. Call it holding the lock."""
        sync_directory(self.folder / built.name)
        sync_directory(self.folder)
        Owner(self.folder).set(built.label.archive)
        with self._opening:
            self._pointer.point_to(built.name)
            self._refused = None
            self._serve(built if isinstance(built, ColumnarBuild) else self._open(built.name))
        self.notice.remove()
        self.sweep()

    def discard(self, built: OpenIndex) -> None:
        """Remove a build that does not serve. Call it holding the lock."""
        if self.current_name() != built.name:
            remove_build(self.folder / built.name)

    def glance(self) -> None:
        """Raise ``IndexUnavailableError`` where the index is gone, or somebody found it damaged."""
        reason = self.notice.reason()
        if reason:
            raise IndexDamagedError(self.folder, f"a search found damage ({reason})")
        if self.exists():
            self.read()
        elif self.holdings.need_an_index():
            raise IndexMissingError(self.folder)

    def sweep(self) -> None:
        """Remove builds that do not serve. Open readers keep their mapped files."""
        try:
            name = self.current_name()
        except IndexDamagedError:
            return  # One of the builds may be the one that the pointer named.
        for folder in self.folder.glob(f"{BUILD}*"):
            if folder.name != name:
                remove_build(folder)

    def _first(self) -> ColumnarBuild:
        """Return an empty index, made where there still is none; another process is not awaited long."""
        if self.holdings.need_an_index():
            raise IndexMissingError(self.folder)
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
                except OSError as error:  # A full disk, a folder that cannot be written to.
                    raise IndexMissingError(self.folder) from error
        return self._reopened()

    def _made_empty(self) -> ColumnarBuild:
        built = self.build(FrequencyTable.shipped())
        self.swap(built)
        return built

    def _reopened(self) -> ColumnarBuild:
        """Open the build that the pointer names, unless another thread has done so meanwhile."""
        with self._opening:
            for _attempt in range(_ATTEMPTS):
                name = self.current_name()
                if name is None:
                    break
                if self._opened is not None and self._opened.folder.name == name:
                    return self._opened
                try:
                    return self._serve(self._open(name))
                except (FileNotFoundError, IndexUnavailableError) as error:
                    if self.current_name() == name:
                        raise self._refusing(name, error) from error
        raise IndexMissingError(self.folder)

    def _open(self, name: str) -> ColumnarBuild:
        folder = self.folder / name
        if not folder.is_dir():
            raise IndexMissingError(folder)
        label = read_label(folder)
        if not label.is_readable:
            raise NewerIndexError(folder)
        if Owner(self.folder).differs(self.holdings.identity(), label.archive):
            raise OtherArchiveError(folder)
        return open_build(folder, label, self._noting(name))

    def look_again(self) -> None:
        """Open the index anew when it is next asked for, refused or not."""
        with self._opening:
            self._refused = self._opened = None

    def _noting(self, name: str) -> Callable[[IndexUnavailableError], None]:
        """Return what is told of damage that a search finds in the build ``name``."""

        def note(error: IndexUnavailableError) -> None:
            self._refusing(name, error)

        return note

    def _serve(self, opened: ColumnarBuild) -> ColumnarBuild:
        if self._opened is not None:
            opened.inherit_caches(self._opened)
        self._opened = opened
        return opened

    def current_name(self) -> str | None:
        """Return the name of the build that serves, if any. Raises ``IndexDamagedError``."""
        try:
            return self._pointer.name()
        except IndexDamagedError as error:
            self.notice.leave(str(error))
            raise
