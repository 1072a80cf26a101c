"""A cluster that has little room: writers send again what it refuses, readers get a sentence."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from whoosh.query import Every

from search.contract import (
    Document,
    FacetRequest,
    IndexSchema,
    IndexUnavailableError,
    KeyField,
    KeywordField,
    QueryTooCostlyError,
    Request,
    TextField,
)
from search.opensearch import Cluster, ClusterReader, ClusterWriter, index_body
from search.opensearch.index_facts import current_facts
from tests.cluster.nodes import RunningCluster
from tests.engine.two_kind_analyzer import TwoKindAnalyzer

pytestmark = pytest.mark.cluster

_SCHEMA = IndexSchema(
    (KeyField("id"), TextField("text", TwoKindAnalyzer()), KeywordField("outlet"))
)
_WRITERS = 4
_EACH = 200
_BATCH = 20


@pytest.fixture
def cluster(narrow_node: RunningCluster) -> Iterator[Cluster]:
    """The node, with an empty index of two shards."""
    cluster = Cluster(narrow_node.urls)
    cluster.ask("PUT", "/news", index_body(_SCHEMA, shards=2))
    yield cluster
    cluster.ask("DELETE", "/news")
    cluster.close()


def _write(cluster: Cluster, numbers: range) -> None:
    with ClusterWriter(cluster, "news", _SCHEMA) as writer:
        for number in numbers:
            keywords = {"outlet": [f"صحيفة {number % 50}"]}
            writer.add(Document(str(number), {"text": f"نهر رقم{number} جبل"}, keywords))


def _opened(cluster: Cluster) -> ClusterReader:
    return ClusterReader(cluster, "news", _SCHEMA, current_facts(cluster, "news", _SCHEMA))


def test_what_the_cluster_has_no_room_for_is_sent_again(cluster: Cluster) -> None:
    failed: list[BaseException] = []

    def load(first: int) -> None:
        try:
            for start in range(first, first + _EACH, _BATCH):
                _write(cluster, range(start, start + _BATCH))
        except BaseException as error:
            failed.append(error)

    loads = [threading.Thread(target=load, args=(_EACH * n,)) for n in range(_WRITERS)]
    for thread in loads:
        thread.start()
    for thread in loads:
        thread.join()
    assert failed == []
    # Else nothing was tried here.
    told = cluster.ask("GET", "/_nodes/stats/thread_pool")["nodes"].values()
    assert sum(each["thread_pool"]["write"]["rejected"] for each in told) > 0
    assert set(_opened(cluster).all_keys()) == set(map(str, range(_WRITERS * _EACH)))


def test_a_search_that_wants_too_much_memory_is_too_costly(cluster: Cluster) -> None:
    _write(cluster, range(1_000))
    reader = _opened(cluster)
    request = Request(Every(), facets=(FacetRequest("outlet", None),), time_limit=60.0)
    whole = reader.search(request)
    assert not whole.uncounted
    _limit(cluster, "2kb")
    try:
        with pytest.raises(QueryTooCostlyError):
            reader.facet("outlet", Every())
        less = reader.search(request)
        _write(cluster, range(1_000, 1_001))
        with pytest.raises(IndexUnavailableError, match="no room for a search"):
            _opened(cluster)
    finally:
        _limit(cluster, None)
    assert (less.total, less.uncounted) == (whole.total, ("outlet",))
    assert not reader.search(request).uncounted


def _limit(cluster: Cluster, size: str | None) -> None:
    breaker = {"indices.breaker.request.limit": size}
    cluster.ask("PUT", "/_cluster/settings", {"transient": breaker})
