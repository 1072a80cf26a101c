"""The best labels of sentences, and how likely each label is: Viterbi and forward-backward.

Both run over many sentences at once, position by position. Algorithms as in L. Rabiner,
"A Tutorial on Hidden Markov Models" (1989), with the weights of a conditional random
field in place of probabilities.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.entities.crf.model import Weights

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
