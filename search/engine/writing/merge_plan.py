"""Plans merges: which adjacent segments become one, and which of their terms are the same.

The policy is tiered and keeps the order of insertion. Terms are compared range by range, in
the order of their names, so that a merge needs the memory of one range.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import FieldPostings
from search.engine.storage.segment_files import MAXIMUM_DOCUMENTS, Segment
from search.engine.storage.term_dictionary import TermDictionary, pack_names
from search.engine.writing.word_vocabulary import Vocabulary

_FANOUT: Final = 8
"""Segments of one tier that become one of the next (Lucene's log merge takes 10)."""
_DELETED_SHARE: Final = 0.25
"""The share of deleted documents from which a segment is rewritten alone."""


def _tier(segment: Segment) -> int:
    tier, documents = 0, max(1, segment.live_documents)
    while documents >= _FANOUT:
        documents //= _FANOUT
        tier += 1
    return tier


def mergeable(segments: Sequence[Segment]) -> slice | None:
    """Return the next stretch of ``segments`` to merge, or ``None`` when all is well.

    The lowest tier with ``_FANOUT`` adjacent segments (of it or below) comes first,
    then the first segment with too many deleted documents.
    """
    tiers = [_tier(segment) for segment in segments]
    for tier in sorted(set(tiers)):
        for stretch in _stretches(segments, [level <= tier for level in tiers]):
            if stretch.stop - stretch.start >= _FANOUT:
                return stretch
    for place, segment in enumerate(segments):
        if len(segment.deleted) > _DELETED_SHARE * segment.documents:
            return slice(place, place + 1)
    return None


def _stretches(segments: Sequence[Segment], eligible: list[bool]) -> list[slice]:
    """Return the longest stretches of adjacent eligible segments that fit into one."""
    found: list[slice] = []
    start = total = 0
    for place, segment in enumerate(segments):
        if not eligible[place] or total + segment.live_documents > MAXIMUM_DOCUMENTS:
            found.append(slice(start, place))
            start, total = place, 0
        if not eligible[place]:
            start = place + 1
        else:
            total += segment.live_documents
    found.append(slice(start, len(segments)))
    return found


def packed(segments: Sequence[Segment]) -> list[slice]:
    """Return all of ``segments`` in as few adjacent groups as the size of a segment allows."""
    groups = _stretches(segments, [True] * len(segments))
    return [group for group in groups if group.stop > group.start]


_RANGE_POSTINGS: Final = 1 << 19
"""Postings of all sources that are merged at once: some 15 MB with their positions."""
_RANGE_TERMS: Final = 1 << 15
"""Terms that are merged at once: rare ones have few postings, but each has a name."""


@dataclass(frozen=True, slots=True)
class TermRange:
    """A stretch of the terms that are merged, ``names``, sorted.

    For each source: the ordinals of those that it has, and the place of each among ``names``.
    """

    names: list[bytes]
    ordinals: list[range | Array]
    places: list[Array]


@dataclass(frozen=True, slots=True)
class RankedTerms:
    """The terms of a vocabulary, sorted; ``ranks`` gives the place of each by its number."""

    dictionary: TermDictionary
    ranks: Array

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Self:
        """Sort the terms of ``vocabulary``."""
        names = vocabulary.term_names()
        numbers = sorted(range(len(names)), key=names.__getitem__)
        ranks = np.empty(len(names), np.uint32)
        ranks[numbers] = np.arange(len(names), dtype=np.uint32)
        packed_names = pack_names([names[number] for number in numbers])
        return cls(TermDictionary(*packed_names), ranks)


def ranges_by_name(postings: Sequence[FieldPostings]) -> Iterator[TermRange]:
    """Yield the terms of all dictionaries in stretches, walking them in step.

    The largest source says where to part them; the others are taken to be like it.
    """
    largest = max(postings, key=lambda p: len(p.dictionary))
    share = len(largest.docs) / (sum(len(p.docs) for p in postings) or 1)
    low = [0] * len(postings)
    for split in _splits(largest.starts, share):
        term = largest.dictionary.term(split)
        high = [p.dictionary.lower_bound(term) for p in postings]
        yield _named_range(postings, low, high)
        low = high
    yield _named_range(postings, low, [len(p.dictionary) for p in postings])


def _named_range(postings: Sequence[FieldPostings], low: list[int], high: list[int]) -> TermRange:
    ordinals: list[range | Array] = list(map(range, low, high))
    terms = [p.dictionary.terms(*ends) for p, *ends in zip(postings, low, high, strict=True)]
    names = sorted(set().union(*terms))
    place = {name: number for number, name in enumerate(names)}
    places = [np.fromiter(map(place.__getitem__, part), np.int64, len(part)) for part in terms]
    return TermRange(names, ordinals, places)


def ranges_by_number(
    postings: Sequence[FieldPostings], numbers: Sequence[Array], names: RankedTerms
) -> Iterator[TermRange]:
    """Yield the terms of sources that hold numbers of one vocabulary in place of names."""
    ranks = [names.ranks.take(part) for part in numbers]
    orders = [part.argsort().astype(np.uint32) for part in ranks]
    ranks = [part[order] for part, order in zip(ranks, orders, strict=True)]
    totals = np.zeros(len(names.ranks) + 1, np.int64)
    for source, order, part in zip(postings, orders, ranks, strict=True):
        counts: Array = np.diff(source.starts.astype(np.int64))
        totals[part + np.uint32(1)] += counts[order]
    low = 0
    for high in (*_splits(totals.cumsum(), 1.0), len(names.ranks)):
        cuts = [part.searchsorted((low, high)).tolist() for part in ranks]
        yield TermRange(
            names.dictionary.terms(low, high),
            [order[begin:end] for order, (begin, end) in zip(orders, cuts, strict=True)],
            [
                part[begin:end] - np.int64(low)
                for part, (begin, end) in zip(ranks, cuts, strict=True)
            ],
        )
        low = high


def _splits(starts: Array, share: float) -> list[int]:
    """Return where to part the terms whose postings, a ``share`` of all, start at ``starts``."""
    size, postings = len(starts) - 1, int(starts[-1]) if len(starts) else 0
    step = max(1, int(share * _RANGE_POSTINGS))
    by_postings = np.searchsorted(starts, np.arange(step, postings, step))
    return sorted({*by_postings.tolist(), *range(_RANGE_TERMS, size, _RANGE_TERMS)} - {0, size})
