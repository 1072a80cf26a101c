"""Sets of matching documents that can score themselves, combined by whole arrays.

Every set knows its documents at once; scores are worked out only for the documents
that are asked for, after all intersections and filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, Protocol

import numpy as np

from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.evaluation.document_sets import is_in, union
from search.engine.evaluation.posting_lists import TermPostings, joined
from search.engine.evaluation.proximity import Alignment, numbered
from search.engine.storage.block_files import Array

REFINED_DOCUMENTS: Final = 512
"""The best documents for which it is worked out how near their words stand.

A reader who looks at ten a page turns fifty pages; with 256 or 2,048 the first ten of 4,006
questions and 1,000 headlines are the same.
"""


class Matches(Protocol):
    """The documents that match a query, which can score themselves."""

    def __len__(self) -> int: ...

    @property
    def docs(self) -> Array:
        """The matching documents, ascending 64-bit numbers."""

    def contains(self, docs: Array) -> Array:
        """Return for each of ``docs`` whether it is one of the matches."""

    def scores(self, docs: Array) -> Array:
        """Return the score of each of ``docs``, zero where it is not one of the matches."""


class _DocumentSet:
    """A set that holds its documents as an array."""

    def __init__(self, docs: Array) -> None:
        self.docs: Array = docs.astype(np.int64, copy=False)

    def __len__(self) -> int:
        return len(self.docs)

    def contains(self, docs: Array) -> Array:
        """Return for each of ``docs`` whether it is one of the matches."""
        return is_in(docs, self.docs)


class ConstantMatches(_DocumentSet):
    """Documents that all have one score."""

    def __init__(self, docs: Array, score: float) -> None:
        super().__init__(docs)
        self._score = score

    def scores(self, docs: Array) -> Array:
        """Return the one score, zero where a document is not one of the matches."""
        if docs is self.docs:
            return np.full(len(docs), self._score)
        return np.where(self.contains(docs), self._score, 0.0)


class BoostedMatches:
    """The matches of another set, scores multiplied."""

    def __init__(self, matches: Matches, boost: float) -> None:
        self.contains = matches.contains
        self._matches = matches
        self._boost = boost

    def __len__(self) -> int:
        return len(self._matches)

    @property
    def docs(self) -> Array:
        """The documents of the other set."""
        return self._matches.docs

    def scores(self, docs: Array) -> Array:
        """Return the multiplied score of each of ``docs``."""
        return self._matches.scores(docs) * self._boost


class _CombinedMatches(_DocumentSet):
    """Documents chosen from those of ``parts``, scored by all parts that match them."""

    def __init__(self, docs: Array, parts: Sequence[Matches]) -> None:
        super().__init__(docs)
        self._parts = parts

    def scores(self, docs: Array) -> Array:
        """Return the combined score of each of ``docs``, zero where it is not one of the matches."""
        if docs is self.docs:
            return self._combined(docs)
        inside = self.contains(docs)
        if inside.all():
            return self._combined(docs)
        scores = np.zeros(len(docs))
        scores[inside] = self._combined(docs[inside])
        return scores

    def _combined(self, docs: Array) -> Array:
        raise NotImplementedError


class SummedMatches(_CombinedMatches):
    """Each document's score is the sum over the parts that match it."""

    def _combined(self, docs: Array) -> Array:
        first, *others = self._parts
        total = first.scores(docs)
        for part in others:
            # The first addition makes a new array: a part may give one that it keeps.
            total = total + part.scores(docs)
        return total


class Bonus(Protocol):
    """What adds to the scores of documents that were found otherwise."""

    def scores(self, docs: Array) -> Array:
        """Return what is added to the score of each of ``docs``, ascending."""


class RefinedMatches(SummedMatches):
    """A sum to which a costly ``bonus`` is added for the documents that score highest without it."""

    def __init__(self, docs: Array, parts: Sequence[Matches], bonuses: Sequence[Bonus]) -> None:
        super().__init__(docs, parts)
        self._bonuses = bonuses

    def _combined(self, docs: Array) -> Array:
        total = super()._combined(docs)
        best = np.arange(len(docs))
        if len(docs) > REFINED_DOCUMENTS:
            best = np.argpartition(total, len(docs) - REFINED_DOCUMENTS)[-REFINED_DOCUMENTS:]
            best.sort()
        refined = total.copy()
        chosen = docs.take(best)
        for bonus in self._bonuses:
            refined[best] += bonus.scores(chosen)
        return refined


