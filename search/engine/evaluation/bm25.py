"""BM25F over arrays, operation by operation as ``whoosh.scoring.bm25`` does it."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np

from search.engine.storage.block_files import Array

B: Final = 0.75
K1: Final = 1.2
"""Whoosh's own free parameters (``whoosh.scoring.BM25F``)."""


def inverse_document_frequency(documents: int, frequency: int) -> float:
    """Return the idf; ``documents`` and ``frequency`` count deleted documents too, as Whoosh's do."""
    return log(documents / (frequency + 1)) + 1


def length_norms(lengths: Array, average: float) -> Array:
    """Return what of the formula depends on the document alone, for each document."""
    norms: Array = K1 * ((1 - B) + B * lengths / (average or 1))
    return norms


def scores(idf: float | Array, weights: Array, norms: Array) -> Array:
    """Return the score of each posting by its weight and the norm of its document.

    Tables have a row a term and a column a document, ``idf`` a row of one a term.
    """
    result: Array = weights * (K1 + 1)
    result /= weights + norms
    result *= idf
    return result


def summed_scores(idfs: Sequence[float], weights: Sequence[Array], norms: Array) -> Array:
    """Return the sum of the scores of several terms; ``weights`` has a row of each."""
    if len(idfs) == 1:
        return scores(idfs[0], weights[0], norms)
    summed: Array = np.add.reduce(scores(np.array(idfs)[:, None], np.array(weights), norms))
    return summed
