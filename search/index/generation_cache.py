"""A cache for one thing that is costly to make of the index and may be a little old."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db import connections

from archive.errors import ArchiveError

Made = TypeVar("Made")

_log = logging.getLogger("khizana.index")


@dataclass(slots=True)
class GenerationCache(Generic[Made]):
    """Keeps what was made of the latest generation, and makes the next beside its readers.

    One thread makes at a time, and nobody waits for it: what was made last serves until the
    next is ready. Between the end of one making, failed ones too, and the start of the next
    lie at least ``seconds`` of ``clock``. A failure is logged and leaves the last one standing.
    """

    seconds: float
    clock: Callable[[], float] = time.monotonic
    _made: Made | None = None
    _generation: Hashable = None
    _not_before: float = float("-inf")
    _making: threading.Lock = field(default_factory=threading.Lock)

    def get(self, generation: Hashable, make: Callable[[], Made], fallback: Made) -> Made:
        """Return what was made last, else ``fallback``; a thread calls ``make`` where it is due."""
        made = self._made
        if self._claim(generation):
            self._start(generation, make)
        return fallback if made is None else made

    def _start(self, generation: Hashable, make: Callable[[], Made]) -> None:
        args = (generation, make)
        try:
            threading.Thread(target=self._make_beside, args=args, daemon=True).start()
        except RuntimeError:  # The system gives no more threads.
            _log.exception("no thread to make what is made of the index")
            self._not_before = self.clock() + self.seconds
            self._making.release()

    def get_or_make(self, generation: Hashable, make: Callable[[], Made], fallback: Made) -> Made:
        """Return what was made last. The first caller makes it; who comes meanwhile does not wait.

        ``fallback`` is for those, and for callers after a failure.
        """
        if self._made is None and self._claim(generation):
            self._make(generation, make)
        return self.get(generation, make, fallback)

    def inherit(self, other: GenerationCache[Made]) -> None:
        """Serve what ``other`` made until the first of its own is ready."""
        if self._made is None:
            self._made = other._made

    def _due(self, generation: Hashable) -> bool:
        outdated = self._made is None or generation != self._generation
        return outdated and self.clock() >= self._not_before

    def _claim(self, generation: Hashable) -> bool:
        """Return whether the caller now has the right, and the duty, to make what is due."""
        if not self._due(generation) or not self._making.acquire(blocking=False):
            return False
        if self._due(generation):
            return True
        self._making.release()  # another thread made it between the two looks
        return False

    def _make(self, generation: Hashable, make: Callable[[], Made]) -> None:
        try:
            self._made, self._generation = make(), generation
        except ArchiveError as error:
            _log.warning("what is made of the index could not be made: %s", error)
        except Exception:
            _log.exception("what is made of the index could not be made")
        finally:
            self._not_before = self.clock() + self.seconds
            self._making.release()

    def _make_beside(self, generation: Hashable, make: Callable[[], Made]) -> None:
        try:
            self._make(generation, make)
        finally:
            # A thread has database connections of its own, which nothing else would close.
            connections.close_all()