class GreatestMatches(_CombinedMatches):
    """Each document's score is the greatest among the parts that match it."""

    def _combined(self, docs: Array) -> Array:
        best = np.full(len(docs), -np.inf)
        for part in self._parts:
            matched = part.contains(docs)
            best[matched] = np.maximum(best, part.scores(docs))[matched]
        return best


class TermMatches:
    """The documents of one term of a text field, scored by BM25F."""

    def __init__(
        self, reader: CompositeReader, field: str, term: TermPostings, boost: float
    ) -> None:
        self._reader = reader
        self._field = field
        self._term = term
        self._boost = boost
        self.contains = term.contains
        self._docs: Array | None = None

    def __len__(self) -> int:
        return len(self._term.docs)

    @property
    def docs(self) -> Array:
        """The documents of the term."""
        if self._docs is None:
            self._docs = self._term.docs.astype(np.int64)
        return self._docs

    def scores(self, docs: Array) -> Array:
        """Return the score of each of ``docs``, zero where the term does not stand in it."""
        freqs = self._term.freqs if docs is self._docs else self._term.frequencies_in(docs)
        scores = self._reader.summed_scores(self._field, [self._term], docs, [freqs])
        return scores if self._boost == 1.0 else scores * self._boost


class SynonymMatches:
    """The documents of any of several terms of one text field, scored as if these were one."""

    def __init__(
        self, reader: CompositeReader, field: str, terms: Sequence[TermPostings], boost: float
    ) -> None:
        self._reader = reader
        self._field = field
        self._terms = terms
        self._boost = boost

    def __len__(self) -> int:
        return len(self.docs)

    @cached_property
    def docs(self) -> Array:
        """The documents of the terms: worked out only where they are asked for."""
        found = union([term.docs for term in self._terms], self._reader.document_count_all)
        return found.astype(np.int64, copy=False)

    def contains(self, docs: Array) -> Array:
        """Return for each of ``docs`` whether any of the terms stands in it."""
        return is_in(docs, self.docs)

    def scores(self, docs: Array) -> Array:
        """Return the score of each of ``docs``, zero where none of the terms stands in it."""
        freqs = np.zeros(len(docs))
        for term in self._terms:
            freqs += term.frequencies_in(docs)
        scores = self._reader.synonym_scores(self._field, self._terms, docs, freqs)
        return scores if self._boost == 1.0 else scores * self._boost


class AlignedMatches(_DocumentSet):
    """Documents that have all of several terms of one text field, none of them boosted."""

    def __init__(
        self,
        reader: CompositeReader,
        field: str,
        terms: Sequence[TermPostings],
        alignments: Sequence[Alignment],
    ) -> None:
        super().__init__(joined([numbered(each) for each in alignments]))
        self._reader = reader
        self._field = field
        self._terms = terms
        self._alignments = alignments

    def scores(self, docs: Array) -> Array:
        """Return the sum of the scores of the terms, zero where they do not all stand in it."""
        if docs is self.docs:
            return self._reader.summed_scores(self._field, self._terms, docs, self._frequencies())
        inside = self.contains(docs)
        rows = self.docs.searchsorted(docs[inside])
        frequencies = [row.take(rows) for row in self._frequencies()]
        scores = np.zeros(len(docs))
        scores[inside] = self._reader.summed_scores(
            self._field, self._terms, self.docs.take(rows), frequencies
        )
        return scores

    def _frequencies(self) -> list[Array]:
        """Return how often each term stands in each of the matches."""
        if len(self._alignments) == 1:
            lists, _, offsets = self._alignments[0]
            return [each.freqs.take(own) for each, own in zip(lists, offsets, strict=True)]
        return [
            np.concatenate([a.lists[n].freqs.take(a.offsets[n]) for a in self._alignments])
            for n in range(len(self._terms))
        ]
