"""The counted values of a facet, in their order."""

from __future__ import annotations

from search.engine.blocks import Array
from search.engine.records import FacetRequest
from search.engine.values import ValueColumn


def count_facet(
    column: ValueColumn, docs: Array, facet: FacetRequest
) -> tuple[list[tuple[str, int]], int]:
    """The values asked for with their counts, and how many values occur at all."""
    counts = column.count(docs)
    present = counts.nonzero()[0]
    if facet.prefix:
        present = present[column.prefix_mask(facet.prefix)[present]]
    most = _most_frequent(counts, present, facet.limit)
    chosen = [(column.values[place], count) for place, count in most]
    if facet.always:
        given = {value for value, _ in chosen}
        for value in sorted(facet.always - given):
            ordinal = column.ordinal_of.get(value)
            chosen.append((value, 0 if ordinal is None else int(counts[ordinal])))
    return chosen, len(present)


def _most_frequent(counts: Array, present: Array, limit: int | None) -> list[tuple[int, int]]:
    """(place, count) of the highest counts among the places ``present``; equal ones by place."""
    if limit == 0:
        return []
    size = len(counts)
    # One number orders both: the count, then the place from the end.
    keys = counts.take(present)
    keys *= size
    keys -= present
    if limit and limit < len(keys):
        keys.partition(len(keys) - limit)
        keys = keys[-limit:]
    ordered = sorted(keys.tolist(), reverse=True)
    return [(-key % size, -(-key // size)) for key in ordered]
