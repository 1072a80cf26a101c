"""The vectors of an archive whose index lies in a cluster with a vector field of its own.

Each model has an index there, beside those of the articles: a rebuild leaves it alone, and every
machine asks the same one. It is named by the archive, the model and the dimensions, so that nothing
is mixed.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from archive.index_address import IndexAddress
from archive.models import ArchiveIdentity
from search.contract import IndexUnavailableError, QueryTooCostlyError
from search.meaning.cluster_nearness import SharedVectors
from search.meaning.embedded_texts import MOST_PASSAGES
from search.meaning.embedders import EmbeddingUnavailableError, Lack, in_eight_bits
from search.meaning.vector_file import ArticleVectors
from search.meaning.vector_store import PassRunningError
from search.opensearch import Cluster, ClusterRefusedError
from search.opensearch.cluster_lock import ClusterLock, ClusterLockedError
from search.opensearch.vector_index import VectorIndex, has_vector_field, vector_index_body

SILENT_SECONDS: Final = 30.0
"""How long the cluster is asked for no nearness after a failure: words answer at once meanwhile."""
LOOK_SECONDS: Final = 1.0
"""Between two looks which indexes of vectors there are."""
PLUGIN_SECONDS: Final = 60.0
"""Between two looks whether the nodes have the plugin."""
ERASE_SECONDS: Final = 60.0
"""How long is waited until the cluster lets go of what was deleted: it looks every half minute."""
_ERASE_PAUSE: Final = 2.0
_VERSION: Final = 1
"""Raised with every change of how vectors lie in the cluster."""


class ClusterVectors:
    """The indexes of vectors of this archive. Threads may share it."""

    def __init__(self, address: IndexAddress, clock: Callable[[], float] = time.monotonic) -> None:
        self.address: Final = address
        self.cluster: Final = Cluster.at(address)
        self._clock: Final = clock
        self._lock: Final = threading.Lock()
        self._archive = ""
        self._indexes: dict[str, VectorIndex] = {}
        self._names: tuple[list[str], float] | None = None
        self._has_field: tuple[bool, float] | None = None
        self._refused: tuple[float, str] | None = None

    def has_field(self) -> bool:
        """Return whether the nodes can keep vectors, and tell. Raises ``IndexUnavailableError``."""
        known = self._has_field
        if known is None or self._clock() >= known[1]:
            try:
                has = has_vector_field(self.cluster)
            except ClusterRefusedError:
                has = False  # A user who may not see the plugins may not rely on them.
            self._has_field = known = (has, self._clock() + PLUGIN_SECONDS)
        return known[0]

    def of_model(self, model: str) -> VectorIndex | None:
        """Return the index of ``model``, the one made last; ``None`` where there is none.

        Raises ``IndexUnavailableError``.
        """
        beginning = self._prefix + _spelt(model)
        with self._lock:
            looked = self._names
        if looked is None or self._clock() >= looked[1]:
            looked = self._look()
        return self._index(next((each for each in looked[0] if each.startswith(beginning)), None))

    def store(self, model: str) -> ClusterStore:
        """Return the index of ``model`` as a pass writes it. Raises ``IndexUnavailableError``."""
        return ClusterStore(self, model)

    def shared(self, model: str) -> SharedVectors | None:
        """Return the vectors of ``model`` as a search asks them; ``None`` where there are none.

        Raises ``EmbeddingUnavailableError``.
        """
        with self.told():
            index = self.of_model(model)
        if index is None:
            return None
        where = f"{', '.join(self.address.urls)}/{index.name}"
        return SharedVectors(index, self.told, where)

    def look_anew(self) -> None:
        """Believe nothing that was known of the indexes."""
        self._names = None

    def make(self, model: str, dimensions: int) -> VectorIndex:
        """Return the index of ``model`` and ``dimensions``, made where there is none."""
        name = f"{self._prefix}{_spelt(model)}{dimensions}"
        if self.cluster.read("GET", f"/{name}", missing_is_none=True) is None:
            body = vector_index_body(
                dimensions,
                MOST_PASSAGES,
                shards=self.address.shards,
                replicas=self.address.replicas,
                meta={"khizana": {"model": model}},
            )
            self.cluster.ask("PUT", f"/{name}", body)
        self.look_anew()
        found = self._index(name)
        assert found is not None
        return found

    def remove(self, articles: Collection[int]) -> None:
        """Take the vectors of ``articles``, of every model, out at once."""
        for name in self._look()[0]:
            if (index := self._index(name)) is not None:
                index.remove(articles)

    def erase(self, pause: Callable[[float], object] = time.sleep) -> bool:
        """Leave nothing on the nodes' disks of vectors that were taken out; return whether all are gone.

        It waits for that by ``pause`` (in seconds): a copy that is lost just now may keep some.
        """
        left = [index for name in self._look()[0] if (index := self._index(name)) is not None]
        end = self._clock() + ERASE_SECONDS
        while left := [index for index in left if not index.erase_deleted()]:
            if self._clock() >= end:
                return False
            pause(_ERASE_PAUSE)
        return True

    def lock(self) -> ClusterLock:
        """Return the right to make vectors."""
        return ClusterLock(self.cluster, f"{self.address.name}-notes", key="vectors")

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell what fails while a reader waits as ``EmbeddingUnavailableError``, and ask no more for a while."""
        refused = self._refused
        if refused is not None and self._clock() < refused[0]:
            raise EmbeddingUnavailableError(Lack.CLUSTER, refused[1])
        try:
            yield
        except (IndexUnavailableError, QueryTooCostlyError) as error:
            said = f"the search cluster does not tell what is near: {error}"
            self._refused = (self._clock() + SILENT_SECONDS, said)
            raise EmbeddingUnavailableError(Lack.CLUSTER, said) from error

    @property
    def _prefix(self) -> str:
        self._archive = self._archive or ArchiveIdentity.current()
        return f"{self.address.name}-vectors-{self._archive[:8]}-v{_VERSION}-"

    def _look(self) -> tuple[list[str], float]:
        """Return the names of the indexes, the one that was made last first, and until when they hold."""
        found: dict[str, Any] = (
            self.cluster.read("GET", f"/{self._prefix}*", missing_is_none=True) or {}
        )
        made = {
            name: (
                int(each["settings"]["index"]["creation_date"]),
                each["mappings"]["_meta"],
            )
            for name, each in found.items()
        }
        names = sorted(made, key=lambda name: -made[name][0])
        with self._lock:
            for name, (_date, meta) in made.items():
                if name not in self._indexes:
                    sizes = meta["dimensions"], meta["passages"]
                    self._indexes[name] = VectorIndex(self.cluster, name, *sizes)
            looked = self._names = names, self._clock() + LOOK_SECONDS
        return looked

    def _index(self, name: str | None) -> VectorIndex | None:
        if name is None:
            return None
        if name not in self._indexes:
            self._look()
        return self._indexes[name]


