"""A keyword field over all segments of a snapshot: one dictionary, one column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.blocks import Array
from search.engine.segment import Segment
from search.engine.texts import decode


class ValueColumn:
    """The values of a keyword field, sorted, and the ordinals of each document's values.

    ``single`` gives one ordinal a document; ``len(values)`` stands for none.
    """

    def __init__(self, values: list[str], starts: Array, ordinals: Array) -> None:
        self.values = values
        self.ordinal_of = {value: ordinal for ordinal, value in enumerate(values)}
        self._starts = starts
        self._ordinals = ordinals
        counts = np.diff(starts)
        self.is_single = bool((counts <= 1).all())
        self._counts = counts
        if self.is_single:
            self.single = np.full(len(counts), len(values), np.int64)
            self.single[counts == 1] = ordinals

    @property
    def has_value(self) -> Array:
        """For each document, whether it has a value."""
        present: Array = self._counts > 0
        return present

    def count(self, docs: Array) -> Array:
        """How many of the distinct ``docs`` have each value."""
        size = len(self.values)
        if self.is_single:
            return np.bincount(self.single[docs], minlength=size + 1)[:size]
        counts = self._counts[docs]
        ends = counts.cumsum()
        index = np.repeat(self._starts[docs] - (ends - counts), counts)
        index += np.arange(len(index))
        return np.bincount(self._ordinals[index], minlength=size)

    def prefix_mask(self, prefix: str) -> Array:
        """For each value, whether it begins with ``prefix``."""
        return np.fromiter((v.startswith(prefix) for v in self.values), np.bool_, len(self.values))


def read_values(segments: Sequence[Segment], field: str) -> ValueColumn:
    """Join the columns of ``field``, renumbering the values where the dictionaries differ."""
    terms = [segment.file.postings(field).dictionary.terms() for segment in segments]
    columns = [segment.file.keyword_column(field) for segment in segments]
    union = terms[0] if len(terms) == 1 else sorted(set().union(*terms))
    ordinal_of = {term: ordinal for ordinal, term in enumerate(union)}
    starts, ordinals, offset = [np.zeros(1, np.int64)], [np.empty(0, np.int64)], 0
    for names, column in zip(terms, columns, strict=True):
        renumbering = np.fromiter(map(ordinal_of.__getitem__, names), np.int64, len(names))
        starts.append(column.starts[1:].astype(np.int64) + offset)
        ordinals.append(renumbering[column.ordinals])
        offset += len(column.ordinals)
    return ValueColumn([decode(t) for t in union], np.concatenate(starts), np.concatenate(ordinals))
