"""The documents of terms of a text field as sets of matches, scored by BM25F."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeGuard

import numpy as np

from search.engine.alignment import Alignment
from search.engine.blocks import Array
from search.engine.matches import Matches, SummedMatches
from search.engine.sources import TermSource
from search.engine.term import Term

_TOGETHER: Final = 4096
"""Documents up to which the scores of all terms are worked out as one table."""


class TermMatches:
    """The documents of one term."""

    def __init__(self, source: TermSource, field: str, term: Term, boost: float) -> None:
        self.source = source
        self.field = field
        self.term = term
        self.boost = boost
        self.contains = term.contains
        self._docs: Array | None = None

    def __len__(self) -> int:
        return len(self.term.docs)

    @property
    def docs(self) -> Array:
        if self._docs is None:
            self._docs = self.term.docs.astype(np.int64)
        return self._docs

    def scores(self, docs: Array) -> Array:
        scores = self.source.term_scores(self.field, self.term, docs)
        return scores if self.boost == 1.0 else scores * self.boost


class SummedTerms(SummedMatches):
    """Documents scored by the sum over terms of one field, none of them boosted."""

    def __init__(self, docs: Array, parts: Sequence[TermMatches]) -> None:
        super().__init__(docs, parts)
        self._source = parts[0].source
        self._field = parts[0].field
        self._terms = [part.term for part in parts]

    def _combined(self, docs: Array) -> Array:
        if len(docs) > _TOGETHER:
            return super()._combined(docs)
        frequencies = [term.frequencies_in(docs) for term in self._terms]
        return self._source.summed_scores(self._field, self._terms, docs, frequencies)


class AlignedTerms(SummedTerms):
    """Documents that have all of the terms."""

    def __init__(self, alignment: Alignment, parts: Sequence[TermMatches]) -> None:
        super().__init__(alignment.docs, parts)
        self._alignment = alignment

    def scores(self, docs: Array) -> Array:
        if docs is not self.docs:
            return super().scores(docs)
        terms, _, places = self._alignment
        frequencies = [term.freqs[own] for term, own in zip(terms, places, strict=True)]
        return self._source.summed_scores(self._field, terms, docs, frequencies)


def are_summable(parts: Sequence[Matches]) -> TypeGuard[Sequence[TermMatches]]:
    """Whether ``parts`` are several terms of one field, none of them boosted."""
    first = parts[0]
    return (
        len(parts) > 1
        and isinstance(first, TermMatches)
        and all(
            isinstance(part, TermMatches) and part.boost == 1.0 and part.field == first.field
            for part in parts
        )
    )


def summed(docs: Array, parts: Sequence[Matches]) -> SummedMatches:
    """``docs``, chosen from those of ``parts``, scored by the sum over the parts."""
    return SummedTerms(docs, parts) if are_summable(parts) else SummedMatches(docs, parts)
