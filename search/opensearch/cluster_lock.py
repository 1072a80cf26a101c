"""The right to change what lies in a cluster: a note there, which runs out unless it is renewed."""

from __future__ import annotations

import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from archive.errors import ArchiveError
from search.opensearch.cluster_client import Cluster

_LASTS: Final = 60.0
"""Seconds after which the note of a process that is gone counts no more."""
_RENEWED: Final = 15.0
"""Seconds between two renewals."""
_PAUSE: Final = 0.1
"""Seconds between two tries to have it."""


class ClusterLockedError(ArchiveError):
    """Another process writes to the index."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"{owner} is writing this search index; try again later")


class ClusterLock:
    """The note ``key`` in the index ``notes``; the clocks of the machines need agree to half a minute."""

    def __init__(
        self,
        cluster: Cluster,
        notes: str,
        pause: Callable[[float], None] = time.sleep,
        key: str = "lock",
    ) -> None:
        self._cluster: Final = cluster
        self._notes: Final = notes
        self._pause: Final = pause
        self._path: Final = f"/{notes}/_doc/{key}"

    def prepare(self) -> None:
        """Make the index of notes where there is none."""
        body = {
            "settings": {"number_of_shards": 1, "auto_expand_replicas": "0-2"},
            "mappings": {"dynamic": False},
        }
        found = self._cluster.read("GET", f"/{self._notes}", missing_is_none=True)
        if found is None:
            try:
                self._cluster.ask("PUT", f"/{self._notes}", body)
            except ArchiveError:
                # Another process may have made it since.
                self._cluster.read("GET", f"/{self._notes}")

    @contextmanager
    def held(self, patience: float) -> Iterator[None]:
        """Hold the right, renewed while it is held. It does not nest.

        Raises ``ClusterLockedError`` after ``patience`` seconds, ``IndexUnavailableError``.
        """
        self.prepare()
        owner = f"{socket.gethostname()} ({os.getpid()}, {uuid.uuid4().hex[:8]})"
        end = time.monotonic() + patience
        while (other := self._taken(owner)) is not None:
            if time.monotonic() >= end:
                raise ClusterLockedError(other)
            self._pause(_PAUSE)
        done = threading.Event()
        renewing = threading.Thread(target=self._renew, args=(owner, done), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()
            self._cluster.ask("DELETE", self._path, missing_is_none=True)

    def _taken(self, owner: str) -> str | None:
        """Take the right; return who has it, ``None`` where it is ``owner`` now."""
        found = self._cluster.read("GET", self._path, missing_is_none=True)
        params: dict[str, Any] = {"op_type": "create"}
        if found is not None:
            note = found["_source"]
            if note["until"] > time.time():
                return str(note["owner"])
            params = {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
        if self._cluster.written(self._path, self._note(owner), **params):
            return None
        return "another process"

    def _renew(self, owner: str, done: threading.Event) -> None:
        while not done.wait(_RENEWED):
            try:
                self._cluster.ask("PUT", self._path, self._note(owner))
            except ArchiveError:
                continue  # The next renewal is in time, too.

    @staticmethod
    def _note(owner: str) -> dict[str, Any]:
        return {"owner": owner, "until": time.time() + _LASTS}
