"""Phrases and proximity over arrays of (document, position) keys.

A key is ``document << 32 | position`` (or narrower), so that ascending keys are in reading
order and no distance reaches from one document into the next. ``align`` finds the documents
that have all of several terms first, and where each term's list has them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final, NamedTuple

import numpy as np

from search.engine.evaluation.document_sets import (
    intersection,
    is_in,
    is_worth_a_mask,
    selected,
    union,
)
from search.engine.evaluation.posting_lists import PostingList, TermPostings
from search.engine.storage.block_files import Array


class Alignment(NamedTuple):
    """Live documents of one segment; ``lists[t].docs`` has them at ``offsets[t]``."""

    lists: Sequence[PostingList]
    docs: Array
    offsets: Sequence[Array]

    def narrowed(self, rows: Array) -> Alignment:
        """Return the documents at the ascending ``rows`` alone."""
        if len(rows) == len(self.docs):
            return self
        offsets = [own.take(rows) for own in self.offsets]
        return Alignment(self.lists, self.docs.take(rows), offsets)


def numbered(alignment: Alignment) -> Array:
    """Return its documents as numbers of the snapshot."""
    docs = alignment.docs.astype(np.int64)
    base = alignment.lists[0].base
    return docs + base if base else docs


def are_common(terms: Sequence[TermPostings]) -> bool:
    """Return whether tables of their frequencies, which are kept, serve better than aligning them."""
    rarest, next_one, *_ = sorted([term.frequency for term in terms])
    return is_worth_a_mask(rarest, next_one)


def align(terms: Sequence[TermPostings]) -> list[Alignment]:
    """Return the documents that have all ``terms``, segment by segment, where there are any."""
    found = []
    for first in terms[0].lists:
        segment, lists = first.segment, [first]
        for term in terms[1:]:
            for other in term.lists:
                if other.segment is segment:
                    lists.append(other)
        if len(lists) == len(terms):
            alignment = _align(lists)
            if len(alignment.docs):
                found.append(alignment)
    return found


def _align(lists: Sequence[PostingList]) -> Alignment:
    """Look up in each list, from the shortest on, what the ones before have in common."""
    sizes = [len(each.docs) for each in lists]
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    docs = lists[order[0]].docs
    offsets = [np.arange(len(docs))] * len(sizes)
    for number, place in enumerate(order[1:], start=1):
        others = lists[place].docs
        found = lists[place].offsets_of(docs)
        rows = (others.take(found, mode="clip") == docs).nonzero()[0]
        if not len(rows):
            return Alignment(lists, rows, [rows] * len(sizes))
        if len(rows) < len(docs):
            docs, found = docs.take(rows), found.take(rows)
            for before in order[:number]:
                offsets[before] = offsets[before].take(rows)
        offsets[place] = found
    alignment = Alignment(lists, docs, offsets)
    segment = lists[0].segment
    if len(segment.deleted):
        return alignment.narrowed(segment.live.take(docs).nonzero()[0])
    return alignment


_SHIFT: Final = 32
_NARROW_SHIFT: Final = 17
"""Leaves a bit above positions of 16 bits: none stands next to one of another document."""
_NARROW_ROWS: Final = 1 << 15
"""Documents whose rows and positions fit into keys of 32 bits, which are sorted faster.

A phrase of the commonest words takes 1,352 microseconds in place of 1,513.
"""
_SORTING_COST: Final = 8
"""How many keys are sorted in the time of one binary search (measured)."""
_FEW: Final = 24
"""Documents that are looked through one by one in less time than at once.

A phrase takes 425 microseconds in place of 472 (``benchmarks.few_documents``).
"""
_MANY: Final = 1000
"""Documents from which it pays to look through them by two terms first.

