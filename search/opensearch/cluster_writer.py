"""A cluster's index as it is written: see ``search.contract.IndexWriter``."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from types import TracebackType
from typing import Final, Self

from search.contract import ColumnValues, Document, IndexSchema
from search.opensearch.bulk_sender import BulkSender
from search.opensearch.cluster_client import Cluster
from search.opensearch.sent_documents import SentDocuments


class ClusterWriter:
    """Writes to ``index``, which may be an alias; ``pause`` waits the seconds that it is given."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        schema: IndexSchema,
        documents: SentDocuments | None = None,
        pause: Callable[[float], None] = time.sleep,
        on_commit: Callable[[], None] = lambda: None,
    ) -> None:
        self._bulk: Final = BulkSender(cluster, index, pause)
        self._documents: Final = documents or SentDocuments(schema)
        self._on_commit: Final = on_commit

    def add(self, document: Document) -> None:
        """Add a document, or replace the one under its key."""
        self.update(document)

    def update(self, document: Document) -> None:
        """Replace the document under the key of ``document``, or add it."""
        fields = self._documents.of(document)
        # A character of Arabic is two bytes; what JSON adds is little beside it.
        size = 2 * len(json.dumps(fields, ensure_ascii=False))
        self._bulk.put(document.key, fields, size)

    def update_columns(self, values: ColumnValues) -> bool:  # noqa: ARG002 - the contract's
        """Return that the document has to be written whole: the cluster keeps no texts."""
        return False

    def delete(self, key: str) -> bool:
        """Delete the document under ``key``, if there is one."""
        self._bulk.delete(key)
        return True

    def commit(self) -> None:
        """Send what waits, and let searches see all of it."""
        self._bulk.flush()
        self._on_commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.commit()
