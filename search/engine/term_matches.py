"""The documents of terms of a text field as sets of matches, scored by BM25F."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import numpy as np

from search.engine.alignment import Alignment
from search.engine.blocks import Array
from search.engine.matches import Matches, SummedMatches
from search.engine.sources import TermSource
from search.engine.term import Term, joined


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


class AlignedTerms(SummedMatches):
    """Documents that have all of several terms of one field, none of them boosted."""

    def __init__(
        self, source: TermSource, field: str, terms: Sequence[Term], found: Sequence[Alignment]
    ) -> None:
        docs = [each.docs.astype(np.int64) + each.occurrences[0].base for each in found]
        super().__init__(joined(docs), ())
        self._source = source
        self._field = field
        self._terms = terms
        self._found = found

    def _combined(self, docs: Array) -> Array:
        frequencies = []
        rows = None if docs is self.docs else self.docs.searchsorted(docs)
        for number in range(len(self._terms)):
            own = [each.occurrences[number].freqs.take(each.places[number]) for each in self._found]
            freqs = joined(own)
            frequencies.append(freqs if rows is None else freqs.take(rows))
        return self._source.summed_scores(self._field, self._terms, docs, frequencies)


def are_alignable(parts: Sequence[Matches]) -> TypeGuard[Sequence[TermMatches]]:
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
