"""Phrases and proximity over arrays of (document, position) keys.

A key is ``document << 32 | position``, so that ascending keys are in reading order
and no distance reaches from one document into the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from search.engine.blocks import Array
from search.engine.term import Term

_SHIFT = 32


def occurrence_keys(terms: Sequence[Term], docs: Array) -> Array:
    """The keys at which any of ``terms`` stands within ``docs``, ascending and distinct."""
    parts = [_term_keys(term, docs) for term in terms]
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _term_keys(term: Term, docs: Array) -> Array:
    if len(docs) == len(term.docs):
        places: Array | slice = slice(None)
        shared = docs
    else:
        spots = term.docs.searchsorted(docs)
        spots[spots == len(term.docs)] = 0
        present = term.docs[spots] == docs
        shared, places = docs[present], spots[present]
    counts = term.freqs[places].astype(np.int64)
    ends = counts.cumsum()
    index = np.repeat(term.position_begins[places] - (ends - counts), counts)
    index += np.arange(len(index))
    keys = np.repeat(shared << _SHIFT, counts)
    keys |= term.positions[index]
    return keys


def following(places: Sequence[Array], slop: int) -> Array:
    """The documents where each place follows the one before by 1 to ``slop`` positions."""
    ends = places[0]
    for keys in places[1:]:
        if not len(ends):
            break
        if slop == 1 and len(ends) < len(keys):
            nexts = ends + 1
            spots = keys.searchsorted(nexts)
            ends = nexts[keys.take(spots, mode="clip") == nexts] if len(keys) else keys
        else:
            before = ends.searchsorted(keys) - 1
            near = keys - ends.take(before, mode="clip") <= slop
            ends = keys[near & (before >= 0)]
    return _documents(ends)


def within_window(places: Sequence[Array], slop: int) -> Array:
    """The documents where distinct positions fill all places of one window."""
    width = len(places) + slop - 2
    starts = np.unique(np.concatenate(places))
    fits = np.ones(len(starts), np.bool_)
    for size in range(1, len(places) + 1):
        for chosen in combinations(places, size):
            keys = chosen[0] if size == 1 else np.unique(np.concatenate(chosen))
            first = keys.searchsorted(starts)
            past = keys.searchsorted(starts + width, side="right")
            fits &= past - first >= size
    return _documents(starts[fits])


def _documents(keys: Array) -> Array:
    docs = keys >> _SHIFT
    if not len(docs):
        return docs
    fresh = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    return docs[fresh]
