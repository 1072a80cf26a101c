"""The best labels of sentences, and how likely each label is: Viterbi and forward-backward.

Both run over many sentences at once, position by position. Algorithms as in L. Rabiner,
"A Tutorial on Hidden Markov Models" (1989), with the weights of a conditional random
field in place of probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from archive.entities.crf.model import Weights


def padded(emissions: Sequence[Weights]) -> Weights:
    """Return (position, sentence, label) weights of sentences, zero behind their ends."""
    longest = max(map(len, emissions))
    weights = np.zeros((longest, len(emissions), emissions[0].shape[1]), dtype=np.float32)
    for number, emission in enumerate(emissions):
        weights[: len(emission), number] = emission
    return weights


def best_labels(
    weights: Weights, lengths: NDArray[np.intp], transitions: Weights
) -> NDArray[np.intp]:
    """Return the (position, sentence) labels that together weigh most."""
    positions, count, _labels = weights.shape
    before = np.zeros(weights.shape, dtype=np.intp)
    scores = weights[0]
    rows = np.arange(count)
    last = scores.argmax(axis=1)
    for position in range(1, positions):
        paths = scores[:, :, None] + transitions
        before[position] = paths.argmax(axis=1)
        scores = paths.max(axis=1) + weights[position]
        last = np.where(lengths > position, scores.argmax(axis=1), last)
    labels = np.zeros((positions, count), dtype=np.intp)
    current = last
    for position in range(positions - 1, -1, -1):
        inside = lengths > position
        # Behind a sentence's end the path stands still at its last label.
        current = np.where(
            lengths > position + 1, before[min(position + 1, positions - 1), rows, current], current
        )
        labels[position] = np.where(inside, current, 0)
    return labels


def marginals(weights: Weights, lengths: NDArray[np.intp], transitions: Weights) -> Weights:
    """Return the (position, sentence, label) probabilities; rows behind an end mean nothing."""
    positions = len(weights)
    potentials = np.exp(weights - weights.max(axis=2, keepdims=True))
    steps = np.exp(transitions - transitions.max())
    forward = np.empty_like(potentials)
    forward[0] = _normal(potentials[0])
    for position in range(1, positions):
        forward[position] = _normal((forward[position - 1] @ steps) * potentials[position])
    backward = np.ones_like(potentials)
    for position in range(positions - 2, -1, -1):
        inner = _normal((potentials[position + 1] * backward[position + 1]) @ steps.T)
        backward[position] = np.where((lengths > position + 1)[:, None], inner, 1.0)
    result: Weights = _normal(forward * backward)
    return result


def _normal(values: Weights) -> Weights:
    total: Weights = values / np.maximum(values.sum(axis=-1, keepdims=True), 1e-30)
    return total
