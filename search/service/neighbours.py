"""The articles before and after one of the articles that a search found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from archive.models import Article
from search.contract import IndexUnavailableError, QueryTooCostlyError
from search.query.state import SearchState
from search.service.meaning_search import Meant, run_in_order
from search.service.prepared_search import PreparedSearch, TimeBudget
from search.service.search import PAGE_SIZE

_MOST_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class ResultPlace:
    """The place of an article among the articles of a search, from 1 on.

    ``before`` and ``after`` are the public ids beside it, empty at the ends; both are empty where
    the search finds another article at this place by now.
    """

    state: SearchState
    number: int
    total: int = 0
    before: str = ""
    after: str = ""

    @property
    def results(self) -> SearchState:
        """The search on the page that has this place."""
        return self.state.with_page((self.number - 1) // PAGE_SIZE + 1)


def place_number(typed: str) -> int:
    """Return the place that an address states, 0 where it is none."""
    return int(typed) if typed.isdecimal() and len(typed) <= _MOST_DIGITS else 0


def result_place(
    article: Article, state: SearchState, number: int, budget: TimeBudget
) -> ResultPlace:
    """Return what stands before and after ``article``, the result ``number`` of a search.

    Where no index answers in time, nothing is known of what stands beside it.
    """
    start = max(number - 2, 0)
    try:
        prepared = PreparedSearch.of(state, budget)
        meant = Meant.of(prepared)
        found, _ = run_in_order(prepared, meant, limit=number - start + 1, offset=start)
    except (IndexUnavailableError, QueryTooCostlyError):
        return ResultPlace(state, number)
    keys = [int(hit.key) for hit in found.hits]
    own = number - start - 1
    if own >= len(keys) or keys[own] != article.pk:
        return ResultPlace(state, number)
    ids = dict(Article.objects.shown().filter(pk__in=keys).values_list("pk", "public_id"))
    before = ids.get(keys[own - 1], "") if own else ""
    after = ids.get(keys[own + 1], "") if own + 1 < len(keys) else ""
    return ResultPlace(state, number, found.total, before, after)
