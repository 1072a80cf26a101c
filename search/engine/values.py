"""A keyword field over all segments of a snapshot: one dictionary, one column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search.engine.blocks import Array
from search.engine.segment import Segment

_GATHERING_COST: Final = 4.5
"""How much longer a value takes that is gathered by document than one summed by value (measured)."""

_FEW: Final = 10
"""Documents whose values are gathered one by one in less time than at once (measured)."""


class ValueColumn:
    """The values of a keyword field, sorted, and the ordinals of each document's values.

    ``single`` gives one ordinal a document; ``len(values)`` stands for none.
    """

    def __init__(self, values: list[str], starts: Array, ordinals: Array) -> None:
        self.values = values
        self._starts = starts
        self._ordinals = ordinals
        self._counts = np.diff(starts)
        self.is_single = bool((self._counts <= 1).all())

    @cached_property
    def ordinal_of(self) -> dict[str, int]:
        return {value: ordinal for ordinal, value in enumerate(self.values)}

    @cached_property
    def single(self) -> Array:
        single = np.full(len(self._counts), len(self.values), _ordinal_type(self.values))
        single[self._counts == 1] = self._ordinals
        return single

    @property
    def has_value(self) -> Array:
        """For each document, whether it has a value."""
        present: Array = self._counts > 0
        return present

    def count(self, docs: Array) -> Array:
        """How many of the distinct ``docs`` have each value."""
        share = len(docs) / (len(self._counts) or 1)
        if not self.is_single and share * _GATHERING_COST > 1 and self.values:
            return self._summed(docs)
        return self.add_up(self.ordinals_of(docs))

    def add_up(self, ordinals: Array) -> Array:
        """How often each value is among ``ordinals``."""
        size = len(self.values)
        counts: Array = np.bincount(ordinals, minlength=size + 1)[:size]
        return counts

    def ordinals_of(self, docs: Array) -> Array:
        """The ordinals of all values of ``docs``; ``len(values)`` may stand for none."""
        if self.is_single:
            ordinals: Array = self.single.take(docs, mode="clip")
            return ordinals
        if 0 < len(docs) <= _FEW:
            starts, every = self._starts.data, self._ordinals
            return np.concatenate([every[starts[d] : starts[d + 1]] for d in docs.tolist()])
        counts = self._counts.take(docs, mode="clip")
        ends = counts.cumsum()
        index = (self._starts.take(docs, mode="clip") - (ends - counts)).repeat(counts)
        index += np.arange(len(index))
        gathered: Array = self._ordinals.take(index, mode="clip")
        return gathered

    def _summed(self, docs: Array) -> Array:
        """The counts from the other side: for each value, which of its documents are there."""
        by_value, begins, kind = self._transposed
        present = np.zeros(len(self._counts), kind)
        present[docs] = 1
        sums = np.add.reduceat(present.take(by_value, mode="clip"), begins)
        return sums.astype(np.int64)

    @cached_property
    def _transposed(self) -> tuple[Array, Array, type[np.generic]]:
        """The documents of each value, where each value's begin, and what counts of them fit into.

        Sums of 16 bits are the fastest that do not overflow."""
        order = np.argsort(self._ordinals, kind="stable")
        owners = np.arange(len(self._counts)).repeat(self._counts)
        totals = np.bincount(self._ordinals, minlength=len(self.values))
        kind = np.uint16 if totals.max() < 1 << 16 else np.int32
        return owners[order], totals.cumsum() - totals, kind

    def prefix_mask(self, prefix: str) -> Array:
        """For each value, whether it begins with ``prefix``."""
        return np.fromiter((v.startswith(prefix) for v in self.values), np.bool_, len(self.values))


def read_values(segments: Sequence[Segment], field: str) -> ValueColumn:
    """Join the columns of ``field``, renumbering the values where the dictionaries differ."""
    names = [segment.file.values(field) for segment in segments]
    columns = [segment.file.keyword_column(field) for segment in segments]
    union = _sorted_union(names)
    ordinal_of: dict[str, int] = {}
    kind = _ordinal_type(union)
    starts, ordinals, offset = [np.zeros(1, np.int64)], [np.empty(0, kind)], 0
    for values, column in zip(names, columns, strict=True):
        numbers = column.ordinals.astype(kind)
        if values is not union:
            ordinal_of = ordinal_of or {value: ordinal for ordinal, value in enumerate(union)}
            renumbering = np.fromiter(map(ordinal_of.__getitem__, values), kind, len(values))
            numbers = renumbering[numbers]
        starts.append(column.starts[1:].astype(np.int64) + offset)
        ordinals.append(numbers)
        offset += len(numbers)
    return ValueColumn(union, np.concatenate(starts), np.concatenate(ordinals))


def _ordinal_type(values: Sequence[str]) -> type[np.generic]:
    """What the values of a column are numbered with, one number past them included."""
    return np.uint16 if len(values) < 1 << 16 else np.int32


def _sorted_union(names: Sequence[list[str]]) -> list[str]:
    """All values; the longest list itself where it has them all, as after a small edit."""
    longest = max(names, key=len, default=[])
    everything = set(longest).union(*names)
    return longest if len(everything) == len(longest) else sorted(everything)
