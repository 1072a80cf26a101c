"""The first hits of a set, without sorting the whole of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.engine.blocks import Array

_WORTH_PARTITIONING = 4
"""How many times more documents than wanted make a partition worth its pass."""


def best(scores: Array, wanted: int) -> Array:
    """The places of the ``wanted`` highest ``scores``, highest first, equal ones by place."""
    places = _contenders(-scores, wanted)
    order = np.argsort(-scores[places], kind="stable")
    return places[order[:wanted]]


def first(keys: Sequence[Array], wanted: int) -> Array:
    """The places of the ``wanted`` lowest rows of ``keys``, the first key weighing most."""
    places = _contenders(keys[0], wanted)
    order = np.lexsort([key[places] for key in reversed(keys)])
    return places[order[:wanted]]


def _contenders(keys: Array, wanted: int) -> Array:
    """The places, ascending, of all keys that may be among the ``wanted`` lowest."""
    if len(keys) <= wanted * _WORTH_PARTITIONING:
        return np.arange(len(keys))
    threshold = np.partition(keys, wanted)[wanted]
    return np.flatnonzero(keys <= threshold)
