"""Documents that have all of several terms, and where each term's list has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import is_worth_a_mask
from search.engine.term import Occurrence, Term

_FEW: Final = 512
"""Documents that are looked up in any list in little time."""


class Alignment(NamedTuple):
    """Live documents of one segment. ``places[t]`` says where ``occurrences[t].docs`` has them."""

    occurrences: Sequence[Occurrence]
    docs: Array
    places: Sequence[Array]

    def chosen(self, rows: Array) -> Alignment:
        """The documents ``rows`` alone, ascending."""
        if len(rows) == len(self.docs):
            return self
        places = [own.take(rows) for own in self.places]
        return Alignment(self.occurrences, self.docs.take(rows), places)


def numbered(alignment: Alignment) -> Array:
    """Its documents as numbers of the snapshot."""
    docs = alignment.docs.astype(np.int64)
    base = alignment.occurrences[0].base
    return docs + base if base else docs


def are_common(terms: Sequence[Term]) -> bool:
    """Whether tables of their frequencies, which are kept, serve better than their places."""
    rarest, next_one, *_ = sorted([term.frequency for term in terms])
    return rarest > _FEW and is_worth_a_mask(rarest, next_one)


def align(terms: Sequence[Term]) -> list[Alignment]:
    """The documents that have all ``terms``, segment by segment, where there are any."""
    found = []
    for occurrence in terms[0].occurrences:
        segment, occurrences = occurrence.segment, [occurrence]
        for term in terms[1:]:
            for other in term.occurrences:
                if other.segment is segment:
                    occurrences.append(other)
        if len(occurrences) == len(terms):
            alignment = _align(occurrences)
            if len(alignment.docs):
                found.append(alignment)
    return found


def _align(occurrences: Sequence[Occurrence]) -> Alignment:
    """From the shortest list, looking up in each what the ones before have in common."""
    sizes = [len(occurrence.docs) for occurrence in occurrences]
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    docs = occurrences[order[0]].docs
    places = [np.arange(len(docs))] * len(sizes)
    for number, place in enumerate(order[1:], start=1):
        others = occurrences[place].docs
        spots = occurrences[place].spots(docs)
        rows = (others.take(spots, mode="clip") == docs).nonzero()[0]
        if not len(rows):
            return Alignment(occurrences, rows, [rows] * len(sizes))
        if len(rows) < len(docs):
            docs, spots = docs.take(rows), spots.take(rows)
            for before in order[:number]:
                places[before] = places[before].take(rows)
        places[place] = spots
    alignment = Alignment(occurrences, docs, places)
    segment = occurrences[0].segment
    if len(segment.deleted):
        return alignment.chosen(segment.live.take(docs).nonzero()[0])
    return alignment
