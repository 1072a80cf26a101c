"""Sort keys of documents from columns: lower first, missing values last."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.blocks import Array
from search.engine.columns import MISSING
from search.engine.errors import UnknownFieldError
from search.engine.sources import TermSource

_LAST = np.iinfo(np.int64).max


def sort_keys(source: TermSource, sort: Sequence[tuple[str, bool]], docs: Array) -> list[Array]:
    """One key a (field, descending). Raises ``UnknownFieldError`` unless there is a column."""
    return [_key(source, field, descending, docs) for field, descending in sort]


def _key(source: TermSource, field: str, descending: bool, docs: Array) -> Array:
    if field in source.schema.numbers:
        values = source.numbers(field)[docs]
        missing = values == MISSING
    else:
        column = source.values(field)
        if not column.is_single:
            raise UnknownFieldError(field, "single-valued field to sort by")
        values = column.single[docs].astype(np.int64)
        missing = values == len(column.values)
    keys: Array = np.where(missing, _LAST, -values if descending else values)
    return keys
