"""Vectors of articles in a cluster whose nodes have the k-NN plugin: an index of their own.

A document is an article, with one field a passage. Cosines are reckoned by the plugin's scoring script:
of all articles where they are few, else of those to which Lucene's graph of neighbours leads, and of a
sample: see ``docs/decisions/1202-vectors-in-a-cluster.md``.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from search.contract import IndexUnavailableError
from search.opensearch.bulk_sender import BulkSender
from search.opensearch.cluster_client import Cluster
from search.opensearch.index_body import WINDOW
from search.opensearch.query_clauses import EVERYTHING
from search.opensearch.time_left import Remaining, deadline

PLUGIN_CLASS: Final = "org.opensearch.knn.plugin.KNNPlugin"
"""The plugin's own, by whatever name it was installed."""
EXACT_ARTICLES: Final = 20_000
"""With more articles than these the graph is asked: comparing grows with every vector, it does not."""
SAMPLE_ARTICLES: Final = 2_000
"""From which mean and deviation are told then: the mean is wrong by a fiftieth of a deviation."""
_DRAWS: Final = 1_000_000
_ARTICLE: Final = "article"
_DRAW: Final = "draw"
"""The field of a number below ``_DRAWS``, by chance but always the same: it tells who is in a sample."""
_TEXT_HASH: Final = "text_hash"
_COSINE: Final = "cosinesimil"
_PASSAGE: Final = "passage_"
"""Before the number of a passage: the field of its vector."""
_AT_ONCE: Final = 1_000
"""Articles that are asked for by their keys in one request."""
_BYTES_A_NUMBER: Final = 5
"""Of a component in eight bits, as JSON."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How near articles are to a question: ``articles`` and their ``cosines``, the nearest first.

    ``known`` counts all articles that have vectors, ``mean`` and ``deviation`` are of their cosines,
    or of those of a sample.
    """

    articles: NDArray[np.int64]
    cosines: NDArray[np.float32]
    known: int
    mean: float
    deviation: float


def has_vector_field(cluster: Cluster) -> bool:
    """Return whether every node has the plugin. Raises ``IndexUnavailableError``."""
    wanted = "nodes.*.plugins.classname,nodes.*.name"
    answer = cluster.read("GET", "/_nodes/plugins", filter_path=wanted)
    nodes = answer.get("nodes", {}).values()
    return bool(nodes) and all(
        any(plugin["classname"] == PLUGIN_CLASS for plugin in node.get("plugins", ()))
        for node in nodes
    )


