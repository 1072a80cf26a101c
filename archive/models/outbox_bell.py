"""Tells the worker that something waits, at once: a named pipe in the archive's folder.

A worker that asked the outbox fifty times a second would take a twentieth of a processor all night.
Whoever commits an entry writes one byte into the pipe, which wakes the worker; where there is no
pipe, or nobody reads it, nothing happens, and the worker finds the entry when it looks next.
"""

from __future__ import annotations

import os
import select
import stat
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from django.conf import settings

BELL_FILE: Final = "worker_bell"
"""The pipe in the archive's folder."""
_RINGS_READ: Final = 4096
"""Bytes taken at once: rings that came while the worker was busy count as one."""


def ring() -> None:
    """Wake the worker, if one waits. It never waits itself, and never fails."""
    with suppress(OSError):  # No pipe, no reader, or as many rings as the pipe holds.
        bell = os.open(_path(), os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            if stat.S_ISFIFO(os.fstat(bell).st_mode):
                os.write(bell, b"!")
        finally:
            os.close(bell)


class OutboxBell:
    """What a worker waits by: until somebody rings, or some time has passed.

    Where the folder takes no pipe, or something else stands in its place, it is time alone.
    """

    def __init__(self) -> None:
        self._bell: int | None = None

    def __enter__(self) -> OutboxBell:
        path = _path()
        with suppress(OSError):
            if not path.is_fifo():
                os.mkfifo(path, 0o600)
            # Opened for writing too, the pipe never ends, whoever leaves it.
            self._bell = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._bell is not None:
            os.close(self._bell)
            self._bell = None

    def wait(self, stopping: threading.Event, seconds: float) -> None:
        """Return when somebody rings, at the latest after ``seconds``; a ring before counts.

        Whoever sets ``stopping`` rings too.
        """
        if self._bell is None:
            stopping.wait(seconds)
        elif not stopping.is_set() and select.select([self._bell], [], [], seconds)[0]:
            with suppress(OSError):  # Another worker took the ring.
                os.read(self._bell, _RINGS_READ)


def _path() -> Path:
    return Path(settings.ARCHIVE_HOME) / BELL_FILE
