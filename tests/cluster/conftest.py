"""Real nodes for all tests of a session, three where a test takes one away; indexes that keep the contract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from archive.index_address import IndexAddress
from search.contract import (
    Document,
    IndexSchema,
    KeyField,
    KeywordField,
    NumberField,
    TextField,
)
from search.engine import ColumnarIndex
from search.index import cluster_home
from search.opensearch import Cluster
from tests.cluster.node_jars import VECTOR_PLUGIN, missing_tools
from tests.cluster.nodes import RunningCluster
from tests.cluster.tried_indexes import Fill, Row, TriedClusterIndex, TriedIndex
from tests.engine.two_kind_analyzer import TwoKindAnalyzer


def _cluster(
    folders: pytest.TempPathFactory, nodes: int, *plugins: str, **settings: object
) -> Iterator[RunningCluster]:
    lacking = missing_tools()
    if lacking:
        pytest.skip(f"no OpenSearch node can be started: {lacking}")
    cluster = RunningCluster(folders.mktemp(f"opensearch-{nodes}"), nodes, settings, plugins)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@pytest.fixture(scope="session")
def one_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """A cluster of one node."""
    yield from _cluster(tmp_path_factory, 1)


@pytest.fixture(scope="module")
def three_nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """A cluster of three nodes."""
    yield from _cluster(tmp_path_factory, 3)


@pytest.fixture(scope="module")
def vector_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """A cluster of one node with the plugin that compares vectors."""
    yield from _cluster(tmp_path_factory, 1, VECTOR_PLUGIN)


@pytest.fixture(scope="module")
def narrow_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    """A cluster of one node that writes one request at a time and lets one wait."""
    narrow = {"thread_pool.write.size": 1, "thread_pool.write.queue_size": 1}
    yield from _cluster(tmp_path_factory, 1, **narrow)


_NUMBERS = count(1)


def _archive_in(
    cluster: RunningCluster, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[IndexAddress]:
    monkeypatch.setattr(cluster_home, "GRACE_SECONDS", 0.0)
    address = IndexAddress(tuple(cluster.urls), f"home{next(_NUMBERS)}", shards=2)
    settings.ARCHIVE_INDEX = address
    yield address
    client = Cluster(cluster.urls)
    for name in client.ask("GET", f"/{address.name}-*"):
        client.ask("DELETE", f"/{name}")
    client.close()


@pytest.fixture
def address(
    one_node: RunningCluster,
    archive_home: object,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[IndexAddress]:
    """The settings of an archive whose index lies in the cluster."""
    yield from _archive_in(one_node, settings, monkeypatch)


@pytest.fixture
def vector_address(
    vector_node: RunningCluster,
    archive_home: object,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[IndexAddress]:
    """The same of a cluster that has the plugin that compares vectors."""
    yield from _archive_in(vector_node, settings, monkeypatch)


@pytest.fixture(scope="session")
def schema() -> IndexSchema:
    analyzer = TwoKindAnalyzer()
    return IndexSchema(
        (
            KeyField("id"),
            TextField("text", analyzer),
            TextField("title", analyzer),
            KeywordField("outlet"),
            KeywordField("story"),
            KeywordField("entity", multi=True),
            NumberField("day"),
        )
    )


@pytest.fixture(
    params=[
        "columnar",
        pytest.param(1, marks=pytest.mark.cluster, id="opensearch, one shard"),
        pytest.param(3, marks=pytest.mark.cluster, id="opensearch, three shards"),
    ]
)
def index(
    request: pytest.FixtureRequest, tmp_path: Path, schema: IndexSchema
) -> Iterator[TriedIndex]:
    if request.param == "columnar":
        yield ColumnarIndex.create(tmp_path / "index", schema, "first")
        return
    cluster = Cluster(request.getfixturevalue("one_node").urls)
    made = TriedClusterIndex(cluster, f"contract-{next(_NUMBERS)}", schema, request.param)
    yield made
    made.remove()
    cluster.close()


@pytest.fixture
def fill(index: TriedIndex) -> Fill:
    """Index rows: key, text, outlet, entities, day, story."""

    def run(*rows: Row) -> None:
        with index.writer() as writer:
            for key, text, outlet, entities, day, story in rows:
                keywords = {
                    "outlet": [outlet] if outlet else [],
                    "story": [story] if story else [],
                    "entity": list(entities),
                }
                writer.update(Document(key, {"text": text}, keywords, {"day": day}))

    return run


@pytest.fixture
def news(index: TriedIndex, fill: Fill) -> TriedIndex:
    fill(
        ("1", "الوزير يزور حلب", "الصدى", ("Q1", "Q2"), 10, "s1"),
        ("2", "حلب تستقبل الوزير", "الصدى", ("Q1",), 30, "s1"),
        ("3", "عمان و حلب", "النبأ", ("Q2", "Q3"), None, None),
    )
    fill(
        ("4", "سوق عمان", "النبأ", (), 20, None),
        ("5", "حلب القديمة", None, ("Q1",), 20, None),
        ("10", "مطر", None, (), 5, None),
    )
    return index
