"""A build in a cluster: one index there, and the analyzer it was made with."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from typing import Final

from search.index.analyzers import ArabicAnalyzer
from search.index.build_label import BuildLabel
from search.index.index_documents import schema
from search.index.open_index import OpenIndex
from search.index.term_kinds import KIND_EXACT
from search.opensearch import Cluster, ClusterReader, ClusterWriter
from search.opensearch.index_facts import IndexFacts, current_facts
from search.opensearch.sent_documents import SentDocuments

_EVERY_TERM: Final = 1_000_000
"""More than a text has."""
_LOOK_SECONDS: Final = 1.0
"""Between two looks whether the index changed: what is cached of it may be so old."""


class ClusterBuild(OpenIndex):
    """The index ``name``, held open. ``fingerprint`` is that of the program that built it.

    ``copied`` says that it began with what another build held.
    """

    def __init__(
        self,
        cluster: Cluster,
        name: str,
        label: BuildLabel,
        analyzer: ArabicAnalyzer,
        fingerprint: str,
        *,
        copied: bool = False,
    ) -> None:
        super().__init__(name, label, analyzer)
        self.fingerprint: Final = fingerprint
        self.copied: Final = copied
        self._cluster: Final = cluster
        self._schema: Final = schema(analyzer)
        self._documents: Final = SentDocuments(self._schema)
        self._looking: Final = threading.Lock()
        self._facts: IndexFacts | None = None
        self._look_at = 0.0

    def snapshot(self) -> ClusterReader:
        """Return the index as it is known now. Raises ``IndexUnavailableError``."""
        return ClusterReader(self._cluster, self.name, self._schema, self._known())

    def _known(self) -> IndexFacts:
        facts = self._facts
        if facts is not None and time.monotonic() < self._look_at:
            return facts
        with self._looking:
            facts = self._facts
            if facts is None or time.monotonic() >= self._look_at:
                facts = current_facts(self._cluster, self.name, self._schema, facts)
                self._facts, self._look_at = facts, time.monotonic() + _LOOK_SECONDS
            return facts

    def writer(self) -> ClusterWriter:
        """Return a writer: ask for it while holding the lock of the home."""
        return ClusterWriter(
            self._cluster, self.name, self._schema, self._documents, on_commit=self._look_again
        )

    def _look_again(self) -> None:
        self._look_at = 0.0

    def words_of(self, keys: Iterable[str]) -> set[str] | None:
        """Return the words of the texts of documents: to look up all of the archive takes minutes."""
        snapshot, found = self.snapshot(), set[str]()
        for key in keys:
            if not snapshot.contains(key):
                return None
            for field in self._schema.texts:
                terms = snapshot.terms_of(key, field, KIND_EXACT, _EVERY_TERM)
                found.update(term.removeprefix(KIND_EXACT) for term, _weight in terms)
        return found

    def merge(self) -> bool:
        """Do nothing: the cluster merges by itself."""
        return False

    def erase_deleted(self) -> bool:
        """Let the cluster write anew what holds deleted documents."""
        path = f"/{self.name}/_forcemerge"
        self._cluster.ask("POST", path, only_expunge_deletes="true")
        return True
