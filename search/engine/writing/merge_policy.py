"""Which adjacent segments are worth merging: a tiered policy that keeps insertion order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from search.engine.storage.segment_files import MAXIMUM_DOCUMENTS, Segment

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
    """Maximal adjacent eligible segments that fit into one."""
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
