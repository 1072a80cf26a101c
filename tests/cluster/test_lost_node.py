"""One node of three killed, or hanging, under searches and a load: readers see no error, nothing is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from whoosh.query import Every, Term

from search.contract import Document, IndexSchema, KeyField, Request, TextField
from search.opensearch import Cluster, ClusterReader, ClusterWriter, cluster_client, index_body
from search.opensearch.index_facts import current_facts
from tests.cluster.nodes import RunningCluster
from tests.engine.two_kind_analyzer import TwoKindAnalyzer

pytestmark = pytest.mark.cluster

_SCHEMA = IndexSchema((KeyField("id"), TextField("text", TwoKindAnalyzer())))
_BATCH = 100
_ALL = 5_000
_SENTENCES = ("SilentNodeError", "QueryTooCostlyError", "ClusterAwayError")
"""What a reader is told in a sentence of its own."""


def document(number: int) -> Document:
    return Document(str(number), {"text": f"نهر رقم{number} جبل"})


class Reader(threading.Thread):
    """Searches for one article again and again, and notes what a reader would have seen."""

    def __init__(self, urls: list[str], seconds: float = 60.0) -> None:
        super().__init__()
        self._urls = urls
        self._seconds = seconds
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
        found = opened(cluster).search(Request(Term("text", "=رقم7"), time_limit=self._seconds))
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


@pytest.fixture
def cluster(three_nodes: RunningCluster) -> Iterator[Cluster]:
    """The nodes, with an index of a thousand articles: three shards, each twice."""
    cluster = Cluster(three_nodes.urls)
    cluster.ask("PUT", "/news", index_body(_SCHEMA, shards=3, replicas=1))
    write(cluster, range(1_000))
    three_nodes.wait(3)
    yield cluster
    cluster.ask("DELETE", "/news")
    cluster.close()


def test_a_lost_node_costs_readers_nothing_and_the_index_no_article(
    three_nodes: RunningCluster, cluster: Cluster
) -> None:
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


def test_a_node_that_hangs_is_left_alone_and_the_index_loses_no_article(
    three_nodes: RunningCluster, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_client, "WRITE_SECONDS", 10.0)
    # What takes longer is told as a query that is too costly.
    readers = [Reader(three_nodes.urls, seconds=5.0) for _ in range(2)]
    loading = threading.Thread(target=load, args=(cluster,))
    for thread in (*readers, loading):
        thread.start()
    # Each node has to know how quick the others are, as in a cluster that has been up for a while.
    _wait_for_answers(readers)
    victim = three_nodes.nodes[1]
    victim.hang()
    try:
        _wait_for_answers(readers)
        loading.join(300)
        assert not loading.is_alive()
        for reader in readers:
            reader.end()
    finally:
        victim.go_on()
    # Who asked as it began to hang may have been told so: how many depends on the machine.
    failed = [each for reader in readers for each in reader.failed]
    assert all(each.startswith(_SENTENCES) for each in failed), failed
    three_nodes.wait(3)
    assert opened(cluster).search(Request(Every(), limit=0)).total == _ALL
    assert set(opened(cluster).all_keys()) == set(map(str, range(_ALL)))


def _wait_for_answers(readers: list[Reader]) -> None:
    """Wait until each reader has had some dozens more; readers who wait in vain make the test end."""
    wanted = [reader.asked + 40 for reader in readers]
    end = time.monotonic() + 120
    while any(reader.asked < want for reader, want in zip(readers, wanted, strict=True)):
        assert time.monotonic() < end, [reader.failed for reader in readers]
        time.sleep(0.1)
