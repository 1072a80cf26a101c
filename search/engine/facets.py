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
    order = _most_frequent(eligible, facet.limit)
    chosen = [(column.values[place], int(counts[place])) for place in order.tolist()]
    given = {value for value, _ in chosen}
    for value in sorted(facet.always - given):
        ordinal = column.ordinal_of.get(value)
        chosen.append((value, 0 if ordinal is None else int(counts[ordinal])))
    return chosen, int(np.count_nonzero(eligible))


def _most_frequent(counts: Array, limit: int | None) -> Array:
    """The places of the highest counts above zero; equal counts by place."""
    if limit is not None and limit < len(counts):
        threshold = max(1, int(np.partition(counts, -limit - 1)[-limit - 1]))
        places = np.flatnonzero(counts >= threshold)
    else:
        places = np.flatnonzero(counts)
    order = np.argsort(-counts[places], kind="stable")
    return places[order[:limit]]
