"""What a search asks of the vectors of the articles, wherever they lie."""

from __future__ import annotations

from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

MOST_NEAREST: Final = 1_000
"""Articles that are told in the order of their nearness."""


class Nearness(Protocol):
    """How near articles are to one question: cosines, −1 to 1.

    What is not known yet is asked for: each call may raise ``EmbeddingUnavailableError``.
    """

    @property
    def known(self) -> int:
        """How many articles have vectors."""

    @property
    def mean(self) -> float:
        """The mean of the cosines of all articles: near is what stands out of it."""

    @property
    def deviation(self) -> float:
        """Their standard deviation."""

    def standardised(self, articles: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return by how many deviations each of ``articles`` is nearer than the mean.

        One whose vector is unknown stands at the mean.
        """

    def cosines_of(self, articles: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each of ``articles``; −1 where its vector is unknown."""

    def passages_of(self, articles: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Return which passage of each of ``articles`` is the nearest, from 0 on."""

    def nearest(self, least: float, most: int) -> NDArray[np.int64]:
        """Return the articles of a cosine of ``least`` or more, the nearest first.

        They are ``most`` at most, which is ``MOST_NEAREST`` or less.
        """


class ComparedVectors(Protocol):
    """The vectors of one model. Threads may share them.

    Each call may raise ``EmbeddingUnavailableError`` where they lie elsewhere.
    """

    @property
    def dimensions(self) -> int:
        """The components of a vector."""

    @property
    def known(self) -> int:
        """How many articles have vectors."""

    def nearness(self, question: NDArray[np.float32]) -> Nearness:
        """Return how near every article is to ``question``, a vector of length 1."""

    def vector_of(self, article: int) -> NDArray[np.float32] | None:
        """Return the vector of an article's first passage, of length 1; ``None`` for none."""
