"""The best labels of sentences, and how likely each label is: Viterbi and forward-backward.

Both run over many sentences at once, position by position. Algorithms as in L. Rabiner,
"A Tutorial on Hidden Markov Models" (1989), with the weights of a conditional random
field in place of probabilities.

What a model says of each word for each label, before it is asked what follows what.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.entities.recognition.crf_features import AFTER, BEFORE, BORDER
from archive.entities.recognition.crf_model import CrfModel, Weights
from archive.entities.recognition.word_features import Shown, WordFeatures

TINY: Final = np.float32(1e-30)


def best_labels(
    weights: Weights, lengths: NDArray[np.intp], transitions: Weights
) -> NDArray[np.intp]:
    """Return the (position, sentence) labels that together weigh most; 0 behind an end."""
    scores = weights.copy()
    for position in range(1, len(weights)):
        paths = scores[position - 1, :, :, None] + transitions
        scores[position] += paths.max(axis=1)
    labels = np.zeros(weights.shape[:2], dtype=np.intp)
    into = transitions.T
    chosen = scores[-1].argmax(axis=1)
    for position in range(len(weights) - 1, -1, -1):
        here = scores[position]
        if position + 1 < len(weights):
            # A sentence that ends here chooses freely, another what led to its next label.
            goes_on = lengths > position + 1
            here = here + into[chosen] * goes_on[:, None]
        chosen = here.argmax(axis=1)
        labels[position] = chosen
    labels[np.arange(len(weights))[:, None] >= lengths] = 0
    return labels


def marginals(weights: Weights, lengths: NDArray[np.intp], transitions: Weights) -> Weights:
    """Return the (position, sentence, label) probabilities; rows behind an end mean nothing."""
    positions = len(weights)
    labels = weights.shape[2]
    potentials = np.exp(weights - weights.max(axis=2, keepdims=True))
    steps = np.exp(transitions - transitions.max())
    back = steps.T.copy()
    forward = np.empty_like(potentials)
    forward[0] = potentials[0]
    for position in range(1, positions):
        # Each row is brought back to a sum of about one, so that none runs out of range.
        before = forward[position - 1]
        np.multiply(before @ steps, potentials[position], out=forward[position])
        forward[position] /= forward[position].sum(axis=1)[:, None]
    backward = np.ones_like(potentials)
    for position in range(positions - 2, -1, -1):
        inner = (potentials[position + 1] * backward[position + 1]) @ back
        inner *= labels / inner.sum(axis=1)[:, None]
        ended = lengths <= position + 1
        inner[ended] = 1.0
        backward[position] = inner
    result: Weights = forward * backward
    result /= np.maximum(result.sum(axis=2, keepdims=True), TINY)
    return result


_BORDER_WORD: Final = "\n"
MIN_LETTERS: Final = 3
"""Words of fewer letters are particles, whatever they are near a name."""
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
        self._lettered = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self.table: Weights = np.zeros(
            (_FIRST_CAPACITY, 3, len(self._model.labels)), dtype=np.float32
        )
        self._add([(_BORDER_WORD, BORDER)])

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def border(self) -> int:
        """The number of what stands around sentences."""
        return self._numbers[_BORDER_WORD]

    def numbers(self, words: Collection[str]) -> list[int]:
        """Return the numbers of folded words in ``table``."""
        known = self._numbers
        new = [word for word in dict.fromkeys(words) if word not in known]
        if new:
            self._add([(word, self._features.of(word)) for word in new])
        return [known[word] for word in words]

    def lettered(self, numbers: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which of the words with these numbers are no signs, numbers or particles."""
        return self._lettered[numbers]

    def clusters(self, numbers: Iterable[int]) -> list[tuple[str, ...]]:
        """Return the clusters of words with these numbers."""
        return [self._clusters[number] for number in numbers]

    def _add(self, words: Sequence[tuple[str, Shown]]) -> None:
        first = len(self._numbers)
        while first + len(words) > len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            self._lettered = np.concatenate([self._lettered, np.zeros_like(self._lettered)])
        found = []
        for number, (word, shown) in enumerate(words, first):
            self._numbers[word] = number
            self._clusters.append(shown.clusters)
            self._lettered[number] = word[0].isalpha() and len(word) >= MIN_LETTERS
            for part, features in enumerate((shown.own, shown.lent, shown.lent)):
                rows = self._rows[part]
                found += [(number, part, rows[each]) for each in features if each in rows]
        if found:
            numbers, parts, rows_found = np.array(found).T
            np.add.at(self.table, (numbers, parts), self._model.states[rows_found])


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
