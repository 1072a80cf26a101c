"""The values that a query names in a field (``section:``, ``outlet:``): which are there, and near ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from archive.arabic.normalize import fold
from archive.models import Entity, Outlet
from archive.records.mentions import EntityKind
from search.engine import Snapshot
from search.facets.facets import resolve
from search.suggest.edit_distance import distances, letters_of

_FARTHEST: Final = 0.3
"""The part of a name's letters that may differ in the nearest one."""
_LONGEST: Final = 60
"""Letters of a name that are compared."""
_MOST_NAMES: Final = 100_000
"""Names that are compared; of more, those that come first."""
_NAMED_ELSEWHERE: Final = frozenset({"outlet", "entity", *EntityKind})
"""Fields whose values are keys: what they are called stands in the database."""


@dataclass(frozen=True, slots=True)
class NamedValues:
    """Finds the values that typed names mean in one state of the index."""

    snapshot: Snapshot

    def keys(self, field: str, typed: str) -> Collection[str]:
        """Return the keys in ``field`` that ``typed`` names; empty where there is none.

        A value that is its own name is found however it is spelt.
        """
        found = resolve(field, typed)
        if field in _NAMED_ELSEWHERE or any(
            self.snapshot.doc_frequency(field, each) for each in found
        ):
            return found
        folded = fold(typed)
        return [each for each in self.snapshot.doc_frequencies(field) if fold(each) == folded]

    def nearest(self, field: str, typed: str) -> str:
        """Return the name of a value of ``field`` that is nearest to ``typed``; empty where none is."""
        folded = fold(typed)[:_LONGEST]
        names = {name: fold(name)[:_LONGEST] for name in self._names(field)}
        near = [
            name for name, own in names.items() if abs(len(own) - len(folded)) <= self._most(folded)
        ]
        if not folded or not near or ord(max(folded)) > 0xFFFF:
            return ""
        table, lengths = letters_of([names[name] for name in near])
        apart = distances(folded, table, lengths)
        best = int(np.argmin(apart))
        return near[best] if apart[best] <= self._most(folded) else ""

    @staticmethod
    def _most(folded: str) -> float:
        return max(1.0, _FARTHEST * len(folded))

    def _names(self, field: str) -> Iterator[str]:
        rows: Collection[tuple[str, str]] = ()
        if field == "outlet":
            rows = Outlet.objects.values_list("name_ar", "name_en")
        elif field in _NAMED_ELSEWHERE:
            known = Entity.objects.shown()
            known = known if field == "entity" else known.filter(kind=field)
            rows = known.values_list("name_ar", "name_en")[:_MOST_NAMES]
        else:
            yield from self.snapshot.doc_frequencies(field)
        for names in rows:
            yield from filter(None, names)
