"""Filters as masks over all documents, kept between searches, and who passes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from search.engine.blocks import Array
from search.engine.cache import ByteCache
from search.engine.columns import MISSING
from search.engine.docsets import kept
from search.engine.errors import UnknownFieldError
from search.engine.records import AnyFilter, EitherFilter, Filter, RangeFilter
from search.engine.sources import TermSource
from search.engine.texts import encode

_MASK_BYTES = 8 << 20


class Passing:
    """Matching documents and, for each filter, which of them pass it."""

    def __init__(self, docs: Array, fields: list[str], masks: list[Array]) -> None:
        self._docs = docs
        self._fields = fields
        self._masks = masks

    def all(self) -> Array:
        return self.all_but(frozenset())

    def all_but(self, ignored: set[str] | frozenset[str]) -> Array:
        """The documents that pass every filter that is not on one of the fields ``ignored``."""
        if not self._masks:
            return self._docs
        masks = [m for f, m in zip(self._fields, self._masks, strict=True) if f not in ignored]
        return kept(self._docs, reduce(np.logical_and, masks)) if masks else self._docs


class FilterMasks:
    """Makes the mask of a filter and remembers it for the life of the snapshot."""

    def __init__(self, source: TermSource) -> None:
        self._source = source
        self._masks: ByteCache[Array] = ByteCache(_MASK_BYTES)

    def passing(self, filters: Sequence[AnyFilter], docs: Array) -> Passing:
        return Passing(docs, [f.field for f in filters], [self.mask(f)[docs] for f in filters])

    def mask(self, wanted: AnyFilter) -> Array:
        """For each document, whether it passes ``wanted``."""
        found = self._masks.get(wanted)
        if found is None:
            found = self._made(wanted)
            self._masks.put(wanted, found, found.nbytes)
        return found

    def _made(self, wanted: AnyFilter) -> Array:
        if isinstance(wanted, EitherFilter):
            return reduce(np.logical_or, map(self.mask, wanted.filters))
        return self._range(wanted) if isinstance(wanted, RangeFilter) else self._values(wanted)

    def _range(self, wanted: RangeFilter) -> Array:
        column = self._source.numbers(wanted.field)
        mask: Array = column != MISSING
        if wanted.at_least is not None:
            mask &= column >= wanted.at_least
        if wanted.at_most is not None:
            mask &= column <= wanted.at_most
        return mask

    def _values(self, wanted: Filter) -> Array:
        schema = self._source.schema
        if wanted.field not in schema.keywords and wanted.field != schema.key.name:
            raise UnknownFieldError(wanted.field, "keyword field")
        mask = np.full(self._source.document_count_all, not wanted.any_of)
        mask[self._docs(wanted.field, wanted.any_of)] = True
        mask[self._docs(wanted.field, wanted.none_of)] = False
        return mask

    def _docs(self, field: str, values: frozenset[str]) -> Array:
        return self._source.any_docs(field, [encode(value) for value in values])
