"""The indexes that keep the contract, each made empty for a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from whoosh.query import Query, Term

from search.contract import IndexReader, IndexSchema, IndexWriter, Request
from search.opensearch import Cluster, ClusterReader, ClusterWriter, index_body
from search.opensearch.index_facts import current_facts

Row = tuple[str, str | list[str], str | None, tuple[str, ...], int | None, str | None]
"""Key, text, outlet, entities, day, story."""
Fill = Callable[..., None]


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


def found(index: TriedIndex, query: Query, **options: object) -> list[str]:
    request = Request(query, **options)  # type: ignore[arg-type]
    return [hit.key for hit in index.snapshot().search(request).hits]


def term(text: str, field: str = "text", boost: float = 1.0) -> Term:
    return Term(field, text, boost)
