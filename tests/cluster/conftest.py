"""One real node for all tests of a session, three where a test takes one away."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.node_jars import missing_tools
from tests.cluster.nodes import RunningCluster


def _cluster(folders: pytest.TempPathFactory, nodes: int) -> Iterator[RunningCluster]:
    lacking = missing_tools()
    if lacking:
        pytest.skip(f"no OpenSearch node can be started: {lacking}")
    cluster = RunningCluster(folders.mktemp(f"opensearch-{nodes}"), nodes)
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
