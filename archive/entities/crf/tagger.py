"""Names in a text by a trained model: which words, of which kind, how likely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from archive.entities.crf.decoding import best_labels, marginals, padded
from archive.entities.crf.features import BORDER, WINDOW, by_distance, joint
from archive.entities.crf.gazetteer_features import gazetteer_features, shipped_lexicon
from archive.entities.crf.labels import spans
from archive.entities.crf.model import CrfModel, Weights
from archive.entities.crf.word_features import shipped_features
from archive.entities.crf.words import Word, sentences

REMEMBERED_WORDS: Final = 100_000
"""Words whose weights are remembered before the memory starts anew: some 50 MB."""
_REACH: Final = len(WINDOW) // 2


class TaggedName(NamedTuple):
    """Words that a model takes for one name; ``probability`` is its least sure label's."""

    words: tuple[Word, ...]
    label: str
    probability: float


class Tagger:
    """Finds names by a model, with the features that it was trained with."""

    def __init__(self, model: CrfModel) -> None:
        self._model = model
        self._features = shipped_features()
        self._lexicon = shipped_lexicon()
        self._weights: dict[str, Weights] = {}
        self._clusters: dict[str, tuple[str, ...]] = {}

    def names(self, text: str) -> list[TaggedName]:
        """Return the names in ``text`` in reading order."""
        found = list(sentences(text))
        return [
            TaggedName(tuple(sentence[first:last]), label, probability)
            for sentence, tags in zip(found, self.tag(text, found), strict=True)
            for first, last, label, probability in tags
        ]

    def tag(
        self, text: str, found: Sequence[Sequence[Word]]
    ) -> list[list[tuple[int, int, str, float]]]:
        """Return (first, last exclusive, label, probability) of the names of each sentence."""
        if not found:
            return []
        if len(self._weights) >= REMEMBERED_WORDS:
            self._weights.clear()
            self._clusters.clear()
        emissions = self._emissions(text, found)
        lengths = np.array([len(sentence) for sentence in found])
        weights = padded(emissions)
        labels = best_labels(weights, lengths, self._model.transitions)
        chances = marginals(weights, lengths, self._model.transitions)
        chosen = np.take_along_axis(chances, labels[:, :, None], axis=2)[:, :, 0]
        names = self._model.labels
        return [
            [
                (first, last, label, float(chosen[first:last, number].min()))
                for first, last, label in spans([names[tag] for tag in labels[:length, number]])
            ]
            for number, length in enumerate(lengths)
        ]

    def _emissions(self, text: str, found: Sequence[Sequence[Word]]) -> list[Weights]:
        """Return the (word, label) weights of each sentence."""
        words = [word for sentence in found for word in sentence]
        gazetteer = gazetteer_features(text, words, self._lexicon)
        emissions = []
        begin = 0
        for sentence in found:
            known = gazetteer[begin : begin + len(sentence)]
            begin += len(sentence)
            emissions.append(self._sentence([word.text for word in sentence], known))
        return emissions

    def _sentence(self, words: list[str], gazetteer: Sequence[tuple[str, ...]]) -> Weights:
        border = [BORDER] * _REACH
        table = np.stack([self._word(word) for word in (*border, *words, *border)])
        size = len(words)
        total: Weights = sum(
            (table[column : column + size, column] for column in range(1, len(WINDOW))),
            start=table[:size, 0].copy(),
        )
        clusters = [self._clusters[word] for word in words]
        rows = self._model.rows
        pairs = [
            (index, rows[feature])
            for index, features in enumerate(joint(words, clusters, gazetteer))
            for feature in features
            if feature in rows
        ]
        if pairs:
            indices, numbers = zip(*pairs, strict=True)
            np.add.at(total, list(indices), self._model.states[list(numbers)])
        return total

    def _word(self, word: str) -> Weights:
        """Return the (distance, label) weights of what ``word`` says by itself."""
        weights = self._weights.get(word)
        if weights is None:
            weights = self._weights[word] = np.stack(
                [self._model.emission(part) for part in by_distance(word, self._features)]
            )
            self._clusters[word] = self._features.cluster(word)
        return weights
