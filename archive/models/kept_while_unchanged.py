"""What was made of the database before, for as long as nothing is written to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Final, Generic, TypeVar

from django.db import connection

from archive.models.database_changes import DatabaseChanges

Made = TypeVar("Made")


class KeptWhileUnchanged(threading.local, Generic[Made]):
    """The last few answers, for each thread by itself, since each has a connection of its own.

    Whatever is written, by whomever, ends them. On PostgreSQL, and within a transaction, each
    answer is made anew.
    """

    def __init__(self, most: int) -> None:
        self._most: Final = most
        self._changes: Final = DatabaseChanges()
        self._kept: Final[dict[Hashable, Made]] = {}

    def get(
        self, asked: Hashable, make: Callable[[], Made], keeps: Callable[[Made], bool] | None = None
    ) -> Made:
        """Return what was made for ``asked``, else make it; it is kept where ``keeps`` says so."""
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            return make()
        if self._changes.since_last_asked():
            self._kept.clear()
        if asked in self._kept:
            return self._kept[asked]
        made = make()
        if len(self._kept) >= self._most:
            self._kept.clear()
        if keeps is None or keeps(made):
            self._kept[asked] = made
        return made
