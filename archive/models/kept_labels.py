"""Labels, and names with their kind, that were looked up before, while nothing is written to the database.

A page of results names eighty entities, most of them the same on every page. Whatever is written,
a name or anything else, by whomever, ends what is kept: no page shows a label that is no more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Final, Generic, TypeVar

from django.db import connection
from django.utils.translation import get_language

from archive.models.database_changes import DatabaseChanges

MOST_KEPT: Final = 5_000
"""Labels of one kind that a thread keeps in one language: about half a megabyte."""

Key = TypeVar("Key", bound=Hashable)
Label = TypeVar("Label")


class KeptLabels(threading.local, Generic[Key, Label]):
    """Labels of one kind, for each thread by itself, since each has a connection of its own.

    They are looked up by a function of keys, which returns those in the reader's language of the
    keys that have one.
    """

    def __init__(self, look_up: Callable[[Collection[Key]], Mapping[Key, Label]]) -> None:
        self._look_up: Final = look_up
        self._changes: Final = DatabaseChanges()
        self._kept: Final[dict[str, dict[Key, Label | None]]] = {}

    def of(self, keys: Collection[Key]) -> Mapping[Key, Label]:
        """Return key → label of those keys that have one; those not kept are looked up."""
        if not keys:
            return {}
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            return self._look_up(keys)
        if self._changes.since_last_asked():
            self._kept.clear()
        kept = self._kept.setdefault(get_language() or "", {})
        if missing := [key for key in keys if key not in kept]:
            if len(kept) + len(missing) > MOST_KEPT:
                kept.clear()
                missing = list(keys)
            found = self._look_up(missing)
            kept.update((key, found.get(key)) for key in missing)
        return {key: label for key in keys if (label := kept[key]) is not None}
