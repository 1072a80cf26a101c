"""What the service and the worker ask of this archive's index, wherever it lies."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from archive.arabic.frequencies import FrequencyTable
from search.contract import IndexReader
from search.index.holdings import Holdings
from search.index.open_index import OpenIndex


class ArchiveIndex(Protocol):
    """The builds of an index, of which one serves: in a folder, or in a cluster."""

    @property
    def address(self) -> str:
        """Where it lies: a folder, or a cluster's address without its password."""

    @property
    def holdings(self) -> Holdings:
        """What the index is made of."""

    @property
    def outdated(self) -> bool:
        """Whether other code or data than this program's built the index."""

    def current(self) -> OpenIndex:
        """Return the build that serves now. Raises ``IndexUnavailableError``."""

    def read(self) -> tuple[OpenIndex, IndexReader]:
        """Return the build that serves now and its newest state, both of the same build.

        Raises ``IndexUnavailableError``.
        """

    def writing(self) -> AbstractContextManager[OpenIndex]:
        """Hold the right to change the index, and give the build that serves while it is held.

        Raises ``IndexUnavailableError``.
        """

    def lock(self) -> AbstractContextManager[None]:
        """Hold the right to change the index; others wait. It does not nest."""

    def exists(self) -> bool:
        """Return whether there is an index."""

    def current_name(self) -> str | None:
        """Return the name of the build that serves, if any. Raises ``IndexUnavailableError``."""

    def build(self, frequencies: FrequencyTable, like: OpenIndex | None = None) -> OpenIndex:
        """Return a new build, of which nobody knows yet: empty, or with what ``like`` holds.

        Call it holding the lock.
        """

    def swap(self, built: OpenIndex) -> None:
        """Let ``built`` serve from now on, and remove what served before. Call it holding the lock."""

    def discard(self, built: OpenIndex) -> None:
        """Remove a build that does not serve. Call it holding the lock."""

    def sweep(self) -> None:
        """Remove what is left of builds that do not serve. Call it holding the lock."""

    def glance(self) -> None:
        """Raise ``IndexUnavailableError`` where the index is gone, or somebody found it damaged."""
