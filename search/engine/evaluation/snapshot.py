"""A generation of the index, held open: everything that a search can ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from whoosh.query import Query

from search.contract import (
    AnyFilter,
    FacetRequest,
    FoundDocument,
    IndexSchema,
    Request,
    Response,
    SignificantTerm,
)
from search.engine.evaluation.composite_reader import CompositeReader, significant_terms
from search.engine.evaluation.cross_counts import cross_counts
from search.engine.evaluation.facet_counts import count_facet
from search.engine.evaluation.filter_masks import FilteredMatches, FilterMasks
from search.engine.evaluation.match_sets import Matches
from search.engine.evaluation.query_evaluation import QueryEvaluator
from search.engine.evaluation.ranking import (
    collapse,
    count_groups,
    grouping_column,
    highest,
    lowest,
    sort_keys,
)
from search.engine.evaluation.significant_terms import significant_within
from search.engine.storage.block_files import Array
from search.engine.storage.field_blocks import MISSING
from search.engine.storage.generations import Toc
from search.engine.storage.segment_files import Segment
from search.engine.storage.term_dictionary import decode, encode

_UNBOUNDED: Final = 1 << 30


class _Ranked(NamedTuple):
    """What was found: the documents with their scores, the copies each stands for, their order."""

    docs: Array
    scores: Array
    sizes: Array | None
    places: Array


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """Documents in an order, as of one commit: eight bytes each."""

    snapshot: Snapshot
    docs: Array

    def __len__(self) -> int:
        return len(self.docs)

    def batches(self, at_once: int) -> Iterator[list[str]]:
        """Yield their keys, ``at_once`` at a time."""
        for start in range(0, len(self.docs), at_once):
            yield self.snapshot.keys(self.docs[start : start + at_once].tolist())


class Snapshot:
    """The index as of one commit, as threads share it: it never changes.

    Document references are good for it alone.
    """

    def __init__(self, schema: IndexSchema, toc: Toc, segments: Sequence[Segment]) -> None:
        self.schema = schema
        self.generation = toc.generation
        self.segments = tuple(segments)
        self._reader = CompositeReader(schema, self.segments)
        self._filters = FilterMasks(self._reader)

    @property
    def document_count(self) -> int:
        """How many documents are not deleted."""
        return self._reader.document_count

    def search(self, request: Request) -> Response:
        """Return what ``request`` finds.

        Past the time limit raises ``QueryTooCostlyError`` while documents are looked for;
        afterwards the answer lacks the facets for which no time was left. Raises
        ``UnknownFieldError``, ``UnknownQueryError``.
        """
        evaluator = QueryEvaluator(self._reader, request.max_expansions, request.time_limit)
        matches = evaluator.matches(request.query)
        filtered = self._filters.filtered(request.filters, matches.docs)
        total, hits = self._hits(request, matches, filtered.docs())
        facets: dict[str, list[tuple[str, int]]] = {}
        distinct: dict[str, int] = {}
        uncounted: list[str] = []
        for facet in request.facets:
            if evaluator.is_late:
                uncounted.append(facet.field)
                facets.setdefault(facet.field, [])
                distinct.setdefault(facet.field, 0)
            else:
                facets[facet.field], distinct[facet.field] = self._counted(
                    facet, filtered, request.collapse
                )
        return Response(total, hits, facets, distinct, tuple(evaluator.cut), tuple(uncounted))

    def _counted(
        self, facet: FacetRequest, filtered: FilteredMatches, collapsed: str | None
    ) -> tuple[list[tuple[str, int]], int]:
        docs = filtered.docs(ignoring=facet.ignoring | {facet.field})
        grouping = None if collapsed is None else grouping_column(self._reader, collapsed)
        return count_facet(self._reader.values(facet.field), docs, facet, grouping)

    def _hits(
        self, request: Request, matches: Matches, docs: Array
    ) -> tuple[int, list[FoundDocument]]:
        """Return how many hits there are to page through, and those of the page."""
        if request.limit == 0:
            folded = request.collapse
            return len(docs) if folded is None else count_groups(self._reader, folded, docs), []
        ranked = self._ranked(request, matches, docs, request.offset + request.limit)
        page = ranked.places[request.offset :]
        chosen = ranked.docs[page].tolist()
        columns = (self._reader.keys(chosen), ranked.scores[page].tolist(), chosen)
        more = [] if ranked.sizes is None else [ranked.sizes[page].tolist()]
        return len(ranked.docs), list(map(FoundDocument, *columns, *more))

    def _ranked(self, request: Request, matches: Matches, docs: Array, end: int) -> _Ranked:
        """Return the documents that stay, and the places of the first ``end`` of them in order."""
        if request.sort is None:
            scores = matches.scores(docs)
            keys = [] if request.collapse is None else [np.negative(scores)]
        else:
            scores = np.zeros(len(docs))
            keys = sort_keys(self._reader, request.sort, docs)
        sizes = None
        if request.collapse is not None:
            kept, sizes = collapse(self._reader, request.collapse, docs, keys)
            docs, scores = docs[kept], scores[kept]
            keys = [key[kept] for key in keys]
        places = highest(scores, end) if request.sort is None else lowest(keys, end)
        return _Ranked(docs, scores, sizes, places)

    def ordered(self, request: Request) -> FoundOrder:
        """Return the keys of all that ``request`` finds in its order, whatever its page.

        Eight bytes a document. Raises as ``search`` does; facets are not counted.
        """
        evaluator = QueryEvaluator(self._reader, request.max_expansions, request.time_limit)
        matches = evaluator.matches(request.query)
        docs = self._filters.filtered(request.filters, matches.docs).docs()
        ranked = self._ranked(request, matches, docs, len(docs))
        return FoundOrder(self, ranked.docs[ranked.places])

    def keys(self, docrefs: list[int]) -> list[str]:
        """Return the keys of documents, in the same order."""
        return self._reader.keys(docrefs)

    def matching(self, query: Query) -> Array:
        """Return the references of all live documents that match, ascending."""
        return QueryEvaluator(self._reader, _UNBOUNDED, None).matches(query).docs

    def count(self, query: Query) -> int:
        """Return how many live documents match."""
        return len(self.matching(query))

    def facet(self, field: str, query: Query, limit: int | None = None) -> list[tuple[str, int]]:
        """Return the values of ``field`` among the matches of ``query``, the most frequent first."""
        column = self._reader.values(field)
        return count_facet(column, self.matching(query), FacetRequest(field, limit))[0]

    def cross_counts(self, request: Request, rows: str, columns: str) -> dict[tuple[str, str], int]:
        """Return (value of ``rows``, value of ``columns``) → how many found documents have both.

        Of ``request`` the query, its filters and its time limit are heeded; a document without a
        value counts under the empty one. Raises ``QueryTooCostlyError``, ``UnknownFieldError``.
        """
        docs, _check = self._found(request)
        return cross_counts(self._reader, docs, rows, columns)

    def significant_among(
        self, request: Request, field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[SignificantTerm]:
        """Return the terms of ``field`` that what ``request`` finds has more often than the rest.

        ``field`` is a text or a keyword field. Raises ``QueryTooCostlyError``.
        """
        docs, check = self._found(request)
        return significant_within(self._reader, docs, field, kind_prefix, limit, check)

    def _found(self, request: Request) -> tuple[Array, Callable[[], None]]:
        """Return the documents that ``request`` finds, and what raises once its time is up."""
        evaluator = QueryEvaluator(self._reader, request.max_expansions, request.time_limit)
        matches = evaluator.matches(request.query)
        return self._filters.filtered(request.filters, matches.docs).docs(), evaluator.check

    def overlaps(self, within: AnyFilter, conditions: Sequence[AnyFilter]) -> list[list[int]]:
        """Return how many live documents that pass ``within`` pass each two of ``conditions``."""
        docs = np.flatnonzero(self._filters.mask(within) & self._reader.live)
        passing = [self._filters.mask(condition)[docs] for condition in conditions]
        if not passing:
            return []
        # Sums of products of floats are quicker than those of integers, and as exact here.
        held = np.stack(passing).astype(np.float64)
        counted: list[list[int]] = (held @ held.T).astype(np.int64).tolist()
        return counted

    def key(self, docref: int) -> str:
        """Return the key of a document."""
        return self._reader.keys([docref])[0]

    def find(self, key: str) -> int | None:
        """Return the reference of the live document under ``key``."""
        term = self._reader.term(self.schema.key.name, encode(key))
        return int(term.docs[-1]) if term is not None and len(term.docs) else None

    def contains(self, key: str) -> bool:
        """Return whether there is a live document under ``key``."""
        return self.find(key) is not None

    def terms_of(
        self, key: str, field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[tuple[str, float]]:
        """Return the terms that tell one document apart from the rest, with their weights."""
        docref = self.find(key)
        return [] if docref is None else self.significant_terms([docref], field, kind_prefix, limit)

    def all_keys(self) -> Iterator[str]:
        """Yield the key of every live document."""
        for segment in self.segments:
            yield from segment.file.keys.many(np.flatnonzero(segment.live).tolist())

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]:
        """Return every term of ``field`` that begins with ``prefix``, as ``doc_frequency`` counts it."""
        return dict(self.term_counts(field, prefix))

    def term_counts(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield every term that begins with ``prefix``, in their order, as ``doc_frequency`` counts."""
        for name, count in self._reader.document_frequencies(field, encode(prefix)):
            yield decode(name), count

    def every_term(self, field: str, prefix: str = "") -> Iterator[str]:
        """Yield every term of ``field`` that begins with ``prefix``, the deleted's included."""
        return (term for term, _count in self.term_counts(field, prefix))

    def held(self, field: str, terms: Iterable[str]) -> set[str]:
        """Return those of ``terms`` that a document has."""
        return {term for term in terms if self.doc_frequency(field, term)}

    def has_terms(self, field: str) -> bool:
        """Return whether any document, the deleted included, has a term in ``field``."""
        return any(len(dictionary) for dictionary in self._reader.dictionaries(field))

    def greatest(self, field: str) -> int | None:
        """Return the greatest number of a field, the deleted not yet merged away included.

        ``None`` where there is none. Raises ``UnknownFieldError``.
        """
        numbers = self._reader.numbers(field)
        found = int(numbers.max(initial=MISSING))
        return None if found == MISSING else found

    def doc_frequency(self, field: str, term: str) -> int:
        """Return the documents with ``term``, the deleted not yet merged away included."""
        return self._reader.document_frequency(field, encode(term))

    def significant_terms(
        self, docrefs: Iterable[int], field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[tuple[str, float]]:
        """Return the terms that tell the documents apart from the rest, with their weights."""
        docs = np.fromiter(docrefs, np.int64)
        return significant_terms(self._reader, docs, field, kind_prefix, limit)