def vector_index_body(
    dimensions: int, passages: int, *, shards: int, replicas: int, meta: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what an index of vectors is created with; ``meta`` is kept for who opens it."""
    vector = {
        "type": "knn_vector",
        "dimension": dimensions,
        "space_type": _COSINE,
        # Lucene's needs no native library, which not every distribution has.
        "method": {"name": "hnsw", "engine": "lucene"},
    }
    return {
        "settings": {
            "index.knn": True,
            # What was erased leaves the disk, however little of a segment it is.
            "index.merge.policy.expunge_deletes_allowed": 0,
            "number_of_shards": shards,
            "number_of_replicas": replicas,
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {**meta, "dimensions": dimensions, "passages": passages},
            "properties": {
                _ARTICLE: {"type": "long"},
                _TEXT_HASH: {"type": "long"},
                _DRAW: {"type": "integer"},
                **{f"{_PASSAGE}{number}": vector for number in range(passages)},
            },
        },
    }


class VectorIndex:
    """The index ``name``, of vectors of one model. Threads may share it."""

    def __init__(self, cluster: Cluster, name: str, dimensions: int, passages: int) -> None:
        self.name: Final = name
        self.dimensions: Final = dimensions
        self._cluster: Final = cluster
        self._fields: Final = [f"{_PASSAGE}{number}" for number in range(passages)]
        self._greatest: float | None = None

    def write(self, article: int, text_hash: int, rows: NDArray[np.int8], bulk: BulkSender) -> None:
        """Let ``bulk`` write the vectors of one article, in place of those that stand for it."""
        draw = zlib.crc32(str(article).encode()) % _DRAWS
        fields: dict[str, Any] = {_ARTICLE: article, _TEXT_HASH: text_hash, _DRAW: draw}
        # The plugin refuses a vector without a direction.
        fields |= {
            name: row.tolist() for name, row in zip(self._fields, rows, strict=False) if row.any()
        }
        bulk.put(str(article), fields, _BYTES_A_NUMBER * rows.size)

    def bulk(self) -> BulkSender:
        """Return what sends to this index."""
        return BulkSender(self._cluster, self.name)

    def remove(self, articles: Iterable[int]) -> None:
        """Take out what stands for ``articles``; no search sees it when this returns."""
        bulk = self.bulk()
        for article in articles:
            bulk.delete(str(article))
        bulk.flush()

    def erase_deleted(self) -> bool:
        """Let the cluster write anew what holds vectors that were taken out; return whether none is left.

        It is not waited for: a large segment takes its time. What was deleted in the last half minute
        stays, whatever is asked (``index.soft_deletes.retention_lease``).
        """
        self._cluster.ask("POST", f"/{self.name}/_flush", force="true")
        path = f"/{self.name}/_forcemerge"
        self._cluster.ask("POST", path, only_expunge_deletes="true", wait_for_completion="false")
        told = self._cluster.read("GET", f"/{self.name}/_stats/docs")
        return not told["_all"]["total"]["docs"]["deleted"]

    def hashes(self, articles: Collection[int] | None = None) -> dict[int, int]:
        """Return the articles that have vectors → the hash of their text; of ``articles``, or of all."""
        if articles is None:
            return dict(self._hashes(EVERYTHING))
        return {
            article: text_hash
            for some in _parts(sorted(articles))
            for article, text_hash in self._hashes({"terms": {_ARTICLE: some}})
        }

    def _hashes(self, query: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
        body: dict[str, Any] = {
            "query": query,
            "size": WINDOW,
            "sort": [{_ARTICLE: "asc"}, {_TEXT_HASH: "asc"}],
            "stored_fields": "_none_",
            "track_total_hits": False,
        }
        while True:
            found = self._cluster.search(self.name, body, None)["hits"]["hits"]
            yield from (tuple(hit["sort"]) for hit in found)
            if len(found) < WINDOW:
                return
            body["search_after"] = found[-1]["sort"]

    def count(self, seconds: float) -> int:
        """Return how many articles have vectors."""
        return self._cluster.count_each(self.name, [EVERYTHING], seconds)[0]

    def nearest(self, question: NDArray[np.float32], most: int, seconds: float) -> Comparison:
        """Return the ``most`` nearest articles: exactly, or nearly all of them in a large index."""
        remaining = deadline(seconds)
        known = self.count(seconds)
        if known <= EXACT_ARTICLES:
            return self._weighed(question, EVERYTHING, most, known, remaining)
        sample = {"range": {_DRAW: {"lt": SAMPLE_ARTICLES * _DRAWS // known}}}
        weighed = self._weighed(question, sample, 0, known, remaining)
        led = self._cosines(question, self._neighbours(question, most, remaining), remaining)
        order = sorted(led, key=lambda article: (-led[article], article))
        articles = np.array(order, np.int64)
        cosines = np.array([led[article] for article in order], np.float32)
        return replace(weighed, articles=articles, cosines=cosines)

    def _weighed(
        self,
        question: NDArray[np.float32],
        among: Mapping[str, Any],
        most: int,
        known: int,
        remaining: Remaining,
    ) -> Comparison:
        """Compare ``question`` with all of ``among``, of which mean and deviation are told."""
        statistics = {"extended_stats": {"script": {"source": "_score"}}}
        body = self._compared(question, among, most) | {"aggs": {"all": statistics}}
        answer = self._cluster.search(self.name, body, remaining())
        articles, cosines = self._found(answer, remaining)
        told = answer["aggregations"]["all"]
        if not told["count"]:
            return Comparison(articles, cosines, known, 0.0, 1.0)
        scale = self._scale(remaining)
        mean, deviation = told["avg"] * scale - 1, told["std_deviation"] * scale
        return Comparison(articles, cosines, known, mean, deviation)

    def _neighbours(
        self, question: NDArray[np.float32], most: int, remaining: Remaining
    ) -> list[int]:
        """Return the articles to which the graphs of all passages lead."""
        near = {"vector": question.tolist(), "k": most}
        body = {
            "query": {"dis_max": {"queries": [{"knn": {name: near}} for name in self._fields]}},
            "size": most,
            "sort": [{"_score": "desc"}, {_ARTICLE: "asc"}],
            "track_total_hits": False,
            "stored_fields": "_none_",
        }
        hits = self._cluster.search(self.name, body, remaining())["hits"]["hits"]
        return [hit["sort"][1] for hit in hits]

    def cosines(
        self, question: NDArray[np.float32], articles: Sequence[int], seconds: float
    ) -> dict[int, float]:
        """Return those of ``articles`` that have vectors → the cosine of the nearest passage."""
        return self._cosines(question, articles, deadline(seconds))

    def _cosines(
        self, question: NDArray[np.float32], articles: Sequence[int], remaining: Remaining
    ) -> dict[int, float]:
        found: dict[int, float] = {}
        for some in _parts(articles):
            body = self._compared(question, {"terms": {_ARTICLE: some}}, len(some))
            answer = self._cluster.search(self.name, body, remaining())
            keys, cosines = self._found(answer, remaining)
            found.update(zip(keys.tolist(), cosines.tolist(), strict=True))
        return found

    def vectors(
        self, articles: Sequence[int], seconds: float
    ) -> dict[int, list[NDArray[np.float32] | None]]:
        """Return those of ``articles`` that have vectors → the vector of each passage, if any.

        Their lengths are whatever eight bits make of them.
        """
        if not articles:
            return {}
        body = {"ids": [str(article) for article in articles]}
        answer = self._cluster.read("POST", f"/{self.name}/_mget", body, seconds=seconds)
        return {
            int(each["_id"]): [
                np.array(each["_source"][name], np.float32) if name in each["_source"] else None
                for name in self._fields
            ]
            for each in answer["docs"]
            if each.get("found")
        }

    def _compared(
        self, question: NDArray[np.float32], among: Mapping[str, Any], most: int
    ) -> dict[str, Any]:
        """Return the search for the ``most`` nearest of what ``among`` finds, by their best passage."""
        params = {"query_value": question.tolist(), "space_type": _COSINE}
        passages = [
            {
                "script_score": {
                    "query": {"bool": {"filter": [among, {"exists": {"field": name}}]}},
                    "script": {
                        "lang": "knn",
                        "source": "knn_score",
                        "params": {"field": name, **params},
                    },
                }
            }
            for name in self._fields
        ]
        return {
            "query": {"dis_max": {"queries": passages}},
            "size": most,
            # Articles that are equally near stand by their keys, as ours do.
            "sort": [{"_score": "desc"}, {_ARTICLE: "asc"}],
            "track_scores": True,
            "track_total_hits": False,
            "stored_fields": "_none_",
        }

    def _found(
        self, answer: Mapping[str, Any], remaining: Remaining
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        hits = answer["hits"]["hits"]
        articles = np.array([hit["sort"][1] for hit in hits], np.int64)
        if not hits:
            return articles, np.empty(0, np.float32)
        scores = np.array([hit["_score"] for hit in hits])
        return articles, (scores * self._scale(remaining) - 1).astype(np.float32)

    def _scale(self, remaining: Remaining) -> float:
        """Return what a score is multiplied by so that 0 stands for −1 and the greatest for 1.

        Versions of the plugin score a cosine by ``1 + c`` or by half of that: so a vector is
        compared with itself, once. Raises ``IndexUnavailableError`` where it has no vector.
        """
        if self._greatest is None:
            first = self._fields[0]
            some = {"query": {"exists": {"field": first}}, "size": 1, "_source": [first]}
            hits = self._cluster.search(self.name, some, remaining())["hits"]["hits"]
            if not hits:
                raise IndexUnavailableError(f"the search cluster holds no vector in {self.name}")
            itself = np.array(hits[0]["_source"][first], np.float32)
            among = {"ids": {"values": [hits[0]["_id"]]}}
            answer = self._cluster.search(self.name, self._compared(itself, among, 1), remaining())
            self._greatest = float(answer["hits"]["hits"][0]["_score"])
        return 2 / self._greatest


def _parts(articles: Sequence[int]) -> Iterator[list[int]]:
    return (list(articles[at : at + _AT_ONCE]) for at in range(0, len(articles), _AT_ONCE))
