"""Counts where documents of one value of a field count as one: republications as one story.

A document without a value counts by itself. The others are counted by the pairs that they have:
a group under each of its values once. OpenSearch's own ``cardinality`` only estimates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from search.contract import FacetRequest
from search.opensearch.value_counts import Counts, ValueCounts


class GroupCounts:
    """Counts groups of ``field`` among what a query finds. Raises ``QueryTooCostlyError``."""

    def __init__(self, counts: ValueCounts, field: str) -> None:
        self._counts: Final = counts
        self._field: Final = field

    def total(self, narrowing: Sequence[Any]) -> int:
        """Return how many groups there are."""
        alone = self._counts.total([*narrowing, self._alone])
        return alone + sum(1 for _ in self._counts.composite((self._field,), narrowing))

    def sizes(self, groups: Sequence[str], narrowing: Sequence[Any]) -> Mapping[str, int]:
        """Return how many documents each of ``groups`` has."""
        if not groups:
            return {}
        terms = {
            "field": self._field,
            "include": list(groups),
            "size": len(groups),
            "shard_size": len(groups) + 1,
        }
        return dict(self._counts.values(terms, narrowing))

    def of(self, facet: FacetRequest, narrowing: Sequence[Any]) -> tuple[Counts, int]:
        """Return the values of ``facet`` with their groups, and how many occur."""
        found: Counter[str] = Counter()
        for (value,), count in self._counts.composite((facet.field,), [*narrowing, self._alone]):
            found[value] += count
        if facet.field == self._field:
            pairs = self._counts.composite((self._field,), narrowing)
        else:
            pairs = self._counts.composite((facet.field, self._field), narrowing)
        found.update(names[0] for names, _ in pairs)
        kept = [pair for pair in found.items() if pair[0].startswith(facet.prefix)]
        ranked = sorted(kept, key=lambda pair: (-pair[1], pair[0]))
        shown = ranked if facet.limit is None else ranked[: facet.limit]
        more = sorted(facet.always - dict(shown).keys())
        return [*shown, *((each, found.get(each, 0)) for each in more)], len(kept)

    @property
    def _alone(self) -> dict[str, Any]:
        return {"bool": {"must_not": [{"exists": {"field": self._field}}]}}
