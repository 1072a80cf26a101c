"""The search by meaning of this archive: its model, its vectors, and the questions asked last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from django.apps import apps
from django.conf import settings
from numpy.typing import NDArray

from archive.embeddings_setting import EmbeddingsServer, EmbeddingsSetting
from archive.index_address import IndexAddress
from search.meaning.embedded_texts import question_text
from search.meaning.embedders import Embedder, EmbeddingUnavailableError, Lack
from search.meaning.nearest_vectors import NearestVectors
from search.meaning.nearness import ComparedVectors, Nearness
from search.meaning.vector_file import VectorFile
from search.meaning.vector_store import FolderStore, VectorStore

if TYPE_CHECKING:
    from search.meaning.cluster_nearness import SharedVectors
    from search.meaning.cluster_vectors import ClusterVectors

LEAST_DEVIATIONS: Final = 3.75
"""From the archive's mean, from which on an article is near by a model of which no pairs were judged:
with multilingual-e5-small 18 of 20 questions without an answer are told so by it."""
QUESTIONS_KEPT: Final = 1_000
"""Vectors of questions that are kept: 1.5 MB in 384 dimensions."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """The vectors as of one state of their file."""

    stamp: tuple[int, int, int]
    vectors: NearestVectors


class MeaningHome:
    """What a process holds of the search by meaning; its threads share it.

    ``folder`` is the one of the vectors of this machine; where ``cluster`` has vectors of the model, or
    can keep some, they are there.
    """

    def __init__(self, folder: Path, embedder: Embedder, cluster: ClusterVectors | None) -> None:
        self.folder: Final = folder
        self.embedder: Final = embedder
        self._cluster: Final = cluster
        self._questions: Final[OrderedDict[str, NDArray[np.float32]]] = OrderedDict()
        self._opened: _Opened | None = None
        self._lock: Final = threading.Lock()

    def store(self) -> VectorStore:
        """Return where vectors are written. Raises ``IndexUnavailableError``."""
        cluster = self._cluster
        if cluster is not None and (
            cluster.of_model(self.embedder.name) is not None or cluster.has_field()
        ):
            return cluster.store(self.embedder.name)
        return FolderStore(self.folder, self.embedder.name)

    def vectors(self) -> ComparedVectors:
        """Return the vectors that are there now. Raises ``EmbeddingUnavailableError`` for none."""
        shared = self._shared_vectors()
        return shared if shared is not None else self._own_vectors()

    def where(self) -> str:
        """Return where those vectors lie. Raises ``EmbeddingUnavailableError``."""
        shared = self._shared_vectors()
        return shared.where if shared is not None else str(self.folder)

    def _shared_vectors(self) -> SharedVectors | None:
        return self._cluster.shared(self.embedder.name) if self._cluster is not None else None

    def _own_vectors(self) -> NearestVectors:
        file = VectorFile.of_model(self.folder, self.embedder.name)
        stamp = file.stamp() if file is not None else None
        if file is None or stamp is None or not stamp[1]:
            raise EmbeddingUnavailableError(
                Lack.VECTORS, f"no article has a vector of {self.embedder.name}: run embed_articles"
            )
        with self._lock:
            opened = self._opened
            if opened is None or opened.stamp != stamp:
                opened = self._opened = _Opened(stamp, NearestVectors(file.records()))
        return opened.vectors

    def nearness(self, text: str) -> Nearness:
        """Return how near each article is to what a reader asks.

        Raises ``EmbeddingUnavailableError``, also where the model's vectors are of another
        dimension than those that are kept.
        """
        vectors = self.vectors()
        question = self._question(question_text(text))
        if len(question) != vectors.dimensions:
            raise EmbeddingUnavailableError(
                Lack.SAME_MODEL,
                f"{self.embedder.name} makes vectors of {len(question)} dimensions, those that are "
                f"kept have {vectors.dimensions}: run embed_articles",
            )
        return vectors.nearness(question)

    def least_cosine(self, nearness: Nearness, *, foreign: bool) -> float:
        """Return the cosine from which on an article is near to the question of ``nearness``.

        ``foreign`` says that it is in other letters than the articles.
        """
        chosen = self.embedder.least_cosines
        if chosen is not None:
            return chosen.foreign if foreign else chosen.arabic
        return nearness.mean + LEAST_DEVIATIONS * nearness.deviation

    def _question(self, text: str) -> NDArray[np.float32]:
        with self._lock:
            known = self._questions.get(text)
            if known is not None:
                self._questions.move_to_end(text)
                return known
        vector = self.embedder.question(text)
        with self._lock:
            self._questions[text] = vector
            while len(self._questions) > QUESTIONS_KEPT:
                self._questions.popitem(last=False)
        return vector


def vectors_folder() -> Path:
    """Return where the archive's vectors lie."""
    return Path(settings.ARCHIVE_HOME) / "vectors"


def is_chosen() -> bool:
    """Whether the operator wants a search by meaning; nothing of it is touched where not."""
    return settings.ARCHIVE_EMBEDDINGS is not None


def remote_host() -> str:
    """Return the other machine that questions are sent to; empty where they stay on this one."""
    chosen = settings.ARCHIVE_EMBEDDINGS
    return chosen.host if isinstance(chosen, EmbeddingsServer) and not chosen.is_local else ""


def meaning_home() -> MeaningHome:
    """Return what this process holds of the search by meaning.

    Raises ``EmbeddingUnavailableError`` where none is chosen, or it cannot work here.
    """
    config: Any = apps.get_app_config("search")
    folder, chosen, cluster = vectors_folder(), settings.ARCHIVE_EMBEDDINGS, cluster_vectors()
    with config.making_index_home:
        held: tuple[Any, MeaningHome] | None = config.meaning_home
        if held is None or held[0] != (chosen, cluster) or held[1].folder != folder:
            made = MeaningHome(folder, _embedder(chosen), cluster)
            held = config.meaning_home = ((chosen, cluster), made)
        return held[1]


def cluster_vectors() -> ClusterVectors | None:
    """Return the vectors in the cluster that holds the index; ``None`` where no cluster does."""
    address: IndexAddress | None = settings.ARCHIVE_INDEX
    if address is None:
        return None
    # Imported here: an archive without a cluster has no client for one.
    from search.meaning.cluster_vectors import ClusterVectors

    config: Any = apps.get_app_config("search")
    with config.making_index_home:
        held: ClusterVectors | None = config.cluster_vectors
        if held is None or held.address != address:
            held = config.cluster_vectors = ClusterVectors(address)
        return held


def _embedder(chosen: EmbeddingsSetting) -> Embedder:
    if chosen is None:
        raise EmbeddingUnavailableError(
            Lack.NOT_CHOSEN,
            "this archive has no search by meaning: set ARCHIVE_EMBEDDINGS (docs/meaning.md)",
        )
    # Imported here: an archive without a search by meaning loads neither.
    if isinstance(chosen, EmbeddingsServer):
        from search.meaning.embedding_server import ServerEmbedder

        return ServerEmbedder(chosen)
    from search.meaning.nano_embedder import NanoEmbedder

    return NanoEmbedder()
