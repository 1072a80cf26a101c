"""The time that is left of what a request may spend on the cluster."""

from __future__ import annotations

import time
from collections.abc import Callable

from search.contract import QueryTooCostlyError

Remaining = Callable[[], float | None]
"""The seconds that are left; raises ``QueryTooCostlyError`` where none is."""


def deadline(seconds: float | None) -> Remaining:
    """Return what tells the seconds left of ``seconds``; it raises ``QueryTooCostlyError``."""
    if seconds is None:
        return lambda: None
    end = time.monotonic() + seconds

    def remaining() -> float:
        left = end - time.monotonic()
        if left <= 0:
            raise QueryTooCostlyError(seconds)
        return left

    return remaining
