"""The indexes that keep the contract, each made empty for a test."""

from __future__ import annotations

from typing import Protocol

from search.contract import IndexReader, IndexSchema, IndexWriter
from search.opensearch import Cluster, ClusterReader, ClusterWriter, index_body
from search.opensearch.index_facts import current_facts


class TriedIndex(Protocol):
    """An index that tests fill and ask."""

    def writer(self) -> IndexWriter: ...

    def snapshot(self) -> IndexReader: ...


class TriedClusterIndex:
    """An index of its own in a cluster."""

    def __init__(self, cluster: Cluster, name: str, schema: IndexSchema, shards: int) -> None:
        self.cluster, self.name, self.schema = cluster, name, schema
        body = index_body(schema, shards=shards)
        cluster.ask("PUT", f"/{name}", body, wait_for_active_shards="all")

    def writer(self) -> IndexWriter:
        return ClusterWriter(self.cluster, self.name, self.schema)

    def snapshot(self) -> IndexReader:
        facts = current_facts(self.cluster, self.name, self.schema)
        return ClusterReader(self.cluster, self.name, self.schema, facts)

    def remove(self) -> None:
        self.cluster.ask("DELETE", f"/{self.name}")
