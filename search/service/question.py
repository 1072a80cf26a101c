"""A search read against one state of the index: what is asked, and of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from whoosh import query as whoosh

from search.engine import Request, Response, Snapshot
from search.facets.facet_counts import facet_filters
from search.index.index_home import OpenIndex, index_home
from search.query.compile import Compiled, compile_tree
from search.query.index_queries import dates_query
from search.query.language import Parsed, parse
from search.query.state import SearchState
from search.query.typed_values import resolve

DEADLINE_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Question:
    """A state read against one index: what is asked, and of what."""

    state: SearchState
    opened: OpenIndex
    snapshot: Snapshot
    parsed: Parsed
    compiled: Compiled

    @classmethod
    def of(cls, state: SearchState) -> Question:
        opened = index_home().current()
        parsed = parse(state.text, any_word=state.any_word, cut=state.cut)
        compiled = compile_tree(parsed.tree, opened.analyzer, state.match, resolve)
        return cls(state, opened, opened.snapshot(), parsed, compiled)

    @property
    def query(self) -> whoosh.Query:
        """What finds the articles with every word, within the dates of the state."""
        if self.parsed.tree is None and self.state.text:
            return whoosh.NullQuery
        return self.within_dates(self.compiled.query)

    def within_dates(self, query: whoosh.Query) -> whoosh.Query:
        """Return ``query`` narrowed to the state's ``after`` and ``before``."""
        if self.state.after is None and self.state.before is None:
            return query
        return whoosh.Require(query, dates_query(self.state.after, self.state.before))

    def ask(self, query: whoosh.Query, **options: Any) -> Response:
        """Run a query with the filters of the state."""
        return self.snapshot.search(
            Request(
                query=query,
                filters=facet_filters(self.state),
                deadline=DEADLINE_SECONDS,
                **options,
            )
        )
