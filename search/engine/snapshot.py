"""A generation of the index, held open: everything that a search can ask of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from whoosh.query import Query

from search.engine.blocks import Array
from search.engine.collapsing import collapse
from search.engine.evaluation import Evaluation
from search.engine.facets import count_facet
from search.engine.fields import IndexSchema
from search.engine.filters import FilterMasks
from search.engine.matches import Matches
from search.engine.ranking import best, first
from search.engine.records import FacetRequest, Hit, Request, Response, TermStatistics
from search.engine.segment import Segment
from search.engine.significance import significant_terms
from search.engine.sorting import sort_keys
from search.engine.sources import TermSource
from search.engine.texts import decode, encode
from search.engine.toc import Toc

_UNBOUNDED = 1 << 30
_FEW: Final = 192
"""Documents that are ranked one by one in less time than by arrays (measured)."""


class Snapshot:
    """Immutable and shared by threads. Document references are good for it alone."""

    def __init__(self, schema: IndexSchema, toc: Toc, segments: Sequence[Segment]) -> None:
        self.schema = schema
        self.generation = toc.generation
        self.fingerprint = toc.fingerprint
        self.segments = tuple(segments)
        self._source = TermSource(schema, self.segments)
        self._filters = FilterMasks(self._source)

    @property
    def document_count(self) -> int:
        return self._source.document_count

    def search(self, request: Request) -> Response:
        """Evaluate ``request``; facets for which the deadline leaves no time are not counted.

        Raises ``QueryTooCostlyError``, ``UnknownFieldError``.
        """
        evaluation = Evaluation(self._source, request.max_expansions, request.deadline)
        matches = evaluation.matches(request.query)
        passed = self._filters.passing(request.filters, matches.docs)
        docs = passed.all()
        facets: dict[str, list[tuple[str, int]]] = {}
        distinct: dict[str, int] = {}
        uncounted: list[str] = []
        for facet in request.facets:
            if evaluation.is_late():
                uncounted.append(facet.field)
                continue
            counted = passed.all_but({facet.field, *facet.ignoring})
            column = self._source.values(facet.field)
            facets[facet.field], distinct[facet.field] = count_facet(column, counted, facet)
        total, hits = self._hits(request, matches, docs)
        cut = tuple(evaluation.cut)
        return Response(total, len(docs), hits, facets, distinct, cut, tuple(uncounted))

    def _hits(self, request: Request, matches: Matches, docs: Array) -> tuple[int, list[Hit]]:
        if request.limit == 0 and request.collapse is None:
            return len(docs), []
        wanted = request.offset + request.limit
        if len(docs) <= _FEW and request.sort is None and request.collapse is None:
            return len(docs), self._best_of_few(matches, docs, slice(request.offset, wanted))
        if request.sort is None:
            scores = matches.scores(docs)
            keys = [] if request.collapse is None else [np.negative(scores)]
        else:
            scores = np.zeros(len(docs))
            keys = sort_keys(self._source, request.sort, docs)
        total, sizes = len(docs), None
        if request.collapse is not None:
            kept, sizes = collapse(self._source.values(request.collapse), docs, keys)
            docs, scores, total = docs[kept], scores[kept], len(kept)
            keys = [key[kept] for key in keys]
        places = best(scores, wanted) if request.sort is None else first(keys, wanted)
        places = places[request.offset :]
        chosen = docs[places].tolist()
        columns = (self._keys(chosen), scores[places].tolist(), chosen)
        more = [] if sizes is None else [sizes[places].tolist()]
        return total, list(map(Hit, *columns, *more))

    def _best_of_few(self, matches: Matches, docs: Array, page: slice) -> list[Hit]:
        """The hits of ``page``, the best first: so few are ranked fastest one by one."""
        scores, numbers = matches.scores(docs).tolist(), docs.tolist()
        ranked = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)[page]
        chosen = [numbers[place] for place in ranked]
        return list(map(Hit, self._keys(chosen), map(scores.__getitem__, ranked), chosen))

    def _keys(self, docs: list[int]) -> list[str]:
        if len(self.segments) == 1:
            return self.segments[0].file.keys.many(docs)
        return [self.key(doc) for doc in docs]

    def matching(self, query: Query) -> Array:
        """The references of all live documents that match, ascending."""
        return Evaluation(self._source, _UNBOUNDED, None).matches(query).docs

    def count(self, query: Query) -> int:
        return len(self.matching(query))

    def facet(self, field: str, query: Query, limit: int | None = None) -> list[tuple[str, int]]:
        """The values of ``field`` among the matches of ``query``, the most frequent first."""
        column = self._source.values(field)
        return count_facet(column, self.matching(query), FacetRequest(field, limit))[0]

    def _locate(self, docref: int) -> tuple[Segment, int]:
        place = bisect_right(self._source.bases, docref) - 1
        return self.segments[place], docref - self._source.bases[place]

    def key(self, docref: int) -> str:
        segment, number = self._locate(docref)
        return segment.file.keys[number]

    def stored(self, docref: int) -> dict[str, Any]:
        """The stored JSON of a document."""
        segment, number = self._locate(docref)
        return segment.file.stored[number]

    def find(self, key: str) -> int | None:
        """The reference of the live document under ``key``."""
        term = self._source.term(self.schema.key.name, encode(key))
        return int(term.docs[-1]) if term is not None and len(term.docs) else None

    def terms(self, field: str, prefix: str = "", limit: int | None = None) -> list[TermStatistics]:
        """The terms of ``field`` that begin with ``prefix``, in order, with their frequencies."""
        names: set[bytes] = set()
        for dictionary in self._source.dictionaries(field):
            low, high = dictionary.prefix_range(encode(prefix))
            names.update(dictionary.terms(low, high if limit is None else min(high, low + limit)))
        return [
            TermStatistics(
                decode(name),
                self._source.document_frequency(field, name),
                self._source.collection_frequency(field, name),
            )
            for name in sorted(names)[:limit]
        ]

    def doc_frequencies(self, field: str, prefix: str = "") -> dict[str, int]:
        """Every term of ``field`` that begins with ``prefix``, as ``doc_frequency`` counts it."""
        found = self._source.document_frequencies(field, encode(prefix))
        return {decode(name): count for name, count in found.items()}

    def doc_frequency(self, field: str, term: str) -> int:
        """Documents with ``term``, the deleted not yet merged away included."""
        return self._source.document_frequency(field, encode(term))

    def collection_frequency(self, field: str, term: str) -> int:
        """Occurrences of ``term``, the deleted not yet merged away included."""
        return self._source.collection_frequency(field, encode(term))

    def significant_terms(
        self, docrefs: Iterable[int], field: str, kind_prefix: str = "", limit: int = 20
    ) -> list[tuple[str, float]]:
        """The terms that tell the documents apart from the rest, with their weights."""
        return significant_terms(
            self._source, np.fromiter(docrefs, np.int64), field, kind_prefix, limit
        )
