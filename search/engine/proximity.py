"""Phrases and proximity over arrays of (document, position) keys.

A key is ``document << 32 | position``, so that ascending keys are in reading order
and no distance reaches from one document into the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import SEARCH_COST
from search.engine.term import Term

_SHIFT: Final = 32
_POSITION: Final = (1 << _SHIFT) - 1
_PROBING_GAIN: Final = 4
"""How many positions are gathered in the time of one probe for a position (measured)."""

Place = Sequence[Term]
"""The alternative terms of one place of a phrase."""


KeysOf = Callable[[Term], Array | None]
"""All keys of a term, where it is worth to have them at hand."""


def phrase_documents(places: Sequence[Place], keys_of: KeysOf) -> Array:
    """The documents where the places stand next to each other.

    The place that occurs least gives the candidates; each other place is then looked
    for only where candidates are left.
    """
    order = sorted(range(len(places)), key=lambda p: sum(t.occurrences for t in places[p]))
    first, *others = order
    keys = _all_keys(places[first], keys_of)
    for place in others:
        if not len(keys):
            break
        keys = keys[_stands_at(places[place], keys + (place - first), keys_of)]
    return _documents(keys)


def _all_keys(terms: Place, keys_of: KeysOf) -> Array:
    parts = []
    for term in terms:
        keys = keys_of(term)
        parts.append(term_keys(term) if keys is None else keys)
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _stands_at(terms: Place, keys: Array, keys_of: KeysOf) -> Array:
    """For each of the ascending ``keys``, whether any of ``terms`` stands there."""
    found: Array | None = None
    for term in terms:
        present = _term_stands_at(term, keys, keys_of(term))
        found = present if found is None else found | present
    return np.zeros(len(keys), np.bool_) if found is None else found


def _term_stands_at(term: Term, keys: Array, whole: Array | None) -> Array:
    if whole is not None:
        return _contains(whole, keys)
    spots, shared = _spots(term, _documents(keys))
    if int(term.freqs[spots].sum(dtype=np.int64)) > _PROBING_GAIN * len(keys):
        return _probe(term, keys)
    return _contains(_term_keys(term, spots, shared), keys)


def term_keys(term: Term) -> Array:
    """The keys of all occurrences of ``term``, ascending."""
    if not term.has_gaps:
        keys = (term.docs << _SHIFT).repeat(term.freqs)
        keys |= term.positions
        return keys
    return _term_keys(term, np.arange(len(term.docs)), term.docs)


def _contains(keys: Array, wanted: Array) -> Array:
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    if len(wanted) <= len(keys):
        present: Array = keys.take(keys.searchsorted(wanted), mode="clip") == wanted
        return present
    found = np.zeros(len(wanted), np.bool_)
    spots = wanted.searchsorted(keys)
    found[spots[wanted.take(spots, mode="clip") == keys]] = True
    return found


def _probe(term: Term, keys: Array) -> Array:
    """As ``_contains``, by a binary search within the positions of each document."""
    docs, targets = keys >> _SHIFT, keys & _POSITION
    spots = term.docs.searchsorted(docs)
    present = term.docs.take(spots, mode="clip") == docs
    spots[~present] = 0
    low = term.position_begins[spots]
    freqs = term.freqs[spots]
    high = low + freqs
    last = high - 1
    positions = term.positions
    for _ in range(int(freqs.max(initial=0)).bit_length()):
        middle = (low + high) >> 1
        below = positions.take(middle, mode="clip") < targets
        below &= middle < high
        low = np.where(below, middle + 1, low)
        high = np.where(below, high, middle)
    present &= low <= last
    present &= positions.take(low, mode="clip") == targets
    found: Array = present
    return found


def occurrence_keys(terms: Place, docs: Array) -> Array:
    """The keys at which any of ``terms`` stands within ``docs``, ascending and distinct."""
    parts = [_term_keys(term, *_spots(term, docs)) for term in terms]
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _spots(term: Term, docs: Array) -> tuple[Array, Array]:
    """Where in ``term.docs`` the shared documents stand, and those documents."""
    if len(docs) * SEARCH_COST > len(term.docs):
        wanted = np.zeros(max(int(docs[-1]), int(term.docs[-1])) + 1, np.bool_)
        wanted[docs] = True
        spots = wanted[term.docs].nonzero()[0]
        return spots, term.docs[spots]
    spots = term.docs.searchsorted(docs)
    present = term.docs.take(spots, mode="clip") == docs
    return spots[present], docs[present]


def _term_keys(term: Term, spots: Array, docs: Array) -> Array:
    counts = term.freqs[spots].astype(np.int64)
    ends = counts.cumsum()
    index = (term.position_begins[spots] - (ends - counts)).repeat(counts)
    index += np.arange(len(index))
    keys = (docs << _SHIFT).repeat(counts)
    keys |= term.positions[index]
    return keys


def following(places: Sequence[Array], slop: int) -> Array:
    """The documents where each place follows the one before by 1 to ``slop`` positions."""
    ends = places[0]
    for keys in places[1:]:
        if not len(ends):
            break
        before = ends.searchsorted(keys) - 1
        near = keys - ends.take(before, mode="clip") <= slop
        ends = keys[near & (before >= 0)]
    return _documents(ends)


def within_window(places: Sequence[Array], slop: int) -> Array:
    """The documents where distinct positions fill all places of one window.

    By Hall's theorem they do where any ``n`` of the places have ``n`` positions in it;
    only places that share positions need to be looked at together.
    """
    width = len(places) + slop - 2
    starts = np.unique(np.concatenate(places))
    fits = np.ones(len(starts), np.bool_)
    for chosen in _sharing(places):
        keys = chosen[0] if len(chosen) == 1 else np.unique(np.concatenate(chosen))
        first = keys.searchsorted(starts)
        past = keys.searchsorted(starts + width, side="right")
        fits &= past - first >= len(chosen)
    return _documents(starts[fits])


def _sharing(places: Sequence[Array]) -> Iterator[Sequence[Array]]:
    """Each place, and each set of places that all share a position with another of the set."""
    shares = [
        any(len(np.intersect1d(place, other)) for other in places if other is not place)
        for place in places
    ]
    yield from ((place,) for place in places)
    overlapping = [place for place, shared in zip(places, shares, strict=True) if shared]
    for size in range(2, len(overlapping) + 1):
        yield from combinations(overlapping, size)


def _documents(keys: Array) -> Array:
    docs = keys >> _SHIFT
    if not len(docs):
        return docs
    fresh = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    return docs[fresh]
