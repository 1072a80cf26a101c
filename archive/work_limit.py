"""How long one piece of work on a document may take, and how much memory it may come to hold."""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

MOST_MEMORY: Final = 350_000_000
"""Bytes by which a process may grow: with the 200 MB that a load begins with it stays below 600. A page
of 18 MB with its pictures in it takes half of them, 10 MB of prose most."""
_LOOK_SECONDS: Final = 0.1
"""Of processor time between two looks."""
_STATM: Final = Path("/proc/self/statm")
_MAXRSS_UNIT: Final = 1 if sys.platform == "darwin" else 1024


class WorkLimitError(BaseException):
    """A piece of work costs more than it may.

    No ``Exception``: whoever answers for faults of one stage must not take it for one.
    """


class TooSlowError(WorkLimitError):
    """A piece of work takes longer than it may."""


class TooLargeError(WorkLimitError):
    """A process comes to hold more memory in a piece of work than it may."""


@contextmanager
def work_limit(seconds: float, memory: int = MOST_MEMORY) -> Iterator[None]:
    """Raise ``WorkLimitError`` inside once this process has worked for so many seconds.

    So it does where the process has grown by more than ``memory`` bytes since. Processor time is
    counted, so that a busy machine refuses no more than an idle one. Only the main thread of a
    process can be stopped so, which is where documents are loaded; and within a call of a
    library only when that returns.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    end, most = time.process_time() + seconds, resident_bytes() + memory

    def look(_signal: int, _frame: FrameType | None) -> None:
        if time.process_time() >= end:
            raise TooSlowError
        if resident_bytes() > most:
            raise TooLargeError

    before = signal.signal(signal.SIGPROF, look)
    # The last look comes when the time is over, however little it is.
    signal.setitimer(signal.ITIMER_PROF, min(seconds, _LOOK_SECONDS), _LOOK_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def resident_bytes() -> int:
    """Return how much memory this process holds; where the system does not say, ever held."""
    try:
        pages = _STATM.read_bytes().split()[1]
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _MAXRSS_UNIT
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