A phrase of the commonest words takes 1,352 microseconds in place of 1,654.
"""

Alternatives = Sequence[PostingList]
"""The terms of one segment of which any may stand at one place of a phrase."""


def docs_near(
    places: Sequence[Alternatives], slop: int, ordered: bool, among: Array | None = None
) -> Array:
    """Return the documents of a segment where ``places`` stand near each other (see ``PhraseOf``).

    Where live documents are given, only ``among`` these.
    """
    segment = places[0][0].segment
    if among is None:
        docs = intersection(
            [union([each.docs for each in place], segment.documents) for place in places]
        )
        if len(segment.deleted):
            docs = selected(docs, segment.live.take(docs))
    else:
        docs = _having_all(places, among)
    if len(places) == 1 or not len(docs):
        return docs
    keys = [_keys(place, docs) for place in places]
    if not ordered:
        return _documents(_within_window(keys, slop))
    return _documents(
        _starts_in_line(dict(enumerate(keys))) if slop == 1 else _following(keys, slop)
    )


def _having_all(places: Sequence[Alternatives], docs: Array) -> Array:
    """Return the ``docs`` that have a term of each of ``places``."""
    for place in places:
        has_one = is_in(docs, place[0].docs)
        for each in place[1:]:
            has_one |= is_in(docs, each.docs)
        docs = selected(docs, has_one)
    return docs


def adjacent_rows(alignment: Alignment) -> Array:
    """Return the rows of the documents of ``alignment`` whose terms stand next to each other."""
    count, places = len(alignment.docs), range(len(alignment.lists))
    if count <= _FEW:
        return np.array(_rows_of_few(alignment), np.intp)
    if count <= _MANY or len(places) == 2:
        return _rows_in_line(alignment, places)
    # The two rarest terms tell most documents.
    sizes = [len(each.docs) for each in alignment.lists]
    rows = _rows_in_line(alignment, sorted(places, key=sizes.__getitem__)[:2])
    return rows[_rows_in_line(alignment.narrowed(rows), places)]


def _rows_in_line(alignment: Alignment, places: Sequence[int]) -> Array:
    """Return the rows of the documents where the terms of ``places`` stand as far apart as these."""
    lists, docs, offsets = alignment
    is_narrow = len(docs) <= _NARROW_ROWS and all(t.positions.itemsize == 2 for t in lists)
    shift = _NARROW_SHIFT if is_narrow else _SHIFT
    rows: Array = np.arange(len(docs)).astype(np.uint32 if is_narrow else np.int64)
    rows <<= shift
    keys = _starts_in_line({n: _term_keys(lists[n], rows, offsets[n]) for n in places})
    found = np.zeros(len(docs), np.bool_)
    found[keys >> shift] = True
    found_rows: Array = found.nonzero()[0]
    return found_rows


def _rows_of_few(alignment: Alignment) -> list[int]:
    """Return what ``adjacent_rows`` does, one by one: a step of arrays takes as long as many."""
    rows = list(range(len(alignment.docs)))
    starts: list[list[int]] = []
    for place, postings in enumerate(alignment.lists):
        begins, ends = postings.position_ranges(alignment.offsets[place])
        positions = postings.positions.data
        here = [positions[begins[row] : ends[row]].tolist() for row in rows]
        if place:
            pairs = zip(starts, here, strict=True)
            here = [[p + 1 for p in before if p + 1 in now] for before, now in pairs]
        rows = [row for row, found in zip(rows, here, strict=True) if found]
        starts = [found for found in here if found]
        if not rows:
            break
    return rows


def _starts_in_line(places: Mapping[int, Array]) -> Array:
    """Return the keys where a phrase begins whose place ``n`` has a key of ``places[n]``."""
    begins = [keys - keys.dtype.type(place) for place, keys in places.items()]
    common: Array
    common, *others = sorted(begins, key=len)
    for keys in others:
        common = _common(common, keys)
    return common


def _common(few: Array, many: Array) -> Array:
    """Return the keys that are in both, ascending and distinct as these are."""
    if len(few) * _SORTING_COST < len(many):
        found: Array = few[many.take(many.searchsorted(few), mode="clip") == few]
        return found
    both = np.concatenate([few, many])
    both.sort()
    twice: Array = both[1:][both[1:] == both[:-1]]
    return twice


def _keys(alternatives: Alternatives, docs: Array) -> Array:
    """Return the keys at which any of the terms stands within ``docs``, ascending and distinct.

    Every one of ``docs`` has one of the terms.
    """
    parts = []
    for each in alternatives:
        own = docs if len(alternatives) == 1 else docs[is_in(docs, each.docs)]
        offsets = each.docs.searchsorted(own.astype(each.docs.dtype, copy=False))
        parts.append(_term_keys(each, own.astype(np.int64) << _SHIFT, offsets))
    return parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts))


def _term_keys(postings: PostingList, numbers: Array, offsets: Array) -> Array:
    """Return the keys of a term in the documents at ``offsets``, whose shifted ``numbers`` are given."""
    if len(offsets) == len(postings.docs):
        keys = numbers.repeat(postings.freqs)
        keys |= postings.positions
        return keys
    counts = postings.freqs.take(offsets)
    keys = numbers.repeat(counts)
    keys |= postings.positions_at(offsets, counts)
    return keys


def _following(places: Sequence[Array], slop: int) -> Array:
    """Return the keys of the last place where each place follows the one before by 1 to ``slop`` positions."""
    ends = places[0]
    for keys in places[1:]:
        if not len(ends):
            break
        before = ends.searchsorted(keys) - 1
        near = keys - ends.take(before, mode="clip") <= slop
        ends = keys[near & (before >= 0)]
    return ends


def _within_window(places: Sequence[Array], slop: int) -> Array:
    """Return the keys at which windows begin where distinct positions fill all places of one window.

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
    found: Array = starts[fits]
    return found


def _sharing(places: Sequence[Array]) -> Iterator[Sequence[Array]]:
    """Yield each place, and each set of places that all share a position with another of the set."""
    shares = [
        any(len(np.intersect1d(place, other)) for other in places if other is not place)
        for place in places
    ]
    yield from ((place,) for place in places)
    overlapping = [place for place, shared in zip(places, shares, strict=True) if shared]
    for size in range(2, len(overlapping) + 1):
        yield from combinations(overlapping, size)


def _documents(keys: Array) -> Array:
    docs: Array = keys >> _SHIFT
    if not len(docs):
        return docs
    fresh = np.ones(len(docs), np.bool_)
    np.not_equal(docs[1:], docs[:-1], out=fresh[1:])
    return docs[fresh]
