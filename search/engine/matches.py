"""Sets of matching documents that can score themselves, combined by whole arrays.

Every set knows its documents at once; scores are worked out only for the documents
that are asked for, after all intersections and filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from search.engine.blocks import Array


class Matches(Protocol):
    """``docs`` ascending; ``scores(docs)`` for a subset of them, ascending too."""

    @property
    def docs(self) -> Array: ...

    def scores(self, docs: Array) -> Array: ...


class ConstantMatches:
    """Documents that all have one score."""

    def __init__(self, docs: Array, score: float) -> None:
        self.docs = docs
        self._score = score

    def scores(self, docs: Array) -> Array:
        return np.full(len(docs), self._score)


class BoostedMatches:
    """The matches of another set, scores multiplied."""

    def __init__(self, matches: Matches, boost: float) -> None:
        self.docs = matches.docs
        self._matches = matches
        self._boost = boost

    def scores(self, docs: Array) -> Array:
        return self._matches.scores(docs) * self._boost


class SummedMatches:
    """Documents each of whose scores is the sum over the parts that match it."""

    def __init__(self, docs: Array, parts: Sequence[Matches]) -> None:
        self.docs = docs
        self._parts = parts

    def scores(self, docs: Array) -> Array:
        total = np.zeros(len(docs))
        for part in self._parts:
            add_scores(total, docs, part)
        return total


class GreatestMatches(SummedMatches):
    """As ``SummedMatches``, with the greatest score instead of the sum."""

    def scores(self, docs: Array) -> Array:
        best = np.full(len(docs), -np.inf)
        for part in self._parts:
            places, shared = shared_places(docs, part.docs)
            best[places] = np.maximum(best[places], part.scores(shared))
        return best


def add_scores(total: Array, docs: Array, part: Matches) -> None:
    """Add to ``total``, beside ``docs``, the scores of ``part`` where it matches."""
    if part.docs is docs:
        total += part.scores(docs)
        return
    places, shared = shared_places(docs, part.docs)
    if len(places) == len(docs):
        total += part.scores(docs)
    else:
        total[places] += part.scores(shared)


def shared_places(docs: Array, others: Array) -> tuple[Array, Array]:
    """Where in ``docs`` the documents stand that ``others`` has too, and those documents."""
    if len(docs) <= len(others):
        places = np.flatnonzero(is_in(docs, others))
        return places, docs[places]
    shared = others[is_in(others, docs)]
    return docs.searchsorted(shared), shared


def is_in(docs: Array, others: Array) -> Array:
    """For each of ``docs``, whether ``others`` has it. Both ascending."""
    if not len(others):
        return np.zeros(len(docs), np.bool_)
    places = others.searchsorted(docs)
    found: Array = others.take(places, mode="clip") == docs
    return found


def intersection(sets: Sequence[Array]) -> Array:
    """The documents of all ``sets``, from the rarest."""
    docs, *others = sorted(sets, key=len)
    for other in others:
        if not len(docs):
            break
        if other is not docs:
            docs = docs[is_in(docs, other)]
    return docs


def union(sets: Sequence[Array], documents: int) -> Array:
    """The documents of any of ``sets``, out of ``documents`` numbers."""
    if len(sets) == 1:
        return sets[0]
    mask = np.zeros(documents, np.bool_)
    for docs in sets:
        mask[docs] = True
    return np.flatnonzero(mask)


def difference(docs: Array, excluded: Array) -> Array:
    """The ``docs`` that are not ``excluded``."""
    return docs[~is_in(docs, excluded)]
