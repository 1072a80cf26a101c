"""A search read against one state of the index, within the time budget of its request."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from whoosh import query as whoosh

from search.contract import IndexReader, OrderedKeys, QueryTooCostlyError, Request, Response
from search.facets.facets import facet_filters
from search.fields import DATE_LATEST, DATE_SORT
from search.hits.matching import Matcher
from search.index.index_home import index_home
from search.index.open_index import OpenIndex
from search.query.compile import Compiled, compile_tree, dates_query
from search.query.language import Parsed, parse
from search.query.state import SearchState, Sort
from search.service.named_values import NamedValues

REQUEST_SECONDS: Final = 5.0
"""What one request may spend on the index: a reader waits no longer for a page."""

_STORY: Final = "cluster"
"""The field of what republications of one article share."""

_SORTS: Final = {
    Sort.RELEVANCE: None,
    Sort.NEWEST: ((DATE_SORT, True), (DATE_LATEST, False)),
    Sort.OLDEST: ((DATE_SORT, False), (DATE_LATEST, False)),
}
"""Of the articles that begin on one day those of a known day come first, the vaguest last."""

Item = TypeVar("Item")


class TimeBudget:
    """The time that one request may spend on the index, whatever it asks.

    It is made once a request and handed to everything that asks the index for it. Time runs
    from the making on, by ``clock`` (in seconds).
    """

    def __init__(
        self, seconds: float = REQUEST_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds: Final = seconds
        self._clock: Final = clock
        self._end = clock() + seconds

    @property
    def spent(self) -> bool:
        """Whether no time is left."""
        return self._clock() >= self._end

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let no time run meanwhile: for what is no work of the index, and has a bound of its own."""
        began = self._clock()
        yield
        self._end += self._clock() - began

    def remaining(self) -> float:
        """Return the seconds left, more than none. Raises ``QueryTooCostlyError`` when spent."""
        left = self._end - self._clock()
        if left <= 0:
            raise QueryTooCostlyError(self._seconds)
        return left


def found_in_time(items: Iterator[Item]) -> tuple[Item, ...]:
    """Return what ``items`` yields until the time budget is spent."""
    found = []
    try:
        for item in items:
            found.append(item)
    except QueryTooCostlyError:
        pass
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PreparedSearch:
    """A state read against one state of the index: what is asked, of what, and how long."""

    state: SearchState
    opened: OpenIndex
    snapshot: IndexReader
    parsed: Parsed
    compiled: Compiled
    budget: TimeBudget

    @classmethod
    def of(cls, state: SearchState, budget: TimeBudget) -> PreparedSearch:
        """Read ``state`` against the index as it is now. Raises ``IndexUnavailableError``."""
        return cls.against(*index_home().read(), state, budget)

    def with_state(self, state: SearchState) -> PreparedSearch:
        """Read another state against the same index, within the same budget."""
        return self.against(self.opened, self.snapshot, state, self.budget)

    @classmethod
    def against(
        cls, opened: OpenIndex, snapshot: IndexReader, state: SearchState, budget: TimeBudget
    ) -> PreparedSearch:
        """Read ``state`` against one state of an open index."""
        parsed = parse(state.text, any_word=state.any_word, cut=state.cut)
        values = NamedValues(snapshot, state.machine_found)
        compiled = compile_tree(
            parsed.tree,
            opened.analyzer,
            state.match,
            values.keys,
            values.nearest,
            machine_found=state.machine_found,
        )
        return cls(state, opened, snapshot, parsed, compiled, budget)

    @property
    def query(self) -> whoosh.Query:
        """What finds the articles with every word, within the dates of the state."""
        if self.parsed.tree is None and self.state.text:
            return whoosh.NullQuery
        return self.within_dates(self.compiled.query)

    @property
    def collapse(self) -> str | None:
        """The field whose articles of one value are shown as one, where the reader wants it."""
        return _STORY if self.state.collapse else None

    @property
    def sort(self) -> tuple[tuple[str, bool], ...] | None:
        """The order of the hits as ``Request.sort`` takes it."""
        return _SORTS[self.state.order]

    def within_dates(self, query: whoosh.Query) -> whoosh.Query:
        """Return ``query`` narrowed to the state's ``after`` and ``before``."""
        if self.state.after is None and self.state.before is None:
            return query
        return whoosh.Require(query, dates_query(self.state.after, self.state.before))

    def run(self, query: whoosh.Query, *, filtered: bool = True, **options: Any) -> Response:
        """Run a query, by default with the filters of the state; ``options`` are of ``Request``.

        Raises ``QueryTooCostlyError`` where the budget is spent.
        """
        return self.snapshot.search(self._request(query, filtered, **options))

    def ordered(self) -> OrderedKeys:
        """Return the keys of all articles that the state finds, in its order.

        Raises ``QueryTooCostlyError``.
        """
        options = {"sort": self.sort, "collapse": self.collapse}
        return self.snapshot.ordered(self._request(self.query, True, **options))

    def _request(self, query: whoosh.Query, filtered: bool, **options: Any) -> Request:
        filters = facet_filters(self.state) if filtered else ()
        time_limit = self.budget.remaining()
        return Request(query=query, filters=filters, time_limit=time_limit, **options)

    def count(self) -> int:
        """Return how many articles the state finds, or stories where copies are folded.

        Raises ``QueryTooCostlyError``.
        """
        return self.run(self.query, limit=0, collapse=self.collapse).total

    def matcher(self) -> Matcher:
        """Return what finds the terms of the search in texts."""
        return Matcher(self.opened.analyzer, self.compiled.terms, self.opened.word_terms)


class IndexArticleSearch:
    """Finds articles for the desk: see ``archive.article_search``."""

    def article_ids(self, query_text: str, limit: int) -> Sequence[int]:
        """Return the primary keys of at most ``limit`` articles, the best match first.

        Raises ``IndexUnavailableError``, ``QueryTooCostlyError``.
        """
        prepared = PreparedSearch.of(SearchState().with_text(query_text), TimeBudget())
        found = prepared.run(prepared.query, limit=limit)
        return [int(hit.key) for hit in found.hits]
