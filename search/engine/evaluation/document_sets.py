"""Ascending arrays of document numbers as sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from search.engine.storage.block_files import Array

_SEARCH_COST: Final = 12
"""How many entries of a mask are filled in the time of one binary search (measured)."""
_MASK_COST: Final = 2048
"""How many entries of a mask are filled in the time that it takes to make one (measured)."""
_SHORT_NUMBERS: Final = 1 << 16
"""Documents that 16 bits can number."""


def docs_dtype(documents: int) -> type[np.generic]:
    """Return the type that the postings of a snapshot of so many ``documents`` are numbered with.

    Where 16 bits are enough the documents of a term are the pages of its file, and cost no
    memory; time is the same. Matches are 64-bit numbers, with which arrays are indexed fastest.
    """
    return np.uint16 if documents <= _SHORT_NUMBERS else np.int32


def is_worth_a_mask(wanted: int, entries: int) -> bool:
    """Return whether to look for ``wanted`` documents in a mask filled for it, not by binary search."""
    return wanted * _SEARCH_COST > entries + _MASK_COST


def is_in(docs: Array, others: Array) -> Array:
    """Return for each of ``docs`` whether ``others`` has it. Both ascending."""
    if not len(others) or not len(docs):
        return np.zeros(len(docs), np.bool_)
    if not is_worth_a_mask(len(docs), len(others)):
        # Of two types, the longer array would be converted to search in it.
        wanted = docs.astype(others.dtype, copy=False)
        found: Array = others.take(others.searchsorted(wanted), mode="clip") == wanted
        return found
    mask = np.zeros(max(int(docs[-1]), int(others[-1])) + 1, np.bool_)
    mask[others.astype(np.intp, copy=False)] = True
    present: Array = mask.take(docs, mode="clip")
    return present


def selected(docs: Array, mask: Array) -> Array:
    """Return the ``docs`` where ``mask`` is set."""
    # A mask as an index is slow where it changes often, a list of places is not.
    found: Array = docs.take(mask.nonzero()[0])
    return found


def intersection(sets: Sequence[Array]) -> Array:
    """Return the documents of all ``sets``, from the rarest."""
    docs, *others = sorted(sets, key=len)
    for other in others:
        if other is not docs:
            docs = selected(docs, is_in(docs, other))
    return docs


def union(sets: Sequence[Array], documents: int) -> Array:
    """Return the documents of any of ``sets``, out of ``documents`` numbers."""
    if len(sets) == 1:
        return sets[0]
    mask = np.zeros(documents, np.bool_)
    for docs in sets:
        mask[docs.astype(np.intp, copy=False)] = True
    return mask.nonzero()[0]


def difference(docs: Array, excluded: Array) -> Array:
    """Return the ``docs`` that are not ``excluded``."""
    return selected(docs, ~is_in(docs, excluded))
