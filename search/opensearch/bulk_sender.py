"""Documents sent in bulk, in the order in which they came.

What the cluster has no room for just now is sent again after a pause; what it refuses for good ends
the writing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from search.contract import IndexUnavailableError
from search.opensearch.cluster_client import Cluster, ClusterAwayError

_BULK_BYTES: Final = 4_000_000
"""Of one request: OpenSearch advises 5 to 15 MB, and a small node has little room."""
_BULK_ACTIONS: Final = 1_000
_BUSY: Final = frozenset({429, 503})
"""What the cluster answers where it has no room now, or moves a shard."""
_PAUSES: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 16.0, 16.0)
"""Seconds before each further try: a minute, in which a lost node's shards are others'."""


class BulkRefusedError(IndexUnavailableError):
    """The cluster refuses a document, or goes on having no room."""


class BulkSender:
    """Sends to ``index``, which may be an alias; ``pause`` waits the seconds that it is given."""

    def __init__(
        self, cluster: Cluster, index: str, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._cluster: Final = cluster
        self._index: Final = index
        self._pause: Final = pause
        self._waiting: list[tuple[dict[str, Any], dict[str, Any] | None]] = []
        self._bytes = 0

    def put(self, key: str, fields: dict[str, Any], size: int) -> None:
        """Write the document under ``key`` whole; ``size`` is about its bytes."""
        self._take({"index": {"_id": key}}, fields, size)

    def delete(self, key: str) -> None:
        """Delete the document under ``key``, if there is one."""
        self._take({"delete": {"_id": key}}, None, len(key))

    def flush(self) -> None:
        """Send what waits, and let searches see all of it. Raises ``IndexUnavailableError``."""
        if self._waiting:
            self._send()
        self._refresh()

    def _take(self, action: dict[str, Any], fields: dict[str, Any] | None, size: int) -> None:
        self._waiting.append((action, fields))
        self._bytes += size
        if self._bytes >= _BULK_BYTES or len(self._waiting) >= _BULK_ACTIONS:
            self._send()

    def _send(self) -> None:
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        for pause in (*_PAUSES, None):
            waiting, reason = self._tried(waiting)
            if not waiting:
                return
            if pause is None:
                raise BulkRefusedError(f"the search cluster has no room: {reason}; try again later")
            self._pause(pause)

    def _tried(
        self, waiting: list[tuple[dict[str, Any], dict[str, Any] | None]]
    ) -> tuple[list[tuple[dict[str, Any], dict[str, Any] | None]], str]:
        """Send what waits; return what has to be sent again, and why.

        Once something has to wait, what comes after it of the same document waits, too.
        """
        lines = [line for pair in waiting for line in pair if line is not None]
        try:
            answers = self._cluster.bulk(self._index, lines, refresh=False)
        except ClusterAwayError as error:
            return waiting, str(error)
        if len(answers) != len(waiting):
            return waiting, "too many requests"
        again, reason, held = [], "", set()
        for pair, answer in zip(waiting, answers, strict=True):
            told = next(iter(answer.values()))
            key = next(iter(pair[0].values()))["_id"]
            if told["status"] in _BUSY or key in held:
                held.add(key)
                again.append(pair)
                reason = str(told.get("error", reason))
            elif told["status"] >= 400 and told["status"] != 404:
                problem = told.get("error") or {}
                raise BulkRefusedError(
                    f"the search cluster refuses article {key}: {problem.get('reason', told)}"
                )
        return again, reason

    def _refresh(self) -> None:
        for pause in _PAUSES:
            try:
                self._cluster.ask("POST", f"/{self._index}/_refresh")
            except ClusterAwayError:
                self._pause(pause)
            else:
                return
        self._cluster.ask("POST", f"/{self._index}/_refresh")
