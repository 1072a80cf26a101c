"""The counted values of a facet, in their order."""

from __future__ import annotations

import numpy as np

from search.engine.blocks import Array
from search.engine.records import FacetRequest
from search.engine.values import ValueColumn


def count_facet(
    column: ValueColumn, docs: Array, facet: FacetRequest
) -> tuple[list[tuple[str, int]], int]:
    """The values asked for with their counts, and how many values occur at all."""
    counts = column.count(docs)
    eligible = counts
    if facet.prefix:
        eligible = np.where(column.prefix_mask(facet.prefix), counts, 0)
    values = column.values
    most = _most_frequent(eligible, column.places_from_end, facet.limit)
    chosen = [(values[place], count) for place, count in most]
    if facet.always:
        given = {value for value, _ in chosen}
        for value in sorted(facet.always - given):
            ordinal = column.ordinal_of.get(value)
            chosen.append((value, 0 if ordinal is None else int(counts[ordinal])))
    return chosen, int(np.count_nonzero(eligible))


def _most_frequent(
    counts: Array, places_from_end: Array, limit: int | None
) -> list[tuple[int, int]]:
    """(place, count) of the highest counts above zero; equal counts by place."""
    size = len(counts)
    if not size:
        return []
    # One number orders both: the count, then the place from the end.
    keys = counts * size
    keys += places_from_end
    if limit is not None and limit < size:
        keys.partition(size - limit)
        keys = keys[size - limit :]
    keys.sort()
    return [(size - 1 - key % size, key // size) for key in keys.tolist()[::-1] if key >= size]
