"""The counted values of a facet, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Final

from search.engine.blocks import Array
from search.engine.records import FacetRequest
from search.engine.values import ValueColumn

_FEW_DOCUMENTS: Final = 64
_FEW: Final = 96
"""Values to count up to which a dictionary takes less time than arrays (measured)."""


def count_facet(
    column: ValueColumn, docs: Array, facet: FacetRequest
) -> tuple[list[tuple[str, int]], int]:
    """The values asked for with their counts, and how many values occur at all."""
    if len(docs) <= _FEW_DOCUMENTS and len(ordinals := column.ordinals_of(docs)) <= _FEW:
        most, distinct, count_of = _few(column, ordinals.tolist(), facet)
    else:
        most, distinct, count_of = _many(column, column.count(docs), facet)
    chosen = [(column.values[place], count) for place, count in most]
    if facet.always:
        given = {value for value, _ in chosen}
        for value in sorted(facet.always - given):
            ordinal = column.ordinal_of.get(value)
            chosen.append((value, 0 if ordinal is None else count_of(ordinal)))
    return chosen, distinct


Counted = tuple[list[tuple[int, int]], int, Callable[[int], int]]
"""(ordinal, count) of the most frequent values, how many occur, the count of any ordinal."""


def _few(column: ValueColumn, ordinals: list[int], facet: FacetRequest) -> Counted:
    counts = Counter(ordinals)
    counts.pop(len(column.values), None)
    present = sorted(counts)
    if facet.prefix:
        values, prefix = column.values, facet.prefix
        present = [place for place in present if values[place].startswith(prefix)]
    # The sort is stable: equal counts stay in the order of their values.
    most = sorted(present, key=counts.__getitem__, reverse=True)[: facet.limit]
    return [(place, counts[place]) for place in most], len(present), counts.__getitem__


def _many(column: ValueColumn, counts: Array, facet: FacetRequest) -> Counted:
    present = counts.nonzero()[0]
    if facet.prefix:
        present = present[column.prefix_mask(facet.prefix)[present]]
    most = _most_frequent(counts, present, facet.limit)
    return most, len(present), lambda ordinal: int(counts[ordinal])


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
