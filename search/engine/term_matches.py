"""The documents of terms of a text field as sets of matches, scored by BM25F."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.alignment import Alignment, numbered
from search.engine.blocks import Array
from search.engine.docsets import is_in
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
        freqs = self.term.freqs if docs is self._docs else self.term.frequencies_in(docs)
        scores = self.source.summed_scores(self.field, [self.term], docs, [freqs])
        return scores if self.boost == 1.0 else scores * self.boost


class AlignedTerms:
    """Documents that have all of several terms of one field, none of them boosted."""

    def __init__(
        self, source: TermSource, field: str, terms: Sequence[Term], found: Sequence[Alignment]
    ) -> None:
        self.docs: Array = joined([numbered(each) for each in found])
        self._source = source
        self._field = field
        self._terms = terms
        self._found = found

    def __len__(self) -> int:
        return len(self.docs)

    def contains(self, docs: Array) -> Array:
        return is_in(docs, self.docs)

    def scores(self, docs: Array) -> Array:
        if docs is self.docs:
            return self._source.summed_scores(self._field, self._terms, docs, self._frequencies())
        inside = self.contains(docs)
        rows = self.docs.searchsorted(docs[inside])
        frequencies = [row.take(rows) for row in self._frequencies()]
        scores = np.zeros(len(docs))
        scores[inside] = self._source.summed_scores(
            self._field, self._terms, self.docs.take(rows), frequencies
        )
        return scores

    def _frequencies(self) -> list[Array]:
        """How often each term stands in each of ``docs``."""
        if len(self._found) == 1:
            occurrences, _, places = self._found[0]
            return [each.freqs.take(own) for each, own in zip(occurrences, places, strict=True)]
        return [
            np.concatenate([each.occurrences[n].freqs.take(each.places[n]) for each in self._found])
            for n in range(len(self._terms))
        ]
