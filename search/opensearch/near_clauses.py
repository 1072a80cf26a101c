"""Words near each other, as Lucene's span queries find them: see ``PhraseOf``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, permutations
from typing import Any, Final

Place = Sequence[str]

_MOST_ORDERS: Final = 4
"""Places up to which every order is asked for one by one, where two may share a position."""


def near_clause(field: str, places: Sequence[Place], slop: int, ordered: bool) -> dict[str, Any]:
    """Return what finds ``places`` in line, or near each other in any order.

    In any order distinct positions fill the places. Lucene lets two places share one: where they
    may, each order is a clause of its own, up to four places; beyond, one word may fill two places
    that share a term. In order, the words between are counted together and not between each two:
    of two words that is the same.
    """
    spans = [_span_of(field, place) for place in places]
    if len(spans) == 1:
        return spans[0]
    if ordered:
        return _near(spans, (slop - 1) * (len(spans) - 1), in_order=True)
    between = slop - 1
    if len(spans) > _MOST_ORDERS or not _share_a_term(places):
        return _near(spans, between, in_order=False)
    orders = [_near(list(order), between, in_order=True) for order in permutations(spans)]
    return {"bool": {"should": orders, "minimum_should_match": 1}}


def _share_a_term(places: Sequence[Place]) -> bool:
    return any(set(one) & set(other) for one, other in combinations(places, 2))


def _span_of(field: str, place: Place) -> dict[str, Any]:
    spans = [{"span_term": {field: {"value": term}}} for term in place]
    return spans[0] if len(spans) == 1 else {"span_or": {"clauses": spans}}


def _near(spans: list[dict[str, Any]], slop: int, *, in_order: bool) -> dict[str, Any]:
    return {"span_near": {"clauses": spans, "slop": slop, "in_order": in_order}}
