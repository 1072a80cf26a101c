"""Sets of matching documents that can score themselves, combined by whole arrays.

Every set knows its documents at once; scores are worked out only for the documents
that are asked for, after all intersections and filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import is_in


class Matches(Protocol):
    """``docs`` are ascending 64-bit numbers."""

    def __len__(self) -> int: ...

    @property
    def docs(self) -> Array: ...

    def contains(self, docs: Array) -> Array:
        """For each of ``docs``, whether it is one of the matches."""

    def scores(self, docs: Array) -> Array:
        """The score of each of ``docs``, zero where it is not one of the matches."""


class _DocumentSet:
    """What sets share that hold their documents as an array."""

    def __init__(self, docs: Array) -> None:
        self.docs: Array = docs.astype(np.int64, copy=False)

    def __len__(self) -> int:
        return len(self.docs)

    def contains(self, docs: Array) -> Array:
        return is_in(docs, self.docs)


class ConstantMatches(_DocumentSet):
    """Documents that all have one score."""

    def __init__(self, docs: Array, score: float) -> None:
        super().__init__(docs)
        self._score = score

    def scores(self, docs: Array) -> Array:
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
        return self._matches.docs

    def scores(self, docs: Array) -> Array:
        return self._matches.scores(docs) * self._boost


class _CombinedMatches(_DocumentSet):
    """Documents chosen from those of ``parts``, scored by all parts that match them."""

    def __init__(self, docs: Array, parts: Sequence[Matches]) -> None:
        super().__init__(docs)
        self._parts = parts

    def scores(self, docs: Array) -> Array:
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


class GreatestMatches(_CombinedMatches):
    """Each document's score is the greatest among the parts that match it."""

    def _combined(self, docs: Array) -> Array:
        best = np.full(len(docs), -np.inf)
        for part in self._parts:
            matched = part.contains(docs)
            best[matched] = np.maximum(best, part.scores(docs))[matched]
        return best
