"""The documents of terms of a text field as sets of matches, scored by BM25F."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

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
        self.docs = term.docs

    def contains(self, docs: Array) -> Array:
        present: Array = self.term.frequencies_in(docs) != 0
        return present

    def scores(self, docs: Array) -> Array:
        scores = self.source.term_scores(self.field, self.term, docs)
        return scores if self.boost == 1.0 else scores * self.boost


class _SummedTerms(SummedMatches):
    """Documents scored by the sum over terms of one field, none of them boosted."""

    def __init__(self, docs: Array, parts: Sequence[TermMatches]) -> None:
        super().__init__(docs, parts)
        self._source = parts[0].source
        self._field = parts[0].field
        self._terms = [part.term for part in parts]

    def _combined(self, docs: Array) -> Array:
        if len(docs) > _TOGETHER:
            return super()._combined(docs)
        return self._source.summed_scores(self._field, self._terms, docs)


def summed(docs: Array, parts: Sequence[Matches]) -> SummedMatches:
    """``docs``, chosen from those of ``parts``, scored by the sum over the parts."""
    terms = [p for p in parts if isinstance(p, TermMatches) and p.boost == 1.0]
    if 1 < len(parts) == len(terms) and len({part.field for part in terms}) == 1:
        return _SummedTerms(docs, terms)
    return SummedMatches(docs, parts)
