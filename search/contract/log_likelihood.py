"""How surprising it is that a set of documents has a term as often as it has it."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SURPRISING: Final = 10.83
"""The G² that chance alone exceeds once in a thousand times: χ² with one degree of freedom."""


class SignificantTerm(NamedTuple):
    """A term, the documents of the set that have it, those of the index, and its score."""

    term: str
    within: int
    in_all: int
    score: float


def log_likelihood(
    within: NDArray[Any], in_all: NDArray[Any], documents: int, all_documents: int
) -> NDArray[Any]:
    """Return for each term how much more frequent it is within the set than outside it.

    The G² of a two by two table (T. Dunning, Accurate Methods for the Statistics of Surprise and
    Coincidence, Computational Linguistics 19, 1993); see ``SURPRISING``. Terms that are no more
    frequent within than outside have 0.

    Args:
        within: documents of the set that have each term.
        in_all: documents of the index that have it, those of the set included.
        documents: how many documents the set has.
        all_documents: how many the index has.
    """
    a = within.astype(np.float64)
    both = np.maximum(in_all, within).astype(np.float64)
    b = both - a
    c, others = documents - a, all_documents - documents
    d = np.maximum(others - b, 0.0)
    share = both / max(all_documents, 1)
    expected = (documents * share, others * share, documents * (1 - share), others * (1 - share))
    total = np.zeros(len(a))
    for observed, awaited in zip((a, b, c, d), expected, strict=True):
        known = (observed > 0) & (awaited > 0)
        total[known] += observed[known] * np.log(observed[known] / awaited[known])
    total[a * max(others, 1) <= b * documents] = 0.0
    scores: NDArray[Any] = 2 * np.maximum(total, 0.0)
    return scores
