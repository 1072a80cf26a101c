"""The values that a query names in a field (``section:``, ``outlet:``): which are there, and near ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from django.conf import settings
from django.utils import translation

from archive.arabic.normalize import fold
from archive.models import Entity, Outlet
from archive.records.mentions import EntityKind
from search.contract import IndexReader
from search.facets.facets import resolve
from search.fields import FIELDS
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

    snapshot: IndexReader
    machine_found: bool = False
    """Whether names that no editor has reviewed can be named, too."""

    def keys(self, field: str, typed: str) -> Collection[str]:
        """Return the keys in ``field`` that ``typed`` names; empty where there is none.

        A value that is its own name is found however it is spelt.
        """
        found = resolve(field, typed)
        if self.machine_found and field in _NAMED_ELSEWHERE:
            found = [*found, *_machine_found_keys(field, typed)]
        if field in _NAMED_ELSEWHERE or any(
            self.snapshot.doc_frequency(field, each) for each in found
        ):
            return found
        folded = fold(typed)
        held = self.snapshot.doc_frequencies(field)
        return [each for each in held if fold(each) == folded] or self._labelled(
            field, folded, held
        )

    @staticmethod
    def _labelled(field: str, folded: str, held: Collection[str]) -> list[str]:
        """Return the values whose label, in one of the languages of the site, is ``folded``."""
        facet = FIELDS.facets.get(field)
        found: list[str] = []
        for language, _name in settings.LANGUAGES if facet else ():
            with translation.override(language):
                labels = facet.labels(held).items() if facet else ()
            found += (value for value, label in labels if folded == fold(label))
        return list(dict.fromkeys(found))

    def nearest(self, field: str, typed: str) -> str:
        """Return the name of a value of ``field`` that is nearest to ``typed``; empty where none is.

        A name that holds ``typed`` is nearer than one that is spelt nearly so; of several it is
        the one that most articles have.
        """
        folded = fold(typed)[:_LONGEST]
        names = {name: (fold(name)[:_LONGEST], value) for name, value in self._names(field)}
        words = set(folded.split())
        holding = [
            (self.snapshot.doc_frequency(field, value), name)
            for name, (own, value) in names.items()
            if words and words < set(own.split())
        ]
        if holding:
            return max(holding, key=lambda each: each[0])[1]
        near = [
            name
            for name, (own, _value) in names.items()
            if abs(len(own) - len(folded)) <= self._most(folded)
        ]
        if not folded or not near or ord(max(folded)) > 0xFFFF:
            return ""
        table, lengths = letters_of([names[name][0] for name in near])
        apart = distances(folded, table, lengths)
        best = int(np.argmin(apart))
        return near[best] if apart[best] <= self._most(folded) else ""

    @staticmethod
    def _most(folded: str) -> float:
        return max(1.0, _FARTHEST * len(folded))

    def _names(self, field: str) -> Iterator[tuple[str, str]]:
        """Yield the names of the values of ``field``, each with its value."""
        rows: Iterable[tuple[str, str, str]] = ()
        if field == "outlet":
            rows = Outlet.objects.values_list("slug", "name_ar", "name_en")
        elif field in _NAMED_ELSEWHERE:
            known = Entity.objects.shown()
            known = known if field == "entity" else known.filter(kind=field)
            rows = known.values_list("key", "name_ar", "name_en")[:_MOST_NAMES]
        else:
            yield from ((value, value) for value in self.snapshot.doc_frequencies(field))
        for value, *names in rows:
            yield from ((name, value) for name in filter(None, names))


def _machine_found_keys(field: str, typed: str) -> Iterator[str]:
    """Yield the keys of the machine-found names of a kind that are written as ``typed``."""
    named = Entity.objects.machine_found().filter(name_ar=typed.strip())
    kinds = () if field == "outlet" else EntityKind if field == "entity" else (field,)
    yield from named.filter(kind__in=list(kinds)).order_by().values_list("key", flat=True)
