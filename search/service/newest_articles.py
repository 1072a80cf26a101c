"""What a search finds, by when the archive learned of it: the latest first, whatever its date.

Primary keys stand for that order: articles get theirs as they are stored. A mark is the greatest
key that somebody has seen; what came later has a greater one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from whoosh import query as whoosh

from archive.models import Article
from search.contract import Response
from search.fields import ADDED
from search.hits.article_hits import Hit
from search.index.index_home import index_home
from search.query.state import Meaning, SearchState, Sort
from search.service.prepared_search import PreparedSearch, TimeBudget
from search.service.search import hits_of

_LATEST_FIRST: Final = ((ADDED, True),)


@dataclass(frozen=True, slots=True)
class NewestArticles:
    """What a search finds of what came after a mark, the latest first.

    ``total`` counts all of it, ``mark`` is that of the index as it was asked.
    """

    prepared: PreparedSearch
    response: Response
    mark: int

    @property
    def total(self) -> int:
        """How many articles there are, or stories where copies are folded."""
        return self.response.total

    @property
    def keys(self) -> list[int]:
        """The primary keys of those that were asked for."""
        return [int(found.key) for found in self.response.hits]

    def articles(self) -> list[Article]:
        """Return those that readers see, in one query."""
        known = Article.objects.for_display().in_bulk(self.keys)
        return [known[key] for key in self.keys if key in known]

    def hits(self) -> tuple[Hit, ...]:
        """Return them with what of each matched."""
        return hits_of(self.prepared, self.response.hits)


def standing(state: SearchState) -> SearchState:
    """Return a search without what says how it is shown: the same for every page and order."""
    return state.with_sort(Sort.RELEVANCE).with_meaning(Meaning.UNUSED)


def newest_articles(
    state: SearchState,
    *,
    limit: int,
    offset: int = 0,
    after: int = 0,
    upto: int | None = None,
    budget: TimeBudget | None = None,
) -> NewestArticles:
    """Return what ``state`` finds of the articles after one mark and up to another.

    Raises ``IndexUnavailableError``, ``QueryTooCostlyError``.
    """
    prepared = PreparedSearch.of(state, budget or TimeBudget())
    query = prepared.query
    if after > 0 or upto is not None:
        query = whoosh.Require(query, whoosh.NumericRange(ADDED, after + 1, upto))
    response = prepared.run(
        query, sort=_LATEST_FIRST, limit=limit, offset=offset, collapse=prepared.collapse
    )
    return NewestArticles(prepared, response, prepared.snapshot.greatest(ADDED) or 0)


def index_mark() -> int:
    """Return the mark of the index as it is now. Raises ``IndexUnavailableError``."""
    return index_home().read()[1].greatest(ADDED) or 0
