"""Documents that have all of several terms, and where each term's list has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from search.engine.blocks import Array
from search.engine.docsets import is_worth_a_mask
from search.engine.term import Term

_FEW: Final = 512
"""Documents that are looked up in any list in little time."""


class Alignment(NamedTuple):
    """``places[t]`` says where each of ``docs`` stands in ``terms[t].docs``."""

    terms: Sequence[Term]
    docs: Array
    places: list[Array]

    def chosen(self, rows: Array) -> Alignment:
        """The documents ``rows`` alone."""
        return Alignment(self.terms, self.docs[rows], [places[rows] for places in self.places])


def align(terms: Sequence[Term]) -> Alignment | None:
    """The documents that have all ``terms``; ``None`` where lists so long are better masked."""
    order = sorted(range(len(terms)), key=lambda number: len(terms[number].docs))
    rarest = terms[order[0]]
    docs = rarest.docs
    if len(docs) > _FEW and is_worth_a_mask(len(docs), len(terms[order[1]].docs)):
        return None
    places: dict[int, Array] = {}
    for number in order[1:]:
        spots, found = terms[number].find(docs)
        docs = docs[found]
        places = {other: before[found] for other, before in places.items()}
        places[number] = spots[found]
    places[order[0]] = rarest.docs.searchsorted(docs)
    return Alignment(terms, docs, [places[number] for number in range(len(terms))])
