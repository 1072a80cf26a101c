"""Names in a text by a trained model: which words, of which kind, how likely.

Sentences of words and signs, as the trained recogniser reads them.

>>> [[word.text for word in sentence] for sentence in sentences("وصل أمس. غادر!")]
[['وصل', 'امس', '.'], ['غادر', '!']]
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
from archive.entities.recognition.crf_decoding import WordWeights, add_joint, best_labels, marginals
from archive.entities.recognition.crf_features import (
    gazetteer_features,
    joint_features,
    shipped_lexicon,
)
from archive.entities.recognition.crf_model import OUTSIDE, CrfModel, LabelledSpan, Weights, spans
from archive.entities.recognition.word_features import shipped_features

REMEMBERED_WORDS: Final = 200_000
"""Words whose weights are remembered before the memory starts anew: some 50 MB."""

AGREEMENT: Final = 2.0
"""How much the other places of a word in an article count: what its labels there are
likely to be, of 0 to 1, times this, is added to its weights. Chosen on a part of
ANERcorp's training text that was kept back. After V. Krishnan and C. Manning, "An
Effective Two-Stage Model for Exploiting Non-Local Dependencies" (2006)."""


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
        self._words = WordWeights(model, shipped_features())
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
        weights = self._agreed(
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

    def _agreed(
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


def labels_of(names: Sequence[TaggedName], size: int) -> list[str]:
    """Return the labels of the ``size`` words of a sentence with these names."""
    labels = [OUTSIDE] * size
    for (first, last, label), _probability in names:
        labels[first:last] = [f"B-{label}", *[f"I-{label}"] * (last - first - 1)]
    return labels


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


MAX_WORDS: Final = 120
"""A longer sentence is cut: tables and lists of names have no full stops."""

_PIECE: Final = re.compile(rf"{WORD_PATTERN}|\n|[^\w\s]")
_ENDS: Final = frozenset(".!?؟…")


@lru_cache(maxsize=1 << 16)
def _folded(piece: str) -> str:
    return fold(piece) or piece


def words(text: str) -> Iterator[Token]:
    """Yield the words and signs of ``text`` in order, line ends among them."""
    for match in _PIECE.finditer(text):
        yield Token(_folded(match.group()), match.start(), match.end())


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
