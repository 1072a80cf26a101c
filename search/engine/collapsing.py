"""One document for each value of a column: the best by the sort keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.blocks import Array
from search.engine.errors import UnknownFieldError
from search.engine.values import ValueColumn


def collapse(column: ValueColumn, docs: Array, keys: Sequence[Array]) -> tuple[Array, Array]:
    """The places in ``docs`` that stay, ascending, and how many documents each stands for besides.

    ``keys`` are sort keys beside ``docs``, lower is better; equal documents stay in
    order. A document without a value stands for itself.
    """
    if not column.is_single:
        raise UnknownFieldError(column.values[0] if column.values else "", "single-valued field")
    groups = column.single[docs].astype(np.int64)
    missing = groups == len(column.values)
    groups[missing] = len(column.values) + np.arange(np.count_nonzero(missing))
    order = np.lexsort([*reversed(keys), groups])
    grouped = groups[order]
    heads = np.flatnonzero(
        np.concatenate([[True], grouped[1:] != grouped[:-1]]) if len(order) else []
    )
    sizes = np.diff(heads, append=len(order)) - 1
    places = order[heads]
    back = np.argsort(places)
    return places[back], sizes[back]
