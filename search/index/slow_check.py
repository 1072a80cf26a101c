"""A round through all files of the index, so slow that nobody notices it.

Searches read what they are asked for. What nobody asks for may spoil unseen, and would be copied
as it is when segments are merged or saved elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from search.index.archive_index import ArchiveIndex
from search.index.columnar_home import ColumnarHome
from search.index.defects import check_pieces

SHARE: Final = 0.0005
"""Part of one processor's time that the round takes at most."""
_STEP_BYTES: Final = 1 << 23
"""Bytes that are read in one step: four milliseconds of the processor."""
_PAUSE: Final = 1.0
"""Seconds between two steps at least."""


class Check(Protocol):
    """Something to do where nothing waits."""

    def step(self) -> None:
        """Do a little of it."""


class NoCheck:
    """What a cluster sees to by itself."""

    def step(self) -> None:
        """Do nothing."""


def check_of(home: ArchiveIndex) -> Check:
    """Return what reads the files of the index, where they are this machine's."""
    return SlowCheck(home) if isinstance(home, ColumnarHome) else NoCheck()


class SlowCheck:
    """Reads the index of ``home`` step by step, again and again.

    ``clock`` and ``cost`` tell the time and the processor time of this process, in seconds.
    """

    def __init__(
        self,
        home: ColumnarHome,
        clock: Callable[[], float] = time.monotonic,
        cost: Callable[[], float] = time.process_time,
    ) -> None:
        self._home: Final = home
        self._clock: Final = clock
        self._cost: Final = cost
        self._round: Iterator[int] = iter(())
        self._due = clock() + _PAUSE

    def step(self) -> None:
        """Read a little where it is time to. Raises ``IndexUnavailableError``."""
        if self._clock() < self._due:
            return
        began = self._cost()
        try:
            self._read()
        finally:
            self._due = self._clock() + max(_PAUSE, (self._cost() - began) / SHARE)

    def _read(self) -> None:
        read = 0
        for piece in self._round:
            read += piece
            if read >= _STEP_BYTES:
                return
        self._round = check_pieces(self._home)
