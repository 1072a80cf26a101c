"""The vectors of a model as a search asks them: how near each article is to a question.

Every vector is compared, block by block: see
``docs/decisions/1201-vectors-are-compared-one-by-one.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

BLOCK_RECORDS: Final = 1_024
"""Records that are turned into floats at once: they stay in the processor's cache. With 8,192 of
384 dimensions it takes three times as long."""


@dataclass(frozen=True, slots=True)
class FileNearness:
    """How near articles are to one question (``search.meaning.nearness``).

    ``articles`` ascend, ``passages`` says which passage of each is the nearest.
    """

    articles: NDArray[np.int64]
    cosines: NDArray[np.float32]
    passages: NDArray[np.uint16]
    mean: float
    deviation: float

    @property
    def known(self) -> int:
        """How many articles have vectors."""
        return len(self.articles)

    def standardised(self, articles: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return by how many deviations each of ``articles`` is nearer than the mean.

        One whose vector is unknown stands at the mean.
        """
        places, known = self._places(articles)
        scores = np.zeros(len(articles))
        scores[known] = (self.cosines[places[known]] - self.mean) / self.deviation
        return scores

    def cosines_of(self, articles: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of each of ``articles``; −1 where its vector is unknown."""
        places, known = self._places(articles)
        found = np.full(len(articles), -1, np.float32)
        found[known] = self.cosines[places[known]]
        return found

    def passages_of(self, articles: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Return which passage of each of ``articles`` is the nearest, from 0 on."""
        places, known = self._places(articles)
        found = np.zeros(len(articles), np.uint16)
        found[known] = self.passages[places[known]]
        return found

    def nearest(self, least: float, most: int | None = None) -> NDArray[np.int64]:
        """Return the articles of a cosine of ``least`` or more, the nearest first: ``most``, or all."""
        places = np.flatnonzero(self.cosines >= least)
        order = np.argsort(-self.cosines[places], kind="stable")[:most]
        found: NDArray[np.int64] = self.articles[places[order]]
        return found

    def _places(self, articles: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        if not len(self.articles):
            return np.zeros(len(articles), np.intp), np.zeros(len(articles), bool)
        places = np.searchsorted(self.articles, articles).clip(max=len(self.articles) - 1)
        return places, self.articles[places] == articles


class NearestVectors:
    """The records of one vector file, grouped by article. Threads may share it."""

    def __init__(self, records: NDArray[Any]) -> None:
        self._records: Final = records
        held = np.array(records["article"])
        order = np.argsort(held, kind="stable")
        self._order: Final = order[np.searchsorted(held[order], 1) :]
        """The living records, those of one article together."""
        self._held: Final = held[self._order]
        heads = np.concatenate([[True], self._held[1:] != self._held[:-1]])
        self._heads: Final = np.flatnonzero(heads) if len(self._held) else np.empty(0, np.intp)
        self.articles: Final[NDArray[np.int64]] = self._held[self._heads]

    @property
    def known(self) -> int:
        """How many articles have vectors."""
        return len(self.articles)

    @property
    def dimensions(self) -> int:
        """The components of a vector."""
        return int(self._records.dtype["vector"].shape[0])

    def nearness(self, question: NDArray[np.float32]) -> FileNearness:
        """Return how near every article is to ``question``, a vector of length 1."""
        cosines = self._cosines(question)[self._order]
        if not len(cosines):
            empty = np.empty(0, np.float32)
            return FileNearness(self.articles, empty, np.empty(0, np.uint16), 0.0, 1.0)
        best = np.maximum.reduceat(cosines, self._heads)
        at_best = np.flatnonzero(
            cosines == np.repeat(best, np.diff(self._heads, append=len(cosines)))
        )
        first = at_best[np.searchsorted(self._held[at_best], self.articles)]
        passages = self._records["passage"][self._order[first]]
        deviation = float(best.std()) or 1.0
        return FileNearness(self.articles, best, passages, float(best.mean()), deviation)

    def vector_of(self, article: int) -> NDArray[np.float32] | None:
        """Return the vector of an article's first passage, of length 1; ``None`` for none."""
        place = int(np.searchsorted(self.articles, article))
        if place == len(self.articles) or self.articles[place] != article:
            return None
        record = self._records[self._order[self._heads[place]]]
        length = float(record["length"])
        if not length:
            return None
        vector: NDArray[np.float32] = record["vector"].astype(np.float32) / length
        return vector

    def _cosines(self, question: NDArray[np.float32]) -> NDArray[np.float32]:
        found = np.empty(len(self._records), np.float32)
        for part, block in self._blocks():
            found[part] = block["vector"].astype(np.float32) @ question
            found[part] /= np.maximum(block["length"], 1)
        return found

    def _blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]:
        for start in range(0, len(self._records), BLOCK_RECORDS):
            part = slice(start, start + BLOCK_RECORDS)
            yield part, self._records[part]
