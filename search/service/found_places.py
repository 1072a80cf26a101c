"""Where in the order of a search an article stands, for whoever goes on after it."""

from __future__ import annotations

from typing import Final

from search.query.state import SearchState
from search.service.meaning_search import Meant, run_in_order
from search.service.prepared_search import PreparedSearch, TimeBudget

_NEAR: Final = 500
"""Places up and down that are looked through: so many articles may have come or gone meanwhile."""


def offset_after(state: SearchState, key: int, count: int, budget: TimeBudget) -> int:
    """Return how many hits come up to the article ``key``, which stood at place ``count``.

    Where it is no longer near, that is ``count``. Raises ``QueryTooCostlyError``,
    ``IndexUnavailableError``.
    """
    prepared = PreparedSearch.of(state, budget)
    first = max(count - _NEAR, 0)
    found, _ = run_in_order(prepared, Meant.of(prepared), limit=2 * _NEAR, offset=first)
    places = (n for n, hit in enumerate(found.hits, first + 1) if int(hit.key) == key)
    return next(places, count)
