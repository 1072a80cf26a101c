"""Facets that ignore their own choice: what is asked for them, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from search.contract import (
    AnyFilter,
    EitherFilter,
    FacetRequest,
    Filter,
    FoundDocument,
    IndexSchema,
    QueryTooCostlyError,
    Request,
    Response,
    UnknownFieldError,
)
from search.opensearch.group_counts import GroupCounts
from search.opensearch.query_clauses import Clause, boolean
from search.opensearch.value_counts import Counts, ValueCounts, facet_aggregation


def filter_clause(condition: AnyFilter, schema: IndexSchema) -> Clause:
    """Return the clause for a filter. Raises ``UnknownFieldError``."""
    if isinstance(condition, EitherFilter):
        parts = [filter_clause(each, schema) for each in condition.filters]
        return boolean(should=parts, minimum_should_match=1)
    return _clause_of_values(condition, schema)


def _clause_of_values(condition: Filter, schema: IndexSchema) -> Clause:
    field = condition.field
    if field not in schema.keywords and field != schema.key.name:
        raise UnknownFieldError(field, "keyword field")
    parts: dict[str, Any] = {}
    if condition.any_of:
        parts["filter"] = [{"terms": {field: sorted(condition.any_of)}}]
    if condition.none_of:
        parts["must_not"] = [{"terms": {field: sorted(condition.none_of)}}]
    return boolean(**parts) if parts else {"match_all": {}}


class FacetAnswers:
    """The facets of one request: what is asked for all of them at once, and their counts.

    A filter that no facet ignores narrows the query. The others narrow the hits alone, and each
    facet by those that it heeds.
    """

    def __init__(self, schema: IndexSchema, request: Request, shards: int) -> None:
        self._shards: Final = shards
        self._facets: Final = {facet.field: facet for facet in request.facets}
        self._clauses: Final = [
            (each.field, filter_clause(each, schema)) for each in request.filters
        ]
        ignored = frozenset().union(*map(_ignored_by, request.facets))
        self._common: Final = [c for field, c in self._clauses if field not in ignored]
        self._apart: Final = [(f, c) for f, c in self._clauses if f in ignored]

    @property
    def asks(self) -> bool:
        """Whether any facet is counted."""
        return bool(self._facets)

    def body(self, query: Clause, sort: Sequence[Any]) -> dict[str, Any]:
        """Return the search for hits and facets together."""
        body: dict[str, Any] = {
            "track_total_hits": True,
            "query": {"bool": {"must": [query], "filter": self._common}},
            "sort": list(sort),
        }
        if self._apart:
            body["post_filter"] = {"bool": {"filter": [clause for _, clause in self._apart]}}
        if self._facets:
            body["aggs"] = {
                name: facet_aggregation(facet, self._shards, self._heeded(facet, self._apart))
                for name, facet in self._facets.items()
            }
        return body

    @staticmethod
    def _heeded(facet: FacetRequest, filters: Sequence[tuple[str, Clause]]) -> list[Clause]:
        ignored = _ignored_by(facet)
        return [clause for field, clause in filters if field not in ignored]

    def uncounted(self, total: int, hits: list[FoundDocument]) -> Response:
        """Return the hits without the facets, for which no time was left."""
        return self._response(total, hits, {}, {})

    def response(
        self,
        total: int,
        hits: list[FoundDocument],
        answers: Mapping[str, Any],
        counts: ValueCounts,
    ) -> Response:
        """Return the hits with the facets; those for which no time is left are named."""
        facets: dict[str, Counts] = {}
        distinct: dict[str, int] = {}
        for name, facet in self._facets.items():
            narrowing = self._heeded(facet, self._clauses)
            try:
                facets[name], distinct[name] = counts.of(facet, answers[name], narrowing)
            except QueryTooCostlyError:
                continue
        return self._response(total, hits, facets, distinct)

    def folded(self, total: int, hits: list[FoundDocument], groups: GroupCounts) -> Response:
        """Return the hits with the facets, which count groups."""
        facets: dict[str, Counts] = {}
        distinct: dict[str, int] = {}
        for name, facet in self._facets.items():
            try:
                facets[name], distinct[name] = groups.of(facet, self._heeded(facet, self._clauses))
            except QueryTooCostlyError:
                continue
        return self._response(total, hits, facets, distinct)

    def _response(
        self,
        total: int,
        hits: list[FoundDocument],
        facets: Mapping[str, Counts],
        distinct: Mapping[str, int],
    ) -> Response:
        uncounted = tuple(name for name in self._facets if name not in facets)
        return Response(
            total,
            hits,
            {name: list(facets.get(name, ())) for name in self._facets},
            {name: distinct.get(name, 0) for name in self._facets},
            (),
            uncounted,
        )


def _ignored_by(facet: FacetRequest) -> frozenset[str]:
    return facet.ignoring | {facet.field}
