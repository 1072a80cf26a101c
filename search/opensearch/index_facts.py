"""What is known of an index as of one moment, and remembered for it: how much, how often."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from search.contract import IndexSchema, QueryTooCostlyError, UnknownFieldError
from search.opensearch.cluster_client import Cluster, ClusterAwayError
from search.opensearch.index_body import LENGTH, TERMS
from search.opensearch.query_clauses import EVERYTHING, inverse_document_frequency
from search.opensearch.sent_documents import own_term, sent_term
from search.opensearch.value_counts import MOST_VALUES, beginning

_FROZEN_SECONDS: Final = 60.0
_REMEMBERED: Final = 200_000
"""Terms whose frequencies are remembered, about 20 MB; then all are forgotten."""

_AT_ONCE: Final = 1_000
"""Terms whose frequencies are asked for at once."""
_ROOMY: Final = MOST_VALUES // 2
"""Terms of a part of a dictionary: the parts are equal but for chance."""


class TermWeights:
    """How many documents have a term, for its rank: kept while an index changes, for a minute."""

    def __init__(self) -> None:
        self.frequencies: Final[dict[tuple[str, str], int]] = {}
        self._end: Final = time.monotonic() + _FROZEN_SECONDS

    @property
    def are_old(self) -> bool:
        """Whether they have to be asked for again."""
        return time.monotonic() >= self._end


class IndexFacts:
    """Counts of an index. Threads may share it: what two ask for at once is asked for twice."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        schema: IndexSchema,
        generation: str,
        documents: int,
        weights: TermWeights | None = None,
    ) -> None:
        self._cluster: Final = cluster
        self._index: Final = index
        self._schema: Final = schema
        self.generation: Final = generation
        self.documents: Final = documents
        self.weights: Final = weights or TermWeights()
        self._frequencies: dict[tuple[str, str], int] = {}
        self._greatest: dict[str, int | None] = {}
        self._shards = 0

    @property
    def shards(self) -> int:
        """How many shards the index has, its copies apart."""
        if not self._shards:
            settings = self._cluster.read("GET", f"/{self._index}/_settings")
            found = next(iter(settings.values()))["settings"]["index"]
            self._shards = int(found["number_of_shards"])
        return self._shards

    def learn(self, terms: Iterable[tuple[str, str]]) -> None:
        """Ask for the frequencies of the (field, term) that are not known, all at once."""
        self._learn(terms, self._frequencies)

    def weigh(self, terms: Iterable[tuple[str, str]], seconds: float | None = None) -> None:
        """Ask for the frequencies that ``rarity`` goes by: they may be a minute old."""
        self._learn(terms, self.weights.frequencies, seconds)

    def _learn(
        self,
        terms: Iterable[tuple[str, str]],
        known: dict[tuple[str, str], int],
        seconds: float | None = None,
    ) -> None:
        unknown = [each for each in dict.fromkeys(terms) if each not in known]
        queries = [{"term": {field: self._sent(field, term)}} for field, term in unknown]
        found = self._cluster.count_each(self._index, queries, seconds)
        if len(known) + len(unknown) > _REMEMBERED:
            known.clear()
        known.update(zip(unknown, found, strict=True))

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents have ``term``."""
        found = self._frequencies.get((field, term))
        if found is None:
            self.learn([(field, term)])
            found = self._frequencies.get((field, term), 0)
        return found

    def rarity(self, field: str, terms: Sequence[str]) -> float:
        """Return what ``terms``, counted as one, multiply a score by."""
        self.weigh((field, term) for term in terms)
        known = self.weights.frequencies
        having = min(sum(known.get((field, term), 0) for term in terms), self.documents)
        return inverse_document_frequency(self.documents, having)

    def frequencies(self, field: str, prefix: str) -> dict[str, int]:
        """Return the terms that begin with ``prefix``, each with its documents.

        Of more than fifty thousand those that most documents have.
        """
        terms: dict[str, Any] = {
            "field": self.counted_field(field),
            "size": MOST_VALUES,
            "shard_size": MOST_VALUES,
        }
        if prefix:
            terms["include"] = beginning(self._sent(field, prefix))
        body = {"size": 0, "query": EVERYTHING, "aggs": {"terms": {"terms": terms}}}
        buckets = self._cluster.search(self._index, body, None)["aggregations"]["terms"]["buckets"]
        own: Callable[[str], str] = own_term if field in self._schema.texts else str
        return {own(bucket["key"]): bucket["doc_count"] for bucket in buckets}

    def held(self, field: str, terms: Iterable[str]) -> set[str]:
        """Return those of ``terms`` that a document has, asked for a thousand at a time."""
        asked, found = iter(dict.fromkeys(terms)), set[str]()
        while some := list(islice(asked, _AT_ONCE)):
            self.learn((field, term) for term in some)
            found.update(term for term in some if self.frequency(field, term))
        return found

    def every_term(self, field: str, prefix: str) -> Iterator[str]:
        """Yield every term that begins with ``prefix``; of deleted documents until they are merged away.

        They are taken from the dictionary, a part of them at a time: no document is looked at.
        """
        counted, sent = self.counted_field(field), self._sent(field, prefix)
        own: Callable[[str], str] = own_term if field in self._schema.texts else str
        parts = 1
        while len(first := self._part_of_terms(counted, 0, parts)) > _ROOMY:
            parts *= 4
        for part in range(parts):
            terms = self._part_of_terms(counted, part, parts) if part else first
            yield from (own(term) for term in terms if term.startswith(sent))

    def _part_of_terms(self, counted: str, part: int, parts: int) -> list[str]:
        terms = {
            "field": counted,
            "size": MOST_VALUES,
            "shard_size": MOST_VALUES,
            "min_doc_count": 0,
            "order": {"_key": "asc"},
            "include": {"partition": part, "num_partitions": parts},
        }
        body = {"size": 0, "query": {"match_none": {}}, "aggs": {"terms": {"terms": terms}}}
        answer = self._cluster.search(self._index, body, None)["aggregations"]["terms"]
        return [bucket["key"] for bucket in answer["buckets"]]

    def counted_field(self, field: str) -> str:
        """Return the field that aggregations count for ``field``. Raises ``UnknownFieldError``."""
        if field in self._schema.texts:
            return field + TERMS
        if field in self._schema.keywords or field == self._schema.key.name:
            return field
        raise UnknownFieldError(field, "text or keyword field")

    def greatest(self, field: str) -> int | None:
        """Return the greatest number of a field. Raises ``UnknownFieldError``."""
        if field not in self._schema.numbers:
            raise UnknownFieldError(field, "number field")
        if field not in self._greatest:
            body = {"size": 0, "aggs": {"greatest": {"max": {"field": field}}}}
            value = self._cluster.search(self._index, body, None)["aggregations"]["greatest"]
            self._greatest[field] = None if value["value"] is None else int(value["value"])
        return self._greatest[field]

    def _sent(self, field: str, term: str) -> str:
        return sent_term(term) if field in self._schema.texts else term


def current_facts(
    cluster: Cluster, index: str, schema: IndexSchema, earlier: IndexFacts | None = None
) -> IndexFacts:
    """Return what ``index`` holds now: ``earlier`` where nothing changed since.

    The numbers of its changes tell one state from another: the cluster keeps their sum until the
    next change. Raises ``IndexUnavailableError``.
    """
    changes = {"stats": {"field": "_seq_no"}}
    body = {"size": 0, "track_total_hits": True, "aggs": {"changes": changes}}
    try:
        answer = cluster.search(index, body, None)
    except QueryTooCostlyError as error:
        # So little is asked here that nothing narrower would be answered.
        raise ClusterAwayError(cluster.where, "it has no room for a search") from error
    count, total = answer["hits"]["total"]["value"], answer["aggregations"]["changes"]["sum"]
    generation = f"{count}-{int(total or 0):x}"
    if earlier is not None and earlier.generation == generation:
        return earlier
    weights = None if earlier is None or earlier.weights.are_old else earlier.weights
    return IndexFacts(cluster, index, schema, generation, count, weights)


def average_lengths(cluster: Cluster, index: str, schema: IndexSchema) -> Mapping[str, float]:
    """Return how many terms a text has, over all documents; nothing where there are none."""
    aggs = {name: {"sum": {"field": name + LENGTH}} for name in schema.texts}
    answer = cluster.search(index, {"size": 0, "track_total_hits": True, "aggs": aggs}, None)
    count = answer["hits"]["total"]["value"]
    if not count:
        return {}
    return {name: answer["aggregations"][name]["value"] / count for name in schema.texts}
