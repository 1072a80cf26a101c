"""Counts of two columns together: how many documents have a value of the one and of the other."""

from __future__ import annotations

from typing import Final

import numpy as np

from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.storage.block_files import Array

NO_VALUE: Final = ""
"""Stands for the value of a document that has none."""
_MOST_COUNTERS: Final = 1 << 20
"""Pairs up to which each has a counter of its own: beyond, those that occur are sorted."""


def cross_counts(
    reader: CompositeReader, docs: Array, rows: str, columns: str
) -> dict[tuple[str, str], int]:
    """Return (value of ``rows``, value of ``columns``) → the documents of ``docs`` that have both.

    Both fields have at most one value of a document; ``NO_VALUE`` stands for none. Pairs that no
    document has are left out. Raises ``UnknownFieldError``.
    """
    by_row, by_column = reader.values(rows), reader.values(columns)
    width = len(by_column.values) + 1
    pairs = by_row.single[docs].astype(np.int64) * width + by_column.single[docs]
    found, counts = _counted(pairs, (len(by_row.values) + 1) * width)
    row_names, column_names = (*by_row.values, NO_VALUE), (*by_column.values, NO_VALUE)
    return {
        (row_names[pair // width], column_names[pair % width]): count
        for pair, count in zip(found.tolist(), counts.tolist(), strict=True)
    }


def _counted(pairs: Array, size: int) -> tuple[Array, Array]:
    """Return the numbers that occur among ``pairs``, all below ``size``, and how often each does."""
    if size > _MOST_COUNTERS:
        found, counts = np.unique(pairs, return_counts=True)
        return found, counts
    counters = np.bincount(pairs, minlength=size)
    found = np.flatnonzero(counters)
    return found, counters[found]
