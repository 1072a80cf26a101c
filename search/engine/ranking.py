"""The first hits of a set, without sorting the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.engine.blocks import Array

_BLOCK: Final = 32
"""Scores of which only the greatest is looked at to find a bound for the best ones."""


def best(scores: Array, wanted: int) -> Array:
    """The places of the ``wanted`` highest ``scores``, highest first, equal ones by place."""
    places = _contenders(scores, wanted)
    if places is None:
        return np.negative(scores).argsort(kind="stable")[:wanted]
    order = np.negative(scores[places]).argsort(kind="stable")
    return places[order[:wanted]]


def first(keys: Sequence[Array], wanted: int) -> Array:
    """The places of the ``wanted`` lowest rows of ``keys``, the first key weighing most."""
    places = _contenders(np.negative(keys[0]), wanted)
    if places is None:
        return np.lexsort(keys[::-1])[:wanted]
    order = np.lexsort([key[places] for key in reversed(keys)])
    return places[order[:wanted]]


def _contenders(scores: Array, wanted: int) -> Array | None:
    """The places, ascending, of all that may be among the ``wanted`` highest; ``None``: any.

    Of the greatest of each block, the ``wanted``-th highest is no higher than the
    ``wanted``-th highest of all.
    """
    blocks = len(scores) // _BLOCK
    if blocks <= 2 * wanted or wanted < 1:
        return None
    greatest = scores[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0)
    greatest.partition(blocks - wanted)
    found: Array = (scores >= greatest[blocks - wanted]).nonzero()[0]
    return found
