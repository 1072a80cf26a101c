"""A model that tests can follow: a word is a direction, words of one meaning are one."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from search.meaning.embedders import LeastCosines, Vectors, normalised

DIMENSIONS: Final = 64
MEANINGS: Final = (
    ("flood", "floods", "sel", "السيول", "سيول", "الفيضان", "فيضان"),
    ("wheat", "القمح", "الحنطة", "حنطة"),
    ("bridge", "الجسر", "جسر"),
)
"""Words of each line mean the same."""
_SAME: Final = {word: line[0] for line in MEANINGS for word in line}


class StandInModel:
    """An embedder of 64 dimensions; ``asked`` are the texts that it was given."""

    host = ""
    least_cosines: LeastCosines | None = LeastCosines(0.3, 0.3)

    def __init__(self, name: str = "stand-in-1", dimensions: int = DIMENSIONS) -> None:
        self.name = name
        self.dimensions = dimensions
        self.asked: list[str] = []

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.stack([self._vector(text) for text in texts])

    def question(self, text: str) -> NDArray[np.float32]:
        self.asked.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        words = [_SAME.get(word, word) for word in re.findall(r"\w+", text.lower())]
        rows = [self._direction(word) for word in words] or [np.ones(self.dimensions)]
        vector: NDArray[np.float32] = normalised(np.sum(rows, axis=0))
        return vector

    def _direction(self, word: str) -> NDArray[np.float64]:
        seed = zlib.crc32(word.encode())
        return np.random.default_rng(seed).normal(size=self.dimensions)
