"""Names in a text by a trained model: which words, of which kind, how likely.

A text is read sentence by sentence, each a list of words and signs:

>>> [[word.text for word in sentence] for sentence in sentences("وصل أمس. غادر!")]
[['وصل', 'امس', '.'], ['غادر', '!']]

The best labels of a sentence, and how likely each of them is, are found by Viterbi's and by
the forward-backward algorithm, over many sentences at once, position by position: as in L.
Rabiner, "A Tutorial on Hidden Markov Models" (1989), with the weights of a conditional random
field in place of probabilities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.arabic.normalize import fold
from archive.arabic.tokenize import WORD_PATTERN, Token
from archive.entities.recognition.crf_features import (
    gazetteer_features,
    joint_features,
    shipped_extractor,
)
from archive.entities.recognition.crf_hints import shipped_lexicon
from archive.entities.recognition.crf_model import (
    CrfModel,
    LabelledSpan,
    Weights,
    WordWeights,
    add_joint,
    spans,
)

MAX_WORDS: Final = 120
"""A longer sentence is cut: tables and lists of names have no full stops."""

_PIECE: Final = re.compile(rf"{WORD_PATTERN}|\n|[^\w\s]")
_ENDS: Final = frozenset(".!?؟…")

REMEMBERED_WORDS: Final = 200_000
"""Words whose weights are remembered before the memory starts anew: some 50 MB."""

AGREEMENT: Final = 3.0
"""How much the other places of a word in an article count: what its labels there are
likely to be, of 0 to 1, times this, is added to its weights. Chosen on a part of
ANERcorp's training text that was kept back. After V. Krishnan and C. Manning, "An
Effective Two-Stage Model for Exploiting Non-Local Dependencies" (2006)."""

TINY: Final = np.float32(1e-30)
"""Keeps a sum of nothing from being divided by."""


class TaggedName(NamedTuple):
    """Words of a sentence that are one name; ``probability`` is its least sure label's."""

    span: LabelledSpan
    probability: float


class SplitText(NamedTuple):
    """One text of an article, and its sentences."""

    text: str
    sentences: Sequence[Sequence[Token]]


class Tagger:
    """Finds names by a model, with the features that it was trained with."""

    def __init__(self, model: CrfModel) -> None:
        self._model = model
        self._words = WordWeights(model, shipped_extractor())
        self._lexicon = shipped_lexicon()
        self._same_kind = np.array(
            [[one[2:] == other[2:] for other in model.labels] for one in model.labels],
            dtype=np.float32,
        )

    def tag(self, article: Sequence[SplitText]) -> list[list[TaggedName]]:
        """Return the names of each sentence of an article's texts, in reading order."""
        sentences = [sentence for part in article for sentence in part.sentences]
        if not sentences:
            return []
        if len(self._words) >= REMEMBERED_WORDS:
            self._words.clear()
        lengths = np.array([len(sentence) for sentence in sentences])
        weights = self._with_agreement(
            np.concatenate([self._weights(part) for part in article if part.sentences]),
            np.array(self._words.numbers([word.text for words in sentences for word in words])),
            lengths,
        )
        labels = best_labels(weights, lengths, self._model.transitions)
        found = [
            list(spans([self._model.labels[label] for label in labels[:length, number]]))
            for number, length in enumerate(lengths)
        ]
        return self._with_probabilities(found, labels, weights, lengths)

    def _with_probabilities(
        self,
        found: Sequence[Sequence[LabelledSpan]],
        labels: NDArray[np.intp],
        weights: Weights,
        lengths: NDArray[np.intp],
    ) -> list[list[TaggedName]]:
        result: list[list[TaggedName]] = [[] for _names in found]
        named = [number for number, names in enumerate(found) if names]
        if named:
            chances = marginals(weights[:, named], lengths[named], self._model.transitions)
            chosen = np.take_along_axis(chances, labels[:, named, None], axis=2)[:, :, 0]
            for column, number in enumerate(named):
                result[number] = [
                    TaggedName(span, float(chosen[span.first : span.last, column].min()))
                    for span in found[number]
                ]
        return result

    def _with_agreement(
        self, weights: Weights, words: NDArray[np.intp], lengths: NDArray[np.intp]
    ) -> Weights:
        """Return ``weights`` padded, with what the other places of each word add to them."""
        places = _places(lengths)
        first = marginals(_padded(weights, places, lengths), lengths, self._model.transitions)
        chances = first[places]
        _, which, counts = np.unique(words, return_inverse=True, return_counts=True)
        sums = np.zeros((len(counts), chances.shape[1]), dtype=np.float32)
        np.add.at(sums, which, chances)
        others = (sums[which] - chances) / np.maximum(counts[which] - 1, 1)[:, None]
        lettered = self._words.lettered(words)
        bonus = AGREEMENT * (others @ self._same_kind) * lettered[:, None]
        return _padded((weights + bonus).astype(np.float32), places, lengths)

    def _weights(self, part: SplitText) -> Weights:
        """Return the (word, label) weights of all words of all sentences of a text."""
        words = list(chain.from_iterable(part.sentences))
        gazetteer = gazetteer_features(part.text, words, self._lexicon)
        numbers = self._words.numbers([word.text for word in words])
        clusters = self._words.clusters(numbers)
        ends = np.cumsum([0, *map(len, part.sentences)])
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


def _places(lengths: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the position in its sentence, and the sentence, of each word."""
    ends = np.cumsum(lengths)
    position = np.arange(ends[-1]) - np.repeat(ends - lengths, lengths)
    return position, np.repeat(np.arange(len(lengths)), lengths)


def _padded(
    weights: Weights,
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
    lengths: NDArray[np.intp],
) -> Weights:
    """Return (position, sentence, label) weights of sentences, zero behind their ends."""
    table = np.zeros((lengths.max(), len(lengths), weights.shape[1]), dtype=np.float32)
    table[places] = weights
    return table


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


def sentences(text: str) -> Iterator[list[Token]]:
    """Yield the sentences of ``text``: up to a full stop before a space, or a line's end."""
    sentence: list[Token] = []
    for word in words(text):
        if word.text == "\n":
            if sentence:
                yield sentence
                sentence = []
            continue
        sentence.append(word)
        if len(sentence) >= MAX_WORDS or (
            word.text in _ENDS and text[word.end : word.end + 1].isspace()
        ):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def words(text: str) -> Iterator[Token]:
    """Yield the words and signs of ``text`` in order, line ends among them."""
    for match in _PIECE.finditer(text):
        yield Token(_folded(match.group()), match.start(), match.end())


@lru_cache(maxsize=1 << 16)
def _folded(piece: str) -> str:
    return fold(piece) or piece
