"""A build of the index, held open, with all that a process keeps of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from search.contract import IndexReader, IndexWriter
from search.index.analyzers import ArabicAnalyzer
from search.index.build_label import BuildLabel
from search.index.generation_cache import GenerationCache
from search.index.term_memory import TermMemory

FRESH_SECONDS: Final = 60.0
"""How old suggestions and the list of words may be while the archive changes."""
REMEMBERED_WORDS: Final = 32_768
"""Words of hits whose terms are remembered, about 10 MB."""

Made = TypeVar("Made")


class OpenIndex(ABC):
    """One build of an index with its analyzer, and with all that this process keeps of it.

    What is remembered and cached hangs here alone: it goes when another build takes its place.
    """

    def __init__(self, name: str, label: BuildLabel, analyzer: ArabicAnalyzer) -> None:
        self.name: Final = name
        self.label: Final = label
        self.analyzer: Final = analyzer
        self.word_terms: Final = TermMemory(analyzer.terms, REMEMBERED_WORDS)
        self._caches: Final[dict[type, GenerationCache[Any]]] = {}

    @abstractmethod
    def snapshot(self) -> IndexReader:
        """Return the newest committed state. Raises ``IndexUnavailableError``."""

    @abstractmethod
    def writer(self) -> IndexWriter:
        """Return the one writer of the index: ask for it while holding the right to write."""

    @abstractmethod
    def merge(self) -> bool:
        """Tidy what was written in small pieces; return whether anything changed."""

    @abstractmethod
    def erase_deleted(self) -> bool:
        """Take what deleted documents held out of the files; return whether anything changed."""

    def words_of(self, keys: Iterable[str]) -> set[str] | None:  # noqa: ARG002 - see below
        """Return the words of the texts of documents, folded, as far as the index tells them.

        ``None`` where it is as well to look up every word of the archive, or there is no such
        document any more.
        """
        return None

    def cache_of(self, kind: type[Made]) -> GenerationCache[Made]:
        """Return the cache of what is made of this index: one for each type."""
        return self._caches.setdefault(kind, GenerationCache(FRESH_SECONDS))

    def inherit_caches(self, predecessor: OpenIndex) -> None:
        """Serve what was made of an earlier build until it is made of this one."""
        for kind, cached in list(predecessor._caches.items()):
            self.cache_of(kind).inherit(cached)
