"""One node of three killed under searches and a load: readers see no error, nothing is lost."""

from __future__ import annotations

import threading
import time

import pytest
from whoosh.query import Every, Term

from search.contract import Document, IndexSchema, KeyField, Request, TextField
from search.opensearch import Cluster, ClusterReader, ClusterWriter, index_body
from search.opensearch.index_facts import current_facts
from tests.cluster.nodes import RunningCluster
from tests.engine.two_kind_analyzer import TwoKindAnalyzer

pytestmark = pytest.mark.cluster

_SCHEMA = IndexSchema((KeyField("id"), TextField("text", TwoKindAnalyzer())))
_BATCH = 100
_ALL = 5_000


def document(number: int) -> Document:
    return Document(str(number), {"text": f"نهر رقم{number} جبل"})


class Reader(threading.Thread):
    """Searches for one article again and again, and notes what a reader would have seen."""

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self._urls = urls
        self._ended = threading.Event()
        self.asked = 0
        self.failed: list[str] = []

    def run(self) -> None:
        cluster = Cluster(self._urls)
        while not self._ended.is_set():
            try:
                self._search(cluster)
            except Exception as error:
                self.failed.append(repr(error))
        cluster.close()

    def _search(self, cluster: Cluster) -> None:
        found = opened(cluster).search(Request(Term("text", "=رقم7"), time_limit=60.0))
        self.asked += 1
        if [hit.key for hit in found.hits] != ["7"]:
            self.failed.append(str(found))

    def end(self) -> None:
        self._ended.set()
        self.join(120)


def opened(cluster: Cluster) -> ClusterReader:
    return ClusterReader(cluster, "news", _SCHEMA, current_facts(cluster, "news", _SCHEMA))


def write(cluster: Cluster, numbers: range) -> None:
    with ClusterWriter(cluster, "news", _SCHEMA) as writer:
        for number in numbers:
            writer.add(document(number))


def load(cluster: Cluster) -> None:
    for start in range(1_000, _ALL, _BATCH):
        write(cluster, range(start, start + _BATCH))


def test_a_lost_node_costs_readers_nothing_and_the_index_no_article(
    three_nodes: RunningCluster,
) -> None:
    cluster = Cluster(three_nodes.urls)
    cluster.ask("PUT", "/news", index_body(_SCHEMA, shards=3, replicas=1))
    write(cluster, range(1_000))
    three_nodes.wait(3)
    readers = [Reader(three_nodes.urls) for _ in range(2)]
    loading = threading.Thread(target=load, args=(cluster,))
    for thread in (*readers, loading):
        thread.start()
    time.sleep(2.0)
    victim = three_nodes.nodes[0]
    victim.kill()
    loading.join(300)
    assert not loading.is_alive()
    time.sleep(2.0)
    for reader in readers:
        reader.end()
    assert [each for reader in readers for each in reader.failed] == []
    assert all(reader.asked for reader in readers)
    victim.start()
    three_nodes.wait(3)
    assert opened(cluster).search(Request(Every(), limit=0)).total == _ALL
    assert set(opened(cluster).all_keys()) == set(map(str, range(_ALL)))
