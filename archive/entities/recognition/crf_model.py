"""A trained model: what each feature says for each label, and which labels follow which.

The model's file is gzipped text: comment lines; the labels; one line of weights for each
label, of the labels that may follow it; and then a line for each feature, its name, a tab, and
``label:weight`` for each label that it speaks of. Weights are in thousandths.

Labels of words are those of the IOB2 scheme of CoNLL: B- begins a name, I- goes on with it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.entities.recognition.crf_features import (
    AFTER,
    BEFORE,
    BORDER,
    DATA_FOLDER,
    FeatureExtractor,
    FeatureSet,
)
from archive.records.mentions import EntityKind

MODEL_FILE: Final = "model.txt.gz"
SCALE: Final = 1000
"""Weights of the file to a whole."""

Weights = NDArray[np.float32]

OUTSIDE: Final = "O"
KINDS: Final = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
"""The labels that are kinds of the archive. MISC (currencies, prizes, peoples) is learned
as a kind of its own, so that it is not mistaken for one of these, and then dropped."""

_BORDER_WORD: Final = "\n"
MIN_LETTERS: Final = 3
"""Words of fewer letters are particles, whatever they are near a name."""
_FIRST_CAPACITY: Final = 4096


@dataclass(frozen=True, slots=True)
class CrfModel:
    """A linear-chain conditional random field.

    ``states`` has a row of weights per label for each feature of ``rows``;
    ``transitions[a, b]`` is the weight of label b after label a.
    """

    labels: tuple[str, ...]
    transitions: Weights
    rows: Mapping[str, int]
    states: Weights
    fingerprint: str

    @staticmethod
    def shipped() -> CrfModel:
        """Return the model that comes with the archive; read once, at first use."""
        return _shipped()


def read_model(data: bytes) -> CrfModel:
    """Read the bytes of a model's file."""
    text = gzip.decompress(data).decode("utf-8")
    lines = [line for line in text.split("\n") if not line.startswith("# ")]
    labels = tuple(lines[0].split(" "))
    head = 1 + len(labels)
    transitions = np.array([line.split(" ") for line in lines[1:head]], dtype=np.float32)
    states = np.zeros((len(lines) - head, len(labels)), dtype=np.float32)
    rows: dict[str, int] = {}
    for row, line in enumerate(lines[head:]):
        feature, _, weights = line.partition("\t")
        rows[feature] = row
        for part in weights.split(" "):
            label, _, weight = part.partition(":")
            states[row, int(label)] = int(weight) / SCALE
    digest = hashlib.sha256(data).hexdigest()[:12]
    return CrfModel(labels, transitions / np.float32(SCALE), rows, states, digest)


@cache
def _shipped() -> CrfModel:
    return read_model((DATA_FOLDER / MODEL_FILE).read_bytes())


class LabelledSpan(NamedTuple):
    """Words ``first`` to ``last`` (exclusive) are one name of the kind ``label``."""

    first: int
    last: int
    label: str


def spans(labels: Sequence[str]) -> Iterator[LabelledSpan]:
    """Yield the names that ``labels`` mark, as the CoNLL evaluation reads them."""
    first = -1
    kind = ""
    for index, label in enumerate([*labels, OUTSIDE]):
        if first >= 0 and (label[0] != "I" or label[2:] != kind):
            yield LabelledSpan(first, index, kind)
            first = -1
        if label != OUTSIDE and first < 0:
            first, kind = index, label[2:]


class WordWeights:
    """The weights of words by themselves, added up at a word's first appearance.

    ``table[number, 0]`` is what the word says of itself, ``[number, 1]`` what it says of
    the next word and ``[number, 2]`` what it says of the previous one, for each label.
    """

    def __init__(self, model: CrfModel, extractor: FeatureExtractor) -> None:
        self._model = model
        self._extractor = extractor
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
            self._add([(word, self._extractor.of(word)) for word in new])
        return [known[word] for word in words]

    def lettered(self, numbers: NDArray[np.intp]) -> NDArray[np.bool_]:
        """Return which of the words with these numbers are no signs, numbers or particles."""
        return self._lettered[numbers]

    def clusters(self, numbers: Iterable[int]) -> list[tuple[str, ...]]:
        """Return the clusters of words with these numbers."""
        return [self._clusters[number] for number in numbers]

    def _add(self, words: Sequence[tuple[str, FeatureSet]]) -> None:
        first = len(self._numbers)
        while first + len(words) > len(self.table):
            self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            self._lettered = np.concatenate([self._lettered, np.zeros_like(self._lettered)])
        found = []
        for number, (word, features) in enumerate(words, first):
            self._numbers[word] = number
            self._clusters.append(features.clusters)
            self._lettered[number] = word[0].isalpha() and len(word) >= MIN_LETTERS
            for part, names in enumerate((features.own, features.lent, features.lent)):
                rows = self._rows[part]
                found += [(number, part, rows[name]) for name in names if name in rows]
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
