"""How long one document may be worked on."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooSlowError(BaseException):
    """A document takes longer than it may.

    No ``Exception``: whoever answers for faults of one stage must not take it for one.
    """


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TooSlowError`` inside once this process has worked for so many seconds.

    Processor time is counted, so that a busy machine refuses no more than an idle one. Only
    the main thread of a process can be stopped so, which is where documents are loaded; and
    within a call of a library only when that returns.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlowError
