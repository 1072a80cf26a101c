"""The worker mends the index by itself: it builds another beside what is damaged, old or gone.

It does so on this machine alone, where index and database are of one archive, and where there
is room for it. After three tries it waits for the operator and says so.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from archive.errors import ArchiveError
from search.index.archive_index import ArchiveIndex
from search.index.build_pointer import write_whole
from search.index.columnar_home import ColumnarHome
from search.index.defects import defect_of
from search.index.index_documents import indexable_articles
from search.index.rebuild import rebuild

PAUSES: Final = (0.0, 10.0, 60.0)
"""Seconds before each try, counted from the one before."""
_FORGOTTEN: Final = 24 * 3600.0
"""Seconds after which tries no longer count."""
_ARTICLE_BYTES: Final = 6000
"""What an article takes in an index, roughly: 40,814 articles of news take 178 MB."""
_SPARE: Final = 1.25
"""Times the size of an index that have to be free for another: spilled runs lie beside it."""

_log = logging.getLogger("khizana.worker")


class RepairWaitsError(ArchiveError):
    """The index has to be built anew, and cannot be now."""


class _StoppedError(Exception):
    """The worker was told to stop while it built."""


@dataclass(frozen=True, slots=True)
class RepairRecord:
    """What was tried so far: how often, when last (seconds since 1970), and what stood against it."""

    tries: int = 0
    at: float = 0.0
    problem: str = ""


def repair_record(folder: Path) -> RepairRecord:
    """Return what was tried for the index in ``folder``; nothing where that cannot be read."""
    try:
        read: dict[str, Any] = json.loads((folder / "repair").read_text(encoding="utf-8"))
        return RepairRecord(int(read["tries"]), float(read["at"]), str(read["problem"]))
    except (OSError, ValueError, TypeError, KeyError):
        return RepairRecord()


class Mending(Protocol):
    """What the worker does for an index before it writes to it, and after trouble."""

    def mend(self, *, thorough: bool) -> None:
        """See to it that the index can be written to. Raises ``ArchiveError``."""


class LeftAsItIs:
    """Mends nothing: the index of a cluster is others' too, and is rebuilt by a command alone."""

    def __init__(self, home: ArchiveIndex) -> None:
        self._home: Final = home

    def mend(self, *, thorough: bool) -> None:  # noqa: ARG002 - nothing is read here
        """Ask whether the index is there. Raises ``IndexUnavailableError``."""
        self._home.glance()


def repair_of(home: ArchiveIndex, stopping: threading.Event) -> Mending:
    """Return what mends the index of ``home`` until ``stopping`` is set."""
    return Repair(home, stopping) if isinstance(home, ColumnarHome) else LeftAsItIs(home)


class Repair:
    """Mends the index of ``home`` until ``stopping`` is set; time is told by ``clock``."""

    def __init__(
        self,
        home: ColumnarHome,
        stopping: threading.Event,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._home: Final = home
        self._stopping: Final = stopping
        self._clock: Final = clock
        self._path: Final = home.folder / "repair"

    def mend(self, *, thorough: bool) -> None:
        """Build the index anew where that is needed; ``thorough`` reads all of it to know.

        Raises ``RepairWaitsError`` where it may not be tried now, ``OtherArchiveError``,
        ``NewerIndexError``, and what ends a rebuild.
        """
        reason = defect_of(self._home, thorough=thorough)
        if reason:
            self._try(reason, thorough)
        self._path.unlink(missing_ok=True)
        self._home.notice.remove()
        self._home.look_again()

    def _try(self, reason: str, thorough: bool) -> None:
        record, now = repair_record(self._home.folder), self._clock()
        if not 0 <= now - record.at < _FORGOTTEN:
            record = RepairRecord()
        if record.tries >= len(PAUSES):
            raise RepairWaitsError(
                f"the search index has to be rebuilt ({reason}), and {record.tries} tries ended "
                f"with: {record.problem}; mend that and run rebuild_index"
            )
        if now < record.at + PAUSES[record.tries]:
            raise RepairWaitsError(f"the search index is rebuilt soon, after: {record.problem}")
        self._ask_for_room(reason)
        _log.warning("the search index is rebuilt now: %s", reason)
        # Counted before it begins: the try may end this process.
        tried = RepairRecord(record.tries + 1, now, "the process that rebuilt it ended")
        self._write(tried)
        try:
            rebuild(self._home, self._go_on, lambda: defect_of(self._home, thorough=thorough))
        except _StoppedError:
            self._write(record)
            raise RepairWaitsError(
                "the search index is rebuilt when the worker runs again"
            ) from None
        except Exception as error:
            self._write(replace(tried, problem=str(error)))
            raise

    def _go_on(self, _done: int) -> None:
        if self._stopping.is_set():
            raise _StoppedError

    def _ask_for_room(self, reason: str) -> None:
        home = self._home.folder
        home.mkdir(parents=True, exist_ok=True)
        largest = max((_size(build) for build in home.glob("build-*")), default=0)
        needed = _SPARE * max(largest, _ARTICLE_BYTES * indexable_articles().count())
        free = shutil.disk_usage(home).free
        if free < needed:
            raise RepairWaitsError(
                f"the search index has to be rebuilt ({reason}): it needs about "
                f"{needed / 1e6:,.0f} MB, and {free / 1e6:,.0f} MB are free under {home}; make room"
            )

    def _write(self, record: RepairRecord) -> None:
        try:
            write_whole(self._path, json.dumps(asdict(record)))
        except OSError as error:
            _log.warning("%s: %s", self._path, error.strerror)


def _size(folder: Path) -> int:
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return 0
