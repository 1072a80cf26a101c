"""The lock that writers of one index hold: on an open file, so the system frees it after a crash."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from search.engine.storage.index_errors import IndexLockedError

_PAUSE: Final = 0.02
"""Seconds between two attempts to take a held lock."""


class WriterLock:
    """An exclusive lock on ``directory``, between threads and between processes.

    An index has one writer at a time. Whoever writes takes this lock first and opens the
    index and its writer while holding it: what they read stays true until it is released.
    """

    def __init__(self, directory: Path) -> None:
        self._path = directory / "MAIN_WRITELOCK"
        self._descriptor: int | None = None

    def acquire(self, wait: float = 0.0) -> None:
        """Take the lock within ``wait`` seconds. Raises ``IndexLockedError``."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        deadline = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    raise IndexLockedError(self._path) from None
                time.sleep(_PAUSE)
            else:
                self._descriptor = descriptor
                return

    @contextmanager
    def held(self, wait: float = 0.0) -> Iterator[None]:
        """Hold the lock meanwhile, taken within ``wait`` seconds. Raises ``IndexLockedError``."""
        self.acquire(wait)
        try:
            yield
        finally:
            self.release()

    def release(self) -> None:
        """Give the lock back, if it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
