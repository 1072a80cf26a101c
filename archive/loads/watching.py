"""A watched folder: what arrives whole is loaded, once.

A file is whole when it has not changed for some seconds, or was renamed into place by then. What
was taken is remembered by its path, size and time of change; it is not taken again, not even when
its load is undone, until it changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.containers import Source, files_of, read_source
from archive.ingest.loading import LoadOrigin, LoadReport
from archive.ingest.run import load_paths
from archive.models import Load, LoadWay, WatchedFile

SETTLED_SECONDS: Final = 3.0
"""For which a file must not have changed before it is taken for whole."""
LOOK_SECONDS: Final = 1.0
"""The shortest pause between two looks at the folder."""
_SHARE: Final = 50
"""A pause is so many times as long as the look before it: at most a fiftieth of a processor."""
_UNFINISHED: Final = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", "~")
"""How the names of files end that a program is still writing."""
_ROWS: Final = 500

_State = tuple[int, int]
"""Size in bytes and time of change in nanoseconds."""


@dataclass(slots=True)
class WatchedFolder:
    """A folder that is looked at again and again.

    Raises:
        ArchiveError: it is no folder.
    """

    folder: Path
    pause: float = LOOK_SECONDS
    _taken: dict[str, _State] = field(default_factory=dict)
    _seen: dict[str, tuple[_State, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        if not self.folder.is_dir():
            raise ArchiveError(f"{self.folder}: no such folder.")
        rows = WatchedFile.objects.filter(path__startswith=f"{self.folder}/")
        for path, size, modified in rows.values_list("path", "size", "modified").iterator():
            self._taken[path] = (size, modified)

    def look(self, now: float) -> list[Source]:
        """Return what has become whole and was not taken; ``now`` are seconds of any clock."""
        began = time.monotonic()
        whole = [each for each in files_of(self.folder) if self._is_whole(each, now)]
        self.pause = max(LOOK_SECONDS, _SHARE * (time.monotonic() - began))
        return whole

    def _is_whole(self, source: Source, now: float) -> bool:
        path = source.path
        if path is None or path.name.endswith(_UNFINISHED):
            return False
        try:
            status = path.stat()
        except OSError:
            return False
        key, state = str(path), (status.st_size, status.st_mtime_ns)
        if self._taken.get(key) == state:
            self._seen.pop(key, None)
            return False
        before, since = self._seen.get(key, (None, now))
        if before != state:
            self._seen[key] = (state, now)
            return False
        return now - since >= SETTLED_SECONDS

    def take(self, sources: Sequence[Source]) -> LoadReport:
        """Load what is whole and remember it.

        Raises:
            ArchiveError: nothing more can be written; what is not remembered is taken again.
        """
        begun: list[Load] = []
        report = load_paths(
            [str(self.folder)],
            origin=LoadOrigin(
                LoadWay.WATCHED,
                names=tuple(str(source.path) for source in sources),
                begun=begun.append,
            ),
            captures=chain.from_iterable(
                read_source(replace(source, with_parts=True)) for source in sources
            ),
        )
        self._remember(sources, begun[0] if begun else None)
        return report

    def _remember(self, sources: Sequence[Source], load: Load | None) -> None:
        rows = []
        for source in sources:
            key = str(source.path)
            seen = self._seen.pop(key, None)
            if seen is None:
                continue
            self._taken[key] = seen[0]
            rows.append(WatchedFile(path=key, size=seen[0][0], modified=seen[0][1], load=load))
        WatchedFile.objects.bulk_create(
            rows,
            batch_size=_ROWS,
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["size", "modified", "load"],
        )


def watch(folder: Path, sleep: Callable[[float], None] = time.sleep) -> Iterator[LoadReport]:
    """Load what arrives in ``folder``, for good; yield the report of each load.

    Raises:
        ArchiveError: it is no folder, or nothing more can be written.
    """
    watched = WatchedFolder(folder)
    while True:
        whole = watched.look(time.monotonic())
        if whole:
            yield watched.take(whole)
        sleep(watched.pause)
