"""A cluster's index as it is searched: see ``search.contract.IndexReader``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log
from typing import Any, Final

from whoosh.query import Query, Term

from search.contract import (
    AnyFilter,
    FacetRequest,
    FoundDocument,
    IndexSchema,
    QueryTooCostlyError,
    QueryTooLargeError,
    Request,
    Response,
    SignificantTerm,
    UnknownFieldError,
)
from search.opensearch.cluster_client import Cluster
from search.opensearch.facet_answers import FacetAnswers, filter_clause
from search.opensearch.group_counts import GroupCounts
from search.opensearch.hit_walk import HitWalk, single_keyword, sort_clauses
from search.opensearch.index_body import ORDER, REPEATED, TERMS, WINDOW
from search.opensearch.index_facts import IndexFacts
from search.opensearch.query_clauses import EVERYTHING, Clause, QueryClauses, scored_terms
from search.opensearch.sent_documents import own_term
from search.opensearch.significant_values import significant_values
from search.opensearch.time_left import Remaining, deadline
from search.opensearch.value_counts import ValueCounts

_FACETS_PART: Final = 0.8
"""Part of the time in which hits and facets are asked for together; then the hits alone."""
_MOST_CONDITIONS: Final = 90
"""Conditions that are counted two by two: OpenSearch takes a hundred."""


@dataclass(frozen=True, slots=True)
class WalkedOrder:
    """The keys of all hits, asked for when they are wanted."""

    walk: HitWalk
    total: int

    def __len__(self) -> int:
        return self.total

    def batches(self, at_once: int) -> Iterator[list[str]]:
        """Yield the keys, ``at_once`` at a time."""
        hits = self.walk.hits(WINDOW)
        while keys := [hit.key for hit in islice(hits, at_once)]:
            yield keys


class ClusterReader:
    """The index as ``facts`` know it; what it finds is as new as the cluster's last refresh."""

    def __init__(self, cluster: Cluster, index: str, schema: IndexSchema, facts: IndexFacts):
        self.schema: Final = schema
        self._cluster: Final = cluster
        self._index: Final = index
        self._facts: Final = facts
        self._clauses: Final = QueryClauses(schema, facts.rarity)

    @property
    def generation(self) -> str:
        """What differs after every change of the index."""
        return self._facts.generation

    @property
    def document_count(self) -> int:
        """How many documents there were when the facts were asked for."""
        return self._facts.documents

    def _clause(self, query: Query, remaining: Remaining) -> Clause:
        """Return the query as the cluster takes it, its terms weighed."""
        self._facts.weigh(scored_terms(query, self.schema), remaining())
        return self._clauses.of(query)

    def search(self, request: Request) -> Response:
        """Return what ``request`` finds: see the contract."""
        remaining = deadline(request.time_limit)
        remaining()
        self._check(request)
        query = self._clause(request.query, remaining)
        answers = FacetAnswers(self.schema, request, self._facts.shards)
        if request.collapse is not None:
            return self._folded(request, query, answers, remaining)
        body = answers.body(query, sort_clauses(self.schema, request.sort))
        body |= self._page(request)
        answer, counted = self._answered(body, answers, remaining)
        hits = [self._found(hit) for hit in answer["hits"]["hits"]]
        if request.limit and request.offset + request.limit > WINDOW:
            hits = self._far_hits(request, query, remaining)
        total = answer["hits"]["total"]["value"]
        if not counted:
            return answers.uncounted(total, hits)
        counts = ValueCounts(self._cluster, self._index, query, remaining)
        return answers.response(total, hits, answer.get("aggregations", {}), counts)

    def _check(self, request: Request) -> None:
        for facet in request.facets:
            if facet.field not in self.schema.keywords:
                raise UnknownFieldError(facet.field, "keyword field")
        if request.collapse is not None:
            single_keyword(self.schema, request.collapse, "single-valued field to collapse by")

    @staticmethod
    def _page(request: Request) -> dict[str, Any]:
        end = request.offset + request.limit
        if not request.limit or end > WINDOW:
            return {"size": 0}
        return {"from": request.offset, "size": request.limit}

    def _answered(
        self, body: dict[str, Any], answers: FacetAnswers, remaining: Remaining
    ) -> tuple[Any, bool]:
        """Return the answer, and whether it has the facets: they are left out where time is short."""
        seconds = remaining()
        if not answers.asks or seconds is None:
            return self._cluster.search(self._index, body, seconds), True
        try:
            return self._cluster.search(self._index, body, seconds * _FACETS_PART), True
        except QueryTooCostlyError:
            body = {name: part for name, part in body.items() if name != "aggs"}
            return self._cluster.search(self._index, body, remaining()), False

    def _far_hits(
        self, request: Request, query: Clause, remaining: Remaining
    ) -> list[FoundDocument]:
        hits = self._walk(request, query, remaining).hits(WINDOW)
        page = islice(hits, request.offset, request.offset + request.limit)
        return [FoundDocument(hit.key, hit.score, -1) for hit in page]

    def _walk(self, request: Request, query: Clause, remaining: Remaining) -> HitWalk:
        filters = [filter_clause(each, self.schema) for each in request.filters]
        body = {
            "query": {"bool": {"must": [query], "filter": filters}},
            "sort": sort_clauses(self.schema, request.sort),
        }
        return HitWalk(self._cluster, self._index, body, remaining, request.collapse)

    def _folded(
        self, request: Request, query: Clause, answers: FacetAnswers, remaining: Remaining
    ) -> Response:
        """Return one document of each group, counted as one."""
        narrowing = [filter_clause(each, self.schema) for each in request.filters]
        groups = GroupCounts(
            ValueCounts(self._cluster, self._index, query, remaining), request.collapse or ""
        )
        total = groups.total(narrowing)
        hits: list[FoundDocument] = []
        if request.limit:
            walked = self._walk(request, query, remaining).hits()
            page = list(islice(walked, request.offset, request.offset + request.limit))
            sizes = groups.sizes([hit.group for hit in page if hit.group is not None], narrowing)
            hits = [
                FoundDocument(hit.key, hit.score, -1, max(sizes.get(hit.group or "", 1) - 1, 0))
                for hit in page
            ]
        return answers.folded(total, hits, groups)

    @staticmethod
    def _found(hit: dict[str, Any]) -> FoundDocument:
        return FoundDocument(hit["_id"], hit["_score"] or 0.0, -1)

    def ordered(self, request: Request) -> WalkedOrder:
        """Return the keys of all that ``request`` finds."""
        remaining = deadline(request.time_limit)
        query = self._clause(request.query, remaining)
        narrowing = [filter_clause(each, self.schema) for each in request.filters]
        counts = ValueCounts(self._cluster, self._index, query, remaining)
        if request.collapse is not None:
            total = GroupCounts(counts, request.collapse).total(narrowing)
        else:
            total = counts.total(narrowing)
        # Who takes everything away has the time that it takes.
        return WalkedOrder(self._walk(request, query, lambda: None), total)

    def count(self, query: Query) -> int:
        """Return how many documents match."""
        clause = self._clause(query, lambda: None)
        return ValueCounts(self._cluster, self._index, clause, lambda: None).total([])

    def facet(self, field: str, query: Query, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the values of ``field`` among the matches, the most frequent first."""
        request = Request(query, facets=(FacetRequest(field, limit),), limit=0)
        return self.search(request).facets[field]

    def cross_counts(self, request: Request, rows: str, columns: str) -> dict[tuple[str, str], int]:
        """Return (value of ``rows``, value of ``columns``) → the found documents that have both."""
        for field in (rows, columns):
            single_keyword(self.schema, field, "single-valued keyword field")
        remaining = deadline(request.time_limit)
        narrowing = [filter_clause(each, self.schema) for each in request.filters]
        query = self._clause(request.query, remaining)
        counts = ValueCounts(self._cluster, self._index, query, remaining)
        found = counts.composite((rows, columns), narrowing, missing=True)
        return {(row, column): count for (row, column), count in found}

    def overlaps(self, within: AnyFilter, conditions: Sequence[AnyFilter]) -> list[list[int]]:
        """Return how many documents that pass ``within`` pass each two of ``conditions``."""
        if len(conditions) > _MOST_CONDITIONS:
            raise QueryTooLargeError
        if not conditions:
            return []
        named = {f"{n}": filter_clause(each, self.schema) for n, each in enumerate(conditions)}
        body = {
            "size": 0,
            "query": {"bool": {"filter": [filter_clause(within, self.schema)]}},
            "aggs": {"pairs": {"adjacency_matrix": {"filters": named}}},
        }
        answer = self._cluster.search(self._index, body, None)["aggregations"]["pairs"]["buckets"]
        counts = {bucket["key"]: bucket["doc_count"] for bucket in answer}
        places = range(len(conditions))

        def pair(one: int, other: int) -> int:
            names = (f"{one}&{other}", f"{other}&{one}") if one != other else (f"{one}",)
            return max(int(counts.get(name, 0)) for name in names)

        return [[pair(row, column) for column in places] for row in places]

    def significant_among(
        self, request: Request, field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[SignificantTerm]:
        """Return the terms of ``field`` that what ``request`` finds has more often than the rest."""
        remaining = deadline(request.time_limit)
        narrowing = [filter_clause(each, self.schema) for each in request.filters]
        query = self._clause(request.query, remaining)
        counts = ValueCounts(self._cluster, self._index, query, remaining)
        return significant_values(self._facts, counts, narrowing, field, kind_prefix, limit)

    def contains(self, key: str) -> bool:
        """Return whether there is a document under ``key``."""
        return self.count(Term(self.schema.key.name, key)) > 0

    def terms_of(
        self, key: str, field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[tuple[str, float]]:
        """Return the terms that tell one document from the rest, with their weights."""
        body = {
            "size": 1,
            "query": {"ids": {"values": [key]}},
            "docvalue_fields": [field + TERMS],
            "stored_fields": [REPEATED],
        }
        hits = self._cluster.search(self._index, body, None)["hits"]["hits"]
        if not hits:
            return []
        fields = hits[0].get("fields") or {}
        repeated = json.loads(fields.get(REPEATED, ["{}"])[0]).get(field, {})
        sent = [term for term in fields.get(field + TERMS, ()) if term.startswith(kind_prefix)]
        self._facts.learn((field, own_term(term)) for term in sent)
        documents = self._facts.documents
        scored = [
            (own, repeated.get(term, 1) * log(1 + documents / (1 + self.doc_frequency(field, own))))
            for term in sent
            for own in (own_term(term),)
        ]
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def all_keys(self) -> Iterator[str]:
        """Yield the key of every document."""
        body = {"query": EVERYTHING, "sort": [{ORDER: "asc"}]}
        for hit in HitWalk(self._cluster, self._index, body, lambda: None).hits(WINDOW):
            yield hit.key

    def doc_frequency(self, field: str, term: str) -> int:
        """Return how many documents have ``term``."""
        return self._facts.frequency(field, term)

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]:
        """Return the terms that begin with ``prefix``; of very many the most frequent."""
        return self._facts.frequencies(field, prefix)

    def term_counts(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield the same terms in their order."""
        yield from sorted(self.doc_frequencies(field, prefix).items())

    def every_term(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield every term of ``field`` that begins with ``prefix``, some deleted ones included."""
        return self._facts.every_term(field, prefix)

    def held(self, field: str, terms: Iterable[str]) -> set[str]:
        """Return those of ``terms`` that a document has."""
        return self._facts.held(field, terms)

    def has_terms(self, field: str) -> bool:
        """Return whether any document has a term in ``field``."""
        exists = {"exists": {"field": self._facts.counted_field(field)}}
        return ValueCounts(self._cluster, self._index, exists, lambda: None).total([]) > 0

    def greatest(self, field: str) -> int | None:
        """Return the greatest number of ``field``."""
        return self._facts.greatest(field)
