"""A keyword field over all segments of a snapshot: its values, and how many documents have each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search.contract import FacetRequest
from search.engine.storage.block_files import Array
from search.engine.storage.segment_files import Segment

_AT_ONCE: Final = 4096
"""Documents whose values are gathered and counted together, in arrays that a cache holds.

All at once takes 1,810 microseconds in place of 1,692 where a query finds more than 10,000.
"""
_FEW: Final = 8
"""Documents up to which a dictionary counts values in less time than arrays.

A query with three facets takes 270 microseconds in place of 318 where it finds one, 290 in
place of 333 where it finds 2 to 4; past 8 nothing is gained (``benchmarks.few_documents``).
"""


class ValueColumn:
    """The values of a keyword field, sorted, and the ordinals of each document's values.

    ``single`` gives one ordinal a document; ``len(values)`` stands for none.
    """

    def __init__(self, values: list[str], starts: Array, ordinals: Array) -> None:
        self.values = values
        self._starts = starts
        self._ordinals = ordinals
        self._counts = np.diff(starts).astype(np.int32)
        self.is_single = bool((self._counts <= 1).all())

    @cached_property
    def ordinal_of(self) -> dict[str, int]:
        """The ordinal of each value."""
        return {value: ordinal for ordinal, value in enumerate(self.values)}

    @cached_property
    def single(self) -> Array:
        """The one ordinal of each document."""
        single = np.full(len(self._counts), len(self.values), _ordinal_type(self.values))
        single[self._counts == 1] = self._ordinals
        return single

    @property
    def has_value(self) -> Array:
        """For each document, whether it has a value."""
        present: Array = self._counts > 0
        return present

    def count(self, docs: Array) -> Array:
        """Return how many of the distinct ``docs`` have each value.

        Of more than half of all documents, the others are counted and taken off the totals.
        """
        if 2 * len(docs) > len(self._counts):
            others = np.ones(len(self._counts), np.bool_)
            others[docs] = False
            return self._totals - self._added(others.nonzero()[0])
        return self._added(docs)

    def _added(self, docs: Array) -> Array:
        """Return the counts of ``docs``, some at a time: what is gathered of many at once is large."""
        if len(docs) <= _AT_ONCE:
            return self.add_up(self.ordinals_of(docs))
        counts: Array = np.zeros(len(self.values), np.int64)
        for start in range(0, len(docs), _AT_ONCE):
            counts += self.add_up(self.ordinals_of(docs[start : start + _AT_ONCE]))
        return counts

    def count_groups(self, docs: Array, groups: Array) -> Array:
        """Return how many ``groups`` have each value, of which each of ``docs`` is in one.

        A group has the values of all its documents, each once.
        """
        if not self.is_single:
            groups = groups.repeat(self._counts.take(docs))
        width = len(self.values) + 1
        pairs = np.unique(groups.astype(np.int64) * width + self.ordinals_of(docs))
        return self.add_up(pairs % width)

    def count_few(self, docs: list[int]) -> dict[int, int]:
        """Return how many of ``docs`` have each value that occurs: as ``count``, one by one."""
        counts: dict[int, int] = {}
        starts, ordinals, single = self._views
        if self.is_single:
            for doc in docs:
                ordinal = single[doc]
                counts[ordinal] = counts.get(ordinal, 0) + 1
            counts.pop(len(self.values), None)
            return counts
        for doc in docs:
            for ordinal in ordinals[starts[doc] : starts[doc + 1]]:
                counts[ordinal] = counts.get(ordinal, 0) + 1
        return counts

    @cached_property
    def _views(self) -> tuple[memoryview, memoryview, memoryview]:
        """What Python reads one by one faster than arrays."""
        single = self.single.data if self.is_single else memoryview(b"")
        return self._starts.data, self._ordinals.data, single

    def add_up(self, ordinals: Array) -> Array:
        """Return how often each value is among ``ordinals``."""
        size = len(self.values)
        counts: Array = np.bincount(ordinals, minlength=size + 1)[:size]
        return counts

    def ordinals_of(self, docs: Array) -> Array:
        """Return the ordinals of all values of ``docs``; ``len(values)`` may stand for none."""
        if self.is_single:
            ordinals: Array = self.single.take(docs, mode="clip")
            return ordinals
        counts = self._counts.take(docs, mode="clip")
        ends = counts.cumsum()
        index = (self._starts.take(docs, mode="clip") - (ends - counts)).repeat(counts)
        index += np.arange(len(index))
        gathered: Array = self._ordinals.take(index, mode="clip")
        return gathered

    @cached_property
    def _totals(self) -> Array:
        """How many documents, the deleted included, have each value."""
        return self.add_up(self._ordinals)

    def prefix_mask(self, prefix: str) -> Array:
        """Return for each value whether it begins with ``prefix``."""
        return np.fromiter((v.startswith(prefix) for v in self.values), np.bool_, len(self.values))


def read_values(segments: Sequence[Segment], field: str) -> ValueColumn:
    """Return the joined columns of ``field``, values renumbered where the dictionaries differ."""
    names = [segment.file.values(field) for segment in segments]
    columns = [segment.file.keyword_column(field) for segment in segments]
    if len(segments) == 1:  # The pages of its file, which cost no memory of our own.
        return ValueColumn(names[0], columns[0].starts, columns[0].ordinals)
    union = _sorted_union(names)
    ordinal_of: dict[str, int] = {}
    kind = _ordinal_type(union)
    starts, ordinals, offset = [np.zeros(1, np.uint32)], [np.empty(0, kind)], 0
    for values, column in zip(names, columns, strict=True):
        numbers = column.ordinals.astype(kind)
        if values is not union:
            ordinal_of = ordinal_of or {value: ordinal for ordinal, value in enumerate(union)}
            renumbering = np.fromiter(map(ordinal_of.__getitem__, values), kind, len(values))
            numbers = renumbering[numbers]
        starts.append(column.starts[1:] + np.uint32(offset))
        ordinals.append(numbers)
        offset += len(numbers)
    return ValueColumn(union, np.concatenate(starts), np.concatenate(ordinals))


def _ordinal_type(values: Sequence[str]) -> type[np.generic]:
    """Return the type that numbers the values of a column, one number past them included."""
    return np.uint16 if len(values) < 1 << 16 else np.int32


def _sorted_union(names: Sequence[list[str]]) -> list[str]:
    """Return all values; the longest list itself where it has them all, as after a small edit."""
    longest = max(names, key=len, default=[])
    everything = set(longest).union(*names)
    return longest if len(everything) == len(longest) else sorted(everything)


def count_facet(
    column: ValueColumn, docs: Array, facet: FacetRequest, grouping: ValueColumn | None = None
) -> tuple[list[tuple[str, int]], int]:
    """Return the values asked for with their counts, and how many values occur at all.

    Documents with one value in the single-valued column ``grouping`` count as one, so that a
    value's count is what a search for it would find with these folded.
    """
    if grouping is None and len(docs) <= _FEW:
        return _count_few(column, docs.tolist(), facet)
    counts = column.count(docs) if grouping is None else _count_folded(column, docs, grouping)
    present = counts.nonzero()[0]
    if facet.prefix:
        present = present[column.prefix_mask(facet.prefix)[present]]
    most = _most_frequent(counts, present, facet.limit)
    chosen = [(column.values[place], count) for place, count in most]
    if facet.always:
        chosen += _always(column, facet, chosen, lambda ordinal: int(counts[ordinal]))
    return chosen, len(present)


def _count_folded(column: ValueColumn, docs: Array, grouping: ValueColumn) -> Array:
    groups = grouping.single.take(docs)
    is_grouped = groups != len(grouping.values)
    in_groups = column.count_groups(docs[is_grouped], groups[is_grouped])
    counts: Array = column.count(docs[~is_grouped]) + in_groups
    return counts


def _count_few(
    column: ValueColumn, docs: list[int], facet: FacetRequest
) -> tuple[list[tuple[str, int]], int]:
    """Return what ``count_facet`` does, counted one by one: quicker than arrays for a few."""
    values, counts = column.values, column.count_few(docs)
    present = sorted(counts)
    if facet.prefix:
        present = [place for place in present if values[place].startswith(facet.prefix)]
    # The sort is stable: equal counts stay in the order of their values.
    most = sorted(present, key=counts.__getitem__, reverse=True)[: facet.limit]
    chosen = [(values[place], counts[place]) for place in most]
    if facet.always:
        chosen += _always(column, facet, chosen, lambda ordinal: counts.get(ordinal, 0))
    return chosen, len(present)


def _always(
    column: ValueColumn,
    facet: FacetRequest,
    chosen: list[tuple[str, int]],
    count_of: Callable[[int], int],
) -> list[tuple[str, int]]:
    """Return the values to be given in any case that ``chosen`` lacks, with their counts."""
    missing = sorted(facet.always - {value for value, _ in chosen})
    ordinals = [column.ordinal_of.get(value) for value in missing]
    return [(v, 0 if o is None else count_of(o)) for v, o in zip(missing, ordinals, strict=True)]


def _most_frequent(counts: Array, present: Array, limit: int | None) -> list[tuple[int, int]]:
    """Return (place, count) of the highest counts among the places ``present``; equal ones by place."""
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
