"""The order of hits: sort keys, one document for each value, and the first of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.contract import UnknownFieldError
from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.evaluation.facet_counts import ValueColumn
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import MISSING

_BLOCK: Final = 32
"""Scores of which only the greatest is looked at to find a bound for the best ones."""
_LAST: Final = np.iinfo(np.int64).max
"""The sort key of a document without a value."""


def sort_keys(
    reader: CompositeReader, sort: Sequence[tuple[str, bool]], docs: Array
) -> list[Array]:
    """Return a key for each (field, descending): lower first, missing values last.

    Raises ``UnknownFieldError`` unless there is a column.
    """
    return [_key(reader, field, descending, docs) for field, descending in sort]


def _key(reader: CompositeReader, field: str, descending: bool, docs: Array) -> Array:
    if field in reader.schema.numbers:
        values = reader.numbers(field)[docs]
        missing = values == MISSING
    elif field == reader.schema.key.name:
        values = _key_places(reader, docs)
        missing = np.zeros(len(docs), np.bool_)
    else:
        column = _single_column(reader, field, "single-valued field to sort by")
        values = column.single[docs].astype(np.int64)
        missing = values == len(column.values)
    keys: Array = np.where(missing, _LAST, -values if descending else values)
    return keys


def _key_places(reader: CompositeReader, docs: Array) -> Array:
    """Return the place of each document by its key, shorter ones first: numbers by their value."""
    keys = np.array(reader.keys(docs.tolist()), dtype=np.str_)
    places = np.empty(len(keys), np.int64)
    places[np.lexsort((keys, np.strings.str_len(keys)))] = np.arange(len(keys))
    return places


def _single_column(reader: CompositeReader, field: str, needed: str) -> ValueColumn:
    column = reader.values(field)
    if not column.is_single:
        raise UnknownFieldError(field, needed)
    return column


def grouping_column(reader: CompositeReader, field: str) -> ValueColumn:
    """Return the column to collapse by. Raises ``UnknownFieldError`` where it has many values."""
    return _single_column(reader, field, "single-valued field to collapse by")


def count_groups(reader: CompositeReader, field: str, docs: Array) -> int:
    """Return how many documents ``collapse`` would keep."""
    column = grouping_column(reader, field)
    groups = column.single.take(docs)
    is_alone = groups == len(column.values)
    return int(np.count_nonzero(is_alone)) + len(np.unique(groups[~is_alone]))


def collapse(
    reader: CompositeReader, field: str, docs: Array, keys: Sequence[Array]
) -> tuple[Array, Array]:
    """Return the places in ``docs`` that stay, ascending, and how many others each stands for.

    Of the documents of one value of ``field`` the best by ``keys`` stays. These are sort
    keys beside ``docs``, lower is better; equal documents stay in order. A document
    without a value stands for itself. Raises ``UnknownFieldError``.
    """
    column = grouping_column(reader, field)
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


def highest(scores: Array, count: int) -> Array:
    """Return the places of the ``count`` highest ``scores``, highest first, equal ones by place."""
    places = _contenders(scores, count)
    if places is None:
        return np.negative(scores).argsort(kind="stable")[:count]
    order = np.negative(scores[places]).argsort(kind="stable")
    return places[order[:count]]


def lowest(keys: Sequence[Array], count: int) -> Array:
    """Return the places of the ``count`` lowest rows of ``keys``, the first key weighing most."""
    places = _contenders(np.negative(keys[0]), count)
    if places is None:
        return np.lexsort(keys[::-1])[:count]
    order = np.lexsort([key[places] for key in reversed(keys)])
    return places[order[:count]]


def _contenders(scores: Array, count: int) -> Array | None:
    """Return the places, ascending, of all that may be among the ``count`` highest; ``None``: any.

    Of the greatest of each block, the ``count``-th highest is no higher than the
    ``count``-th highest of all.
    """
    blocks = len(scores) // _BLOCK
    if blocks <= 2 * count or count < 1:
        return None
    greatest = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
    greatest.partition(blocks - count)
    found: Array = (scores >= greatest[blocks - count]).nonzero()[0]
    return found
