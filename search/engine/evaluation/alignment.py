"""The documents that have all of several terms, and where each term's list has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.engine.evaluation.document_sets import is_worth_a_mask
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
    """Whether tables of their frequencies, which are kept, serve better than aligning them."""
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
    """From the shortest list, looking up in each what the ones before have in common."""
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
