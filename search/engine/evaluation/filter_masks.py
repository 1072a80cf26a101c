"""Filters as masks over all documents, kept between searches, and the matches that pass them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Final

import numpy as np

from search.contract import AnyFilter, EitherFilter, Filter, UnknownFieldError
from search.engine.evaluation.composite_reader import ByteCache, CompositeReader
from search.engine.evaluation.document_sets import selected
from search.engine.storage.block_files import Array
from search.engine.storage.term_dictionary import encode

_MASK_BYTES: Final = 8 << 20
"""Bytes of masks that one snapshot keeps: two hundred at 40,000 documents."""


class FilteredMatches:
    """Matching documents and, for each filter, which of them pass it."""

    def __init__(self, docs: Array, fields: list[str], masks: list[Array]) -> None:
        self._docs = docs
        self._fields = fields
        self._masks = masks

    def docs(self, ignoring: frozenset[str] = frozenset()) -> Array:
        """Return the documents that pass every filter but those on the fields ``ignoring``."""
        if not self._masks:
            return self._docs
        masks = [m for f, m in zip(self._fields, self._masks, strict=True) if f not in ignoring]
        return selected(self._docs, reduce(np.logical_and, masks)) if masks else self._docs


class FilterMasks:
    """Makes the mask of a filter and remembers it for the life of the snapshot."""

    def __init__(self, reader: CompositeReader) -> None:
        self._reader = reader
        self._masks: ByteCache[Array] = ByteCache(_MASK_BYTES)

    def filtered(self, filters: Sequence[AnyFilter], docs: Array) -> FilteredMatches:
        """Return the matches ``docs`` with what each of ``filters`` says of them."""
        return FilteredMatches(
            docs, [f.field for f in filters], [self.mask(f)[docs] for f in filters]
        )

    def mask(self, condition: AnyFilter) -> Array:
        """Return for each document whether it passes ``condition``."""
        mask = self._masks.get(condition)
        if mask is None:
            mask = self._make(condition)
            self._masks.put(condition, mask, mask.nbytes)
        return mask

    def _make(self, condition: AnyFilter) -> Array:
        if isinstance(condition, EitherFilter):
            return reduce(np.logical_or, map(self.mask, condition.filters))
        return self._mask_of_values(condition)

    def _mask_of_values(self, condition: Filter) -> Array:
        schema = self._reader.schema
        if condition.field not in schema.keywords and condition.field != schema.key.name:
            raise UnknownFieldError(condition.field, "keyword field")
        mask = np.full(self._reader.document_count_all, not condition.any_of)
        mask[self._docs(condition.field, condition.any_of)] = True
        mask[self._docs(condition.field, condition.none_of)] = False
        return mask

    def _docs(self, field: str, values: frozenset[str]) -> Array:
        return self._reader.any_docs(field, [encode(value) for value in values])
