"""Something costly that is made of the index, kept while it is fresh enough."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast

from django.db import connections

Made = TypeVar("Made")


@dataclass(slots=True)
class Kept(Generic[Made]):
    """Makes a thing once for each generation, at most every ``seconds``.

    The first caller waits for it, unless there is something to give ``meanwhile``. Later
    ones get the last one made at once, while one thread makes the next; a failure to make
    it leaves the last one standing.
    """

    seconds: float
    _made: Made | None = None
    _of: Hashable = None
    _since: float = 0.0
    _making: threading.Lock = field(default_factory=threading.Lock)

    def get(
        self, generation: Hashable, make: Callable[[], Made], meanwhile: Made | None = None
    ) -> Made:
        """Return what ``make`` made for ``generation``, or lately for an earlier one."""
        made = self._made
        if made is None and meanwhile is None:
            return self._first(generation, make)
        stale = time.monotonic() - self._since >= self.seconds
        due = made is None or (generation != self._of and stale)
        if due and self._making.acquire(blocking=False):
            threading.Thread(target=self._remake, args=(generation, make), daemon=True).start()
        return made if made is not None else cast(Made, meanwhile)

    def _first(self, generation: Hashable, make: Callable[[], Made]) -> Made:
        with self._making:
            if self._made is None:
                self._keep(generation, make)
            return cast(Made, self._made)

    def _remake(self, generation: Hashable, make: Callable[[], Made]) -> None:
        try:
            self._keep(generation, make)
        finally:
            # A thread has database connections of its own, which nothing else would close.
            connections.close_all()
            self._making.release()

    def _keep(self, generation: Hashable, make: Callable[[], Made]) -> None:
        self._since = time.monotonic()
        self._made, self._of = make(), generation
