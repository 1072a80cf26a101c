"""Requests take turns at the interpreter, which runs one thread at a time anyway.

Threads that compute at once hand the interpreter's lock to each other at each look into the
database and at each larger array, some 370 times a request where eight work: on two cores that
cost two fifths of the requests a second. A request that has its turn is answered without that,
and the next waits no longer for it. Whoever holds a turn too long is passed: a slow search holds
up nobody else.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

HOLD_SECONDS: Final = 0.1
"""For which others wait for a turn: ten quick pages; then the next begins beside the slow one."""


class _Turn:
    """One request's turn. It is given by releasing the lock, which its thread waits for."""

    __slots__ = ("given",)

    def __init__(self) -> None:
        self.given: Final = Lock()
        self.given.acquire()


class Turns:
    """Gives turns in the order in which they were asked for. Threads share it."""

    def __init__(self, hold_seconds: float = HOLD_SECONDS) -> None:
        self._hold_seconds: Final = hold_seconds
        self._lock: Final = Lock()
        self._waiting: Final = deque[_Turn]()
        self._holder: _Turn | None = None
        self._held_since = 0.0

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn, until it is given back or was held too long; it ends with the block."""
        turn = self._take()
        try:
            yield
        finally:
            self._give_back(turn)

    def _take(self) -> _Turn:
        mine = _Turn()
        with self._lock:
            if self._holder is None:
                self._hold(mine)
                return mine
            self._waiting.append(mine)
        while not mine.given.acquire(timeout=self._hold_seconds):
            with self._lock:
                if self._holder is mine or self._passes(mine):
                    return mine
        return mine

    def _give_back(self, turn: _Turn) -> None:
        """Let the next begin, unless another did already."""
        with self._lock:
            if self._holder is not turn:
                return
            following = self._waiting.popleft() if self._waiting else None
            self._hold(following)
            if following is not None:
                following.given.release()

    def _hold(self, turn: _Turn | None) -> None:
        self._holder = turn
        self._held_since = time.monotonic()

    def _passes(self, turn: _Turn) -> bool:
        """Give the turn to the first who waits where it was held too long; return whether it was."""
        overdue = time.monotonic() - self._held_since >= self._hold_seconds
        if not overdue or not self._waiting or self._waiting[0] is not turn:
            return False
        self._waiting.popleft()
        self._hold(turn)
        return True
