"""Names in a text by a trained model: which words, of which kind, how likely."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.arabic.tokenize import Token
from archive.entities.crf.decoding import best_labels, marginals
from archive.entities.crf.emissions import WordWeights, add_joint
from archive.entities.crf.features import joint_features
from archive.entities.crf.gazetteer_features import gazetteer_features, shipped_lexicon
from archive.entities.crf.labels import OUTSIDE, LabelledSpan, spans
from archive.entities.crf.model import CrfModel, Weights
from archive.entities.crf.word_features import shipped_features

REMEMBERED_WORDS: Final = 200_000
"""Words whose weights are remembered before the memory starts anew: some 50 MB."""


class TaggedName(NamedTuple):
    """Words of a sentence that are one name; ``probability`` is its least sure label's."""

    span: LabelledSpan
    probability: float


class Tagger:
    """Finds names by a model, with the features that it was trained with."""

    def __init__(self, model: CrfModel) -> None:
        self._model = model
        self._words = WordWeights(model, shipped_features())
        self._lexicon = shipped_lexicon()

    def tag(self, text: str, sentences: Sequence[Sequence[Token]]) -> list[list[TaggedName]]:
        """Return the names of each sentence of ``text`` in reading order."""
        if not sentences:
            return []
        if len(self._words) >= REMEMBERED_WORDS:
            self._words.clear()
        lengths = np.array([len(sentence) for sentence in sentences])
        weights = _padded(self._weights(text, sentences), lengths)
        labels = best_labels(weights, lengths, self._model.transitions)
        found = [
            list(spans([self._model.labels[label] for label in labels[:length, number]]))
            for number, length in enumerate(lengths)
        ]
        named = [number for number, names in enumerate(found) if names]
        if not named:
            return [[] for _sentence in sentences]
        chances = marginals(weights[:, named], lengths[named], self._model.transitions)
        chosen = np.take_along_axis(chances, labels[:, named, None], axis=2)[:, :, 0]
        result: list[list[TaggedName]] = [[] for _sentence in sentences]
        for column, number in enumerate(named):
            result[number] = [
                TaggedName(span, float(chosen[span.first : span.last, column].min()))
                for span in found[number]
            ]
        return result

    def _weights(self, text: str, sentences: Sequence[Sequence[Token]]) -> Weights:
        """Return the (word, label) weights of all words of all sentences."""
        words = list(chain.from_iterable(sentences))
        gazetteer = gazetteer_features(text, words, self._lexicon)
        numbers = [self._words.number(word.text) for word in words]
        clusters = self._words.clusters(numbers)
        ends = np.cumsum([0, *map(len, sentences)])
        here = np.array(numbers)
        before, after = np.roll(here, 1), np.roll(here, -1)
        before[ends[:-1]] = after[ends[1:] - 1] = self._words.border
        table = self._words.table
        weights: Weights = table[here, 0] + table[before, 1] + table[after, 2]
        joint = chain.from_iterable(
            joint_features(
                [word.text for word in words[first:last]],
                clusters[first:last],
                gazetteer[first:last],
            )
            for first, last in pairwise(ends)
        )
        add_joint(weights, joint, self._model)
        return weights


def labels_of(names: Sequence[TaggedName], size: int) -> list[str]:
    """Return the labels of the ``size`` words of a sentence with these names."""
    labels = [OUTSIDE] * size
    for (first, last, label), _probability in names:
        labels[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1)]
    return labels


def _padded(weights: Weights, lengths: NDArray[np.intp]) -> Weights:
    """Return (position, sentence, label) weights of sentences, zero behind their ends."""
    ends = np.cumsum(lengths)
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    position = np.arange(len(weights)) - np.repeat(ends - lengths, lengths)
    table = np.zeros((lengths.max(), len(lengths), weights.shape[1]), dtype=np.float32)
    table[position, sentence] = weights
    return table
