"""Names that a program found and no editor has reviewed, beside the facets of names.

They stand in columns of their own, which are opened only for a reader who asks: who counts them
with the others (``names=all``), who opens the group beside one facet, or who chose one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from search.contract import FacetRequest, IndexReader, Response
from search.fields import FIELDS, FacetDefinition, Fields
from search.query.state import SearchState

Counted = Sequence[tuple[str, int]]
"""Values with their counts, the most frequent first."""


class JoinedCounts(NamedTuple):
    """The counts of one facet, and apart from them those of machine-found names.

    ``unreviewed`` are those of the values that are machine-found. ``apart`` is ``None`` where
    nobody asked for them.
    """

    counts: Counted
    unreviewed: frozenset[str] = frozenset()
    apart: Counted | None = None


@dataclass(frozen=True, slots=True)
class MachineFoundNames:
    """What one search asks of the columns of machine-found names.

    ``opened`` names the facet beside which the reader opened their group.
    """

    state: SearchState
    snapshot: IndexReader
    opened: str = ""
    fields: Fields = FIELDS

    def offered(self, name: str) -> bool:
        """Return whether a group of them stands beside the facet ``name``."""
        facet = self.fields.facets[name]
        return (
            facet.listed
            and not self.state.machine_found
            and any(map(self.snapshot.has_terms, facet.machine_found))
        )

    def requests(self, limit: int | None) -> tuple[FacetRequest, ...]:
        """Return what to count of their columns, of each at most ``limit`` values.

        Where two facets ask for one column, that of its kind decides what is counted.
        """
        by_column: dict[str, FacetRequest] = {}
        for name, facet in self.fields.facets.items():
            for column in facet.machine_found:
                touched = self._held(name, column)
                if column in by_column:
                    always = by_column[column].always | touched
                    by_column[column] = replace(by_column[column], always=always)
                elif touched or self._asked(name, facet):
                    by_column[column] = FacetRequest(
                        column,
                        limit=limit if self._asked(name, facet) else 0,
                        ignoring=frozenset({name}),
                        always=touched,
                    )
        return tuple(by_column.values())

    def joined(self, name: str, reviewed: Counted, response: Response) -> JoinedCounts:
        """Return the counts of the facet ``name``, with those that its columns add to them."""
        facet = self.fields.facets[name]
        found = [pair for column in facet.machine_found for pair in response.facets.get(column, ())]
        touched = self.state.touched(name)
        within = [each for each in found if self.state.machine_found or each[0] in touched]
        counts = dict(reviewed)
        for value, count in within:
            counts[value] = counts.get(value, 0) + count
        apart = [each for each in found if each[0] not in touched]
        return JoinedCounts(
            sorted(counts.items(), key=_most_frequent_first) if within else reviewed,
            frozenset(value for value, count in within if count),
            apart if self.opened == name and not self.state.machine_found else None,
        )

    def _asked(self, name: str, facet: FacetDefinition) -> bool:
        return facet.listed and (self.state.machine_found or self.opened == name)

    def _held(self, name: str, column: str) -> frozenset[str]:
        """Return the values chosen or excluded in the facet ``name`` that the column holds."""
        return frozenset(
            value
            for value in self.state.touched(name)
            if self.snapshot.doc_frequency(column, value)
        )


def _most_frequent_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