class ClusterStore:
    """The index of ``model`` in the cluster, as a pass writes it."""

    def __init__(self, vectors: ClusterVectors, model: str) -> None:
        self._vectors: Final = vectors
        self._model: Final = model
        self._index = vectors.of_model(model)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Make vectors alone, of all machines. Raises ``PassRunningError``."""
        try:
            with self._vectors.lock().held(0):
                # What another pass wrote a moment ago is known, too.
                self._vectors.look_anew()
                self._index = self._vectors.of_model(self._model)
                self.tidy()
                yield
        except ClusterLockedError as error:
            raise PassRunningError from error

    def known(self, articles: Collection[int] | None = None) -> dict[int, int]:
        """Return the articles that have vectors → the hash of their text."""
        return self._index.hashes(articles) if self._index is not None else {}

    def write(self, articles: Sequence[ArticleVectors]) -> None:
        """Write the vectors of ``articles``, each article's whole."""
        dimensions = articles[0].vectors.shape[1]
        if self._index is None or self._index.dimensions != dimensions:
            self._index = self._vectors.make(self._model, dimensions)
        bulk = self._index.bulk()
        for each in articles:
            rows, _lengths = in_eight_bits(each.vectors)
            self._index.write(each.article, each.text_hash, rows, bulk)
        bulk.flush()

    def remove(self, articles: Collection[int]) -> None:
        """Take out what stands for ``articles``, at once."""
        if self._index is not None and articles:
            self._index.remove(articles)

    def tidy(self) -> None:
        """Let searches see all that was written."""
        if self._index is not None:
            self._index.bulk().flush()


def _spelt(model: str) -> str:
    """Return what stands for a model in the name of its index."""
    return f"{zlib.crc32(model.encode()):08x}-"
