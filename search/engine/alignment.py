"""Documents that have all of several terms, and where each term's list has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.engine.blocks import Array
from search.engine.docsets import is_worth_a_mask
from search.engine.segment import MAXIMUM_DOCUMENTS
from search.engine.term import Occurrence, Term


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


def align(terms: Sequence[Term]) -> list[Alignment]:
    """The documents that have all ``terms``, segment by segment, where there are any."""
    found = []
    for occurrences in side_by_side(terms):
        alignment = _align(occurrences)
        if len(alignment.docs):
            found.append(alignment)
    return found


def side_by_side(terms: Sequence[Term]) -> list[list[Occurrence]]:
    """The occurrences of ``terms`` in each segment that has all of them."""
    first, *others = terms
    rows = [[occurrence] for occurrence in first.occurrences]
    for term in others:
        there = {occurrence.base: occurrence for occurrence in term.occurrences}
        rows = [[*row, there[row[0].base]] for row in rows if row[0].base in there]
    return rows


def _align(occurrences: Sequence[Occurrence]) -> Alignment:
    """From the shortest list, looking up in each what the ones before have in common."""
    order = sorted(range(len(occurrences)), key=lambda number: len(occurrences[number].docs))
    docs = occurrences[order[0]].docs
    places = {order[0]: np.arange(len(docs))}
    for number in order[1:]:
        others = occurrences[number].docs
        spots = _spots(docs, others)
        rows = (others.take(spots, mode="clip") == docs).nonzero()[0]
        if len(rows) < len(docs):
            docs, spots = docs.take(rows), spots.take(rows)
            places = {before: own.take(rows) for before, own in places.items()}
        places[number] = spots
    alignment = Alignment(occurrences, docs, [places[n] for n in range(len(occurrences))])
    segment = occurrences[0].segment
    if len(segment.deleted):
        return alignment.chosen(segment.live.take(docs).nonzero()[0])
    return alignment


def _spots(docs: Array, others: Array) -> Array:
    """Where each of ``docs`` stands in ``others``, or anything where it does not."""
    if not is_worth_a_mask(len(docs), len(others)):
        return others.searchsorted(docs)
    spot_of = np.empty(MAXIMUM_DOCUMENTS, np.intp)
    spot_of[others.astype(np.intp)] = np.arange(len(others))
    spots: Array = spot_of.take(docs)
    return spots
