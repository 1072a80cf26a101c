"""Requests take turns at the interpreter, which runs one thread at a time anyway.

Threads that compute at once hand the interpreter's lock to each other at each look into the
database and at each larger array, some 370 times a request where eight work: on two cores that
cost half of the requests a second. Here a request begins when the one before it is answered, and
the thread that has just answered one takes the next: what it keeps for itself (a connection with
its pages and statements, labels) is warm, and what the others would keep is not made. Whoever takes
too long is passed: another thread takes the next request, and a slow search holds up nobody.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import Any, Final

from waitress.task import ThreadedTaskDispatcher

HOLD_SECONDS: Final = 0.1
"""For which the next request waits for the one before it: ten quick pages."""


class TurnDispatcher(ThreadedTaskDispatcher):
    """Hands requests to threads, one at a time where they are quick. Its lock guards all it has."""

    def __init__(self, hold_seconds: float = HOLD_SECONDS) -> None:
        super().__init__()
        self._hold_seconds: Final = hold_seconds
        self._idle: Final[list[Lock]] = []
        """Threads that wait, each for the release of its own lock; the last has worked last."""
        self._watched = False
        """Whether one of them looks when the turn has been held too long."""
        self._holder: Any = None
        """The task whose turn it is."""
        self._held_since = 0.0

    def add_task(self, task: Any) -> None:
        """Take a task, to be served as soon as it is its turn."""
        with self.lock:
            self.queue.append(task)
            self._wake_for_next()

    def set_thread_count(self, count: int) -> None:
        """Start or stop threads until there are ``count``."""
        super().set_thread_count(count)
        with self.lock:
            if self.stop_count:
                while self._idle:
                    self._idle.pop().release()

    def handler_thread(self, thread_no: int) -> None:
        """Serve tasks until the thread is to stop; this is what a thread runs."""
        own = Lock()
        own.acquire()
        while (task := self._next(own)) is not None:
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when servicing %r", task)
            finally:
                self._end(task)
        with self.lock:
            self.active_count -= 1
            self.threads.discard(thread_no)
            self.thread_exit_cv.notify()

    def _next(self, own: Lock) -> Any | None:
        """Wait until it is some task's turn and return it; ``None`` where the thread is to stop."""
        watches = False
        while True:
            with self.lock:
                if watches:
                    self._watched = False
                if self.stop_count > 0:
                    self.stop_count -= 1
                    return None
                left = self._held_since + self._hold_seconds - time.monotonic()
                if self.queue and (self._holder is None or left <= 0):
                    return self._take()
                watches = bool(self.queue) and not self._watched
                self._watched = self._watched or watches
                self._idle.append(own)
            if not own.acquire(timeout=left if watches else -1):
                with self.lock:
                    if own in self._idle:
                        self._idle.remove(own)
                    else:  # It was released while it gave up waiting.
                        own.acquire()

    def _take(self) -> Any:
        self._holder = self.queue.popleft()
        self._held_since = time.monotonic()
        if self.queue:
            self._wake_for_next()
        return self._holder

    def _wake_for_next(self) -> None:
        """Wake a thread to take the next task, or to watch over whoever holds the turn."""
        if self._idle and (self._holder is None or not self._watched):
            self._idle.pop().release()

    def _end(self, task: Any) -> None:
        with self.lock:
            if self._holder is task:
                self._holder = None
