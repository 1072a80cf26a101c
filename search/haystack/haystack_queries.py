"""Haystack's query: its tree of filters as one Whoosh query, its words, what it offers instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from haystack.backends import FILTER_SEPARATOR, VALID_FILTERS, BaseSearchQuery, SearchNode
from haystack.exceptions import MoreLikeThisError
from haystack.inputs import AltParser, BaseInput, Not
from whoosh import query as whoosh

from search.fields import FIELDS, TEXT, Fields
from search.haystack.field_filters import FieldFilters, column_of
from search.haystack.narrowing import fragment
from search.haystack.refusals import UnanswerableSearchError, check_options
from search.index.analyzers import ArabicAnalyzer
from search.index.index_home import index_home
from search.query.compile import compile_tree
from search.query.language import parse
from search.query.query_terms import combined
from search.query.tree import Word
from search.service.prepared_search import TimeBudget
from search.service.search_suggestions import corrected_text


def text_query(
    text: str | whoosh.Query, analyzer: ArabicAnalyzer, fields: Fields = FIELDS
) -> whoosh.Query:
    """Return the query for a text in Khizana's language; a built query is given back.

    ``*`` finds everything, as Haystack's queries without a filter do; a text without words
    finds nothing.
    """
    if isinstance(text, whoosh.Query):
        return text
    if text.strip() == "*":
        return whoosh.Every()
    return FieldFilters(analyzer, fields).language(text)


class KhizanaSearchQuery(BaseSearchQuery):
    """Builds one Whoosh query of Haystack's tree of filters; nothing goes through strings."""

    declared: ClassVar[Fields] = FIELDS
    start_offset: int
    end_offset: int | None

    def __str__(self) -> str:
        return str(self.build_query())

    def clean(self, query_fragment: Any) -> Any:
        """Return the value as it is: no value of a filter is ever read as a query."""
        return query_fragment

    def build_query(self) -> whoosh.Query:
        """Return the query of all filters; without one, everything.

        Raises ``UnanswerableSearchError``.
        """
        filters = FieldFilters(index_home().current().analyzer, self.declared)
        query = self._node(self.query_filter, filters)
        if query is None:
            query = whoosh.Every()
        boosts = [
            term.query(TEXT, _weight(word, boost))
            for word, boost in self.boost.items()
            for term in compile_tree(Word(word), filters.analyzer).terms
        ]
        return whoosh.AndMaybe(query, whoosh.Or(boosts)) if boosts else query

    def matching_all_fragment(self) -> str:
        """Return the text that finds everything."""
        return "*"

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Return one filter as text, as ``narrow()`` asks for it."""
        return fragment(field, filter_type, value)

    def filter_query(self, field: str, filter_type: str, value: Any) -> whoosh.Query:
        """Return the query of one filter (``outlet__in=[…]``, ``content="…"``)."""
        analyzer = index_home().current().analyzer
        return FieldFilters(analyzer, self.declared).query(field, filter_type, value)

    def build_params(self, spelling_query: str | None = None) -> dict[str, Any]:
        """Return the options of the search. Raises ``UnanswerableSearchError``."""
        check_options({"stats": self.stats})
        params: dict[str, Any] = super().build_params(spelling_query)
        return params

    def run_mlt(self, **kwargs: Any) -> None:
        """Look for articles like one, narrowed, ordered, sliced and counted as any others.

        Haystack's own way leaves the offsets out, so that a slice holds other articles than
        its place says; and it leaves out what ``narrow()``, ``order_by()`` and ``facet()``
        ask for.
        """
        if not self._more_like_this or self._mlt_instance is None:
            raise MoreLikeThisError("more_like_this() needs an article to compare with")
        options = self.build_params() | kwargs
        found = self.backend.more_like_this(self._mlt_instance, self.build_query(), **options)
        self._results, self._hit_count = found["results"], found["hits"]
        self._facet_counts = self.post_process_facets(found)

    def get_facet_counts(self) -> dict[str, Any]:
        """Return the facets; where nothing was asked for yet, no result is fetched for them.

        Haystack's own way asks for every result there is and throws all of them away.
        """
        if self._facet_counts is None:
            limits = self.start_offset, self.end_offset
            self.set_limits(0, 0)
            if self._more_like_this:
                self.run_mlt()
            else:
                self.run()
            self._results = None
            self.start_offset, self.end_offset = limits
        counts: dict[str, Any] = self._facet_counts
        return counts

    def get_stats(self) -> dict[str, Any]:
        """Refuse: see ``refusals``."""
        check_options({"stats": self.stats or True})
        return {}

    def get_spelling_suggestion(self, preferred_query: str | None = None) -> str | None:
        """Return another spelling of what is searched for, or of ``preferred_query``.

        ``None`` where there is none that finds more. It is looked for when it is asked for,
        so that no search pays for it.
        """
        text = preferred_query or self.spelling_query or " ".join(_words(self.query_filter))
        return corrected_text(text, TimeBudget()) if parse(text).tree is not None else None

    def _node(self, node: SearchNode, filters: FieldFilters) -> whoosh.Query | None:
        """Return the query of ``node``; ``None`` where it holds no filter."""
        parts = []
        for child in node.children:
            if isinstance(child, SearchNode):
                part = self._node(child, filters)
                parts += [] if part is None else [part]
            else:
                expression, value = child
                parts.append(filters.query(*_field_and_lookup(expression), value))
        if not parts:
            return None
        query = combined(whoosh.Or if node.connector == SearchNode.OR else whoosh.And, parts)
        return whoosh.Not(query) if node.negated else query


def _weight(word: str, boost: Any) -> float:
    try:
        return float(boost)
    except (TypeError, ValueError) as error:
        raise UnanswerableSearchError(f"boost({word!r}, {boost!r}): give a number") from error


def _field_and_lookup(expression: str) -> tuple[str, str]:
    """Return the parts of ``outlet__in``. Haystack takes what it does not know for no lookup."""
    field, *lookups = expression.split(FILTER_SEPARATOR)
    if len(lookups) > 1 or not VALID_FILTERS.issuperset(lookups):
        raise UnanswerableSearchError(
            f"{expression}: a field has one lookup of {', '.join(sorted(VALID_FILTERS))}"
        )
    return field, lookups[0] if lookups else "content"


def _words(node: SearchNode) -> Iterator[str]:
    """Yield what the filters look for in texts, not what they refuse."""
    for child in () if node.negated else node.children:
        if isinstance(child, SearchNode):
            yield from _words(child)
            continue
        expression, value = child
        field, _, _lookup = expression.partition(FILTER_SEPARATOR)
        typed = isinstance(value, str | BaseInput) and not isinstance(value, Not | AltParser)
        if typed and column_of(field) in ("content", *FIELDS.texts):
            yield str(value)
