"""Phrases and proximity over arrays of (document, position) keys.

A key is ``document << 32 | position``, so that ascending keys are in reading order
and no distance reaches from one document into the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from search.engine.alignment import Alignment
from search.engine.blocks import Array
from search.engine.docsets import intersection, is_in, kept, union
from search.engine.term import Occurrence

_SHIFT: Final = 32

_FEW: Final = 16
"""Documents that are looked through one by one in less time than at once (measured)."""

Place = Sequence[Occurrence]
"""The alternative terms of one place of a phrase, in one segment."""


def near(places: Sequence[Place], slop: int, ordered: bool) -> Array:
    """The documents of a segment where ``places`` stand near each other (see ``PhraseOf``)."""
    segment = places[0][0].segment
    docs = intersection([union([t.docs for t in place], segment.documents) for place in places])
    if len(segment.deleted):
        docs = kept(docs, segment.live.take(docs))
    if len(places) == 1 or not len(docs):
        return docs
    if ordered and slop == 1:
        order = sorted(
            range(len(places)), key=lambda place: sum(len(t.docs) for t in places[place])
        )
        return _documents(_in_line(order, lambda place: _keys(places[place], docs)))
    keys = [_keys(place, docs) for place in places]
    return _following(keys, slop) if ordered else _within_window(keys, slop)


def adjacent_rows(alignment: Alignment) -> Array:
    """Of the documents of ``alignment``, by row, those where its terms stand next to each other."""
    if len(alignment.docs) <= _FEW:
        return _adjacent_in_few(alignment)
    occurrences, docs, places = alignment
    rows = np.arange(len(docs))
    order = sorted(range(len(occurrences)), key=lambda place: len(occurrences[place].docs))
    return _documents(
        _in_line(order, lambda place: _term_keys(occurrences[place], rows, places[place]))
    )


def _in_line(order: Sequence[int], keys_of: Callable[[int], Array]) -> Array:
    """The keys of the first place of ``order`` beside which all other places stand.

    The place that comes first, with the fewest keys, gives the candidates.
    """
    first, *others = order
    keys = keys_of(first)
    for place in others:
        if not len(keys):
            break
        keys = keys[_contains(keys_of(place), keys + (place - first))]
    return keys


def _adjacent_in_few(alignment: Alignment) -> Array:
    """As ``adjacent_rows``, document by document."""
    starts: list[set[int]] = []
    for place, (term, own) in enumerate(zip(alignment.occurrences, alignment.places, strict=True)):
        positions = term.positions.data
        stretches = zip(term.begins(own).tolist(), term.freqs.take(own).tolist(), strict=True)
        here = [{p - place for p in positions[begin : begin + size]} for begin, size in stretches]
        starts = list(map(set.intersection, starts, here)) if place else here
    return np.array([row for row, found in enumerate(starts) if found], np.intp)


def _contains(keys: Array, wanted: Array) -> Array:
    if len(wanted) <= len(keys):
        present: Array = keys.take(keys.searchsorted(wanted), mode="clip") == wanted
        return present
    found = np.zeros(len(wanted), np.bool_)
    spots = wanted.searchsorted(keys)
    found[spots[wanted.take(spots, mode="clip") == keys]] = True
    return found


def _keys(terms: Place, docs: Array) -> Array:
    """The keys at which any of ``terms`` stands within ``docs``, ascending and distinct.

    Every one of ``docs`` has one of the terms.
    """
    parts = []
    for term in terms:
        own = docs if len(terms) == 1 else docs[is_in(docs, term.docs)]
        places = term.docs.searchsorted(own.astype(term.docs.dtype, copy=False))
        parts.append(_term_keys(term, own, places))
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _term_keys(term: Occurrence, numbers: Array, places: Array) -> Array:
    """The keys of ``term`` in the documents at ``places`` of its list, called ``numbers``."""
    documents = numbers.astype(np.int64)
    documents <<= _SHIFT
    if len(places) == len(term.docs):
        keys = documents.repeat(term.freqs)
        keys |= term.positions
        return keys
    counts = term.freqs.take(places)
    # Where each document's positions stand among those of the term, and among those gathered.
    index = (term.begins(places) - counts.cumsum(dtype=np.int64) + counts).repeat(counts)
    index += np.arange(len(index))
    keys = documents.repeat(counts)
    keys |= term.positions.take(index)
    return keys


def _following(places: Sequence[Array], slop: int) -> Array:
    """The documents where each place follows the one before by 1 to ``slop`` positions."""
    ends = places[0]
    for keys in places[1:]:
        if not len(ends):
            break
        before = ends.searchsorted(keys) - 1
        near = keys - ends.take(before, mode="clip") <= slop
        ends = keys[near & (before >= 0)]
    return _documents(ends)


def _within_window(places: Sequence[Array], slop: int) -> Array:
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
