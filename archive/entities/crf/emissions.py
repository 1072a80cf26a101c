"""What a model says of each word for each label, before it is asked what follows what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from archive.entities.crf.features import AFTER, BEFORE, BORDER
from archive.entities.crf.model import CrfModel, Weights
from archive.entities.crf.word_features import Shown, WordFeatures

_BORDER_WORD: Final = "\n"
_FIRST_CAPACITY: Final = 4096


class WordWeights:
    """The weights of words by themselves, added up at a word's first appearance.

    ``table[number, 0]`` is what the word says of itself, ``[number, 1]`` what it says of
    the next word and ``[number, 2]`` what it says of the previous one, for each label.
    """

    def __init__(self, model: CrfModel, features: WordFeatures) -> None:
        self._model = model
        self._features = features
        self._rows = (
            {name: row for name, row in model.rows.items() if not name.startswith((BEFORE, AFTER))},
            _without(BEFORE, model.rows),
            _without(AFTER, model.rows),
        )
        self.clear()

    def clear(self) -> None:
        """Forget all words."""
        self._numbers: dict[str, int] = {}
        self._clusters: list[tuple[str, ...]] = []
        self.table: Weights = np.zeros(
            (_FIRST_CAPACITY, 3, len(self._model.labels)), dtype=np.float32
        )
        self._add(_BORDER_WORD, BORDER)

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def border(self) -> int:
        """The number of what stands around sentences."""
        return self._numbers[_BORDER_WORD]

    def number(self, word: str) -> int:
        """Return the number of a folded word in ``table``."""
        number = self._numbers.get(word)
        return self._add(word, self._features.of(word)) if number is None else number

    def clusters(self, numbers: Iterable[int]) -> list[tuple[str, ...]]:
        """Return the clusters of words with these numbers."""
        return [self._clusters[number] for number in numbers]

    def _add(self, word: str, shown: Shown) -> int:
        number = self._numbers[word] = len(self._numbers)
        self._clusters.append(shown.clusters)
        if number >= len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
        for part, (features, rows) in enumerate(
            zip((shown.own, shown.lent, shown.lent), self._rows, strict=True)
        ):
            known = [row for row in map(rows.get, features) if row is not None]
            if known:
                np.add.reduce(self._model.states[known], axis=0, out=self.table[number, part])
        return number


def _without(opening: str, rows: Mapping[str, int]) -> dict[str, int]:
    return {
        name.removeprefix(opening): row for name, row in rows.items() if name.startswith(opening)
    }


def add_joint(weights: Weights, joint: Iterable[Sequence[str]], model: CrfModel) -> None:
    """Add what the joint features of each word say to its row of ``weights``."""
    rows = model.rows
    pairs = [
        (index, rows[feature])
        for index, features in enumerate(joint)
        for feature in features
        if feature in rows
    ]
    if pairs:
        places, numbers = zip(*pairs, strict=True)
        np.add.at(weights, list(places), model.states[list(numbers)])
