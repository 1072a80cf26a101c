"""How near articles are to a question, where their vectors lie in a cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.meaning.embedders import normalised
from search.meaning.nearness import MOST_NEAREST
from search.opensearch.vector_index import Comparison, VectorIndex

QUESTION_SECONDS: Final = 2.0
"""How long an answer is waited for while a reader waits."""
Telling = Callable[[], AbstractContextManager[None]]
"""Within it, what the cluster refuses is an ``EmbeddingUnavailableError``."""


class SharedVectors:
    """The vectors of one model in the cluster, as a search asks them."""

    def __init__(self, index: VectorIndex, told: Telling, where: str) -> None:
        self._index: Final = index
        self._told: Final = told
        self.where: Final = where
        """The nodes and the name of the index, without user and password."""

    @property
    def dimensions(self) -> int:
        """The components of a vector."""
        return self._index.dimensions

    @property
    def known(self) -> int:
        """How many articles have vectors."""
        with self._told():
            return self._index.count(QUESTION_SECONDS)

    def nearness(self, question: NDArray[np.float32]) -> ClusterNearness:
        """Return how near every article is to ``question``, a vector of length 1."""
        with self._told():
            compared = self._index.nearest(question, MOST_NEAREST, QUESTION_SECONDS)
        return ClusterNearness(self._index, self._told, question, compared)

    def vector_of(self, article: int) -> NDArray[np.float32] | None:
        """Return the vector of an article's first passage, of length 1; ``None`` for none."""
        with self._told():
            found = self._index.vectors([article], QUESTION_SECONDS).get(article)
        if found is None or found[0] is None:
            return None
        return normalised(found[0])


class ClusterNearness:
    """How near articles are to one question (``search.meaning.nearness``), asked for as it is wanted."""

    def __init__(
        self,
        index: VectorIndex,
        told: Telling,
        question: NDArray[np.float32],
        compared: Comparison,
    ) -> None:
        self._index: Final = index
        self._told: Final = told
        self._question: Final = question
        self._compared: Final = compared
        pairs = zip(compared.articles.tolist(), compared.cosines.tolist(), strict=True)
        self._cosines: Final[dict[int, float | None]] = dict(pairs)
        """What is known by now: ``None`` where an article has no vector."""

    @property
    def known(self) -> int:
        """How many articles have vectors."""
        return self._compared.known

    @property
    def mean(self) -> float:
        """The mean of the cosines of all articles."""
        return self._compared.mean

    @property
    def deviation(self) -> float:
        """Their standard deviation."""
        return self._compared.deviation or 1.0

    def standardised(self, articles: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return by how many deviations each of ``articles`` is nearer than the mean."""
        found = [self.mean if each is None else each for each in self._asked(articles.tolist())]
        return (np.array(found, np.float64) - self.mean) / self.deviation

    def cosines_of(self, articles: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each of ``articles``; −1 where its vector is unknown."""
        found = [-1.0 if each is None else each for each in self._asked(articles.tolist())]
        return np.array(found, np.float32)

    def passages_of(self, articles: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Return which passage of each of ``articles`` is the nearest, from 0 on."""
        with self._told():
            vectors = self._index.vectors(articles.tolist(), QUESTION_SECONDS)
        found = [self._nearest(vectors.get(article, [])) for article in articles.tolist()]
        return np.array(found, np.uint16)

    def nearest(self, least: float, most: int) -> NDArray[np.int64]:
        """Return the articles of a cosine of ``least`` or more, ``most`` at most, the nearest first."""
        near = self._compared.cosines >= least
        found: NDArray[np.int64] = self._compared.articles[near][:most]
        return found

    def _asked(self, articles: Sequence[int]) -> list[float | None]:
        unknown = [article for article in articles if article not in self._cosines]
        if unknown:
            with self._told():
                found = self._index.cosines(self._question, unknown, QUESTION_SECONDS)
            self._cosines.update({article: found.get(article) for article in unknown})
        return [self._cosines[article] for article in articles]

    def _nearest(self, passages: Sequence[NDArray[np.float32] | None]) -> int:
        cosines = [
            -1.0 if each is None else float(normalised(each) @ self._question) for each in passages
        ]
        return int(np.argmax(cosines)) if cosines else 0
