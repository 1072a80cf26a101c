"""Ascending arrays of document numbers as sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.engine.blocks import Array

SEARCH_COST: Final = 32
"""How many entries of a mask are filled in the time of one binary search (measured)."""


def is_in(docs: Array, others: Array) -> Array:
    """For each of ``docs``, whether ``others`` has it. Both ascending."""
    if not len(others) or not len(docs):
        return np.zeros(len(docs), np.bool_)
    if len(docs) * SEARCH_COST < len(others):
        places = others.searchsorted(docs)
        found: Array = others.take(places, mode="clip") == docs
        return found
    mask = np.zeros(max(int(docs[-1]), int(others[-1])) + 1, np.bool_)
    mask[others] = True
    present: Array = mask.take(docs, mode="clip")
    return present


def intersection(sets: Sequence[Array]) -> Array:
    """The documents of all ``sets``, from the rarest."""
    docs, *others = sorted(sets, key=len)
    for other in others:
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
    return mask.nonzero()[0]


def difference(docs: Array, excluded: Array) -> Array:
    """The ``docs`` that are not ``excluded``."""
    return docs[~is_in(docs, excluded)]
