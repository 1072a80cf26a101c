"""How many requests this process answered, how, and how fast: numbers alone, for metrics."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, cast

from django.apps import apps
from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from archive.apps import ArchiveConfig

BOUNDS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds up to which answers are counted together; those of Prometheus's client libraries."""


class RequestCounts:
    """Answers by the first digit of their status, and by the seconds they took."""

    def __init__(self) -> None:
        self._lock: Final = threading.Lock()
        self._by_class: Final = dict.fromkeys(("1xx", "2xx", "3xx", "4xx", "5xx"), 0)
        self._by_time: Final = [0] * (len(BOUNDS) + 1)
        self._seconds = 0.0
        self._in_hand = 0

    def begin(self) -> None:
        """Count a request that has come."""
        with self._lock:
            self._in_hand += 1

    def end(self, status: int | None, seconds: float) -> None:
        """Count its answer; ``None`` where there was none."""
        with self._lock:
            self._in_hand -= 1
            self._by_class["5xx" if status is None else f"{status // 100}xx"] += 1
            self._by_time[bisect_left(BOUNDS, seconds)] += 1
            self._seconds += seconds

    def read(self) -> tuple[Mapping[str, int], list[int], float, int]:
        """Return answers by class, by time (not added up), all seconds, and requests in hand."""
        with self._lock:
            return dict(self._by_class), list(self._by_time), self._seconds, self._in_hand


def request_counts() -> RequestCounts:
    """Return the counts of this process."""
    return cast("ArchiveConfig", apps.get_app_config("archive")).request_counts


class RequestCountsMiddleware:
    """Counts each request and its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._counts = request_counts()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``."""
        begun, status = time.perf_counter(), None
        self._counts.begin()
        try:
            response = self.get_response(request)
            status = response.status_code
            return response
        finally:
            self._counts.end(status, time.perf_counter() - begun)
