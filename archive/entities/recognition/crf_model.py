"""A trained model: what each feature says for each label, and which labels follow which.

The file is gzipped text: comment lines; the labels; one line of weights for each label,
of the labels that may follow it; and then a line for each feature, its name, a tab, and
``label:weight`` for each label that it speaks of. Weights are in thousandths.

Labels of words, in the IOB2 scheme of CoNLL: B- begins a name, I- goes on with it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.entities.recognition.word_features import DIRECTORY
from archive.records.mentions import EntityKind

SHIPPED_FILE: Final = "model.txt.gz"
SCALE: Final = 1000

Weights = NDArray[np.float32]


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


def model_to_bytes(
    labels: tuple[str, ...],
    transitions: Mapping[tuple[str, str], float],
    states: Mapping[tuple[str, str], float],
    header: str,
) -> bytes:
    """Return a model as the same bytes for the same weights; those too small to count go."""
    number = {label: str(index) for index, label in enumerate(labels)}
    lines = [f"# {line}" for line in header.splitlines()]
    lines.append(" ".join(labels))
    lines += [
        " ".join(str(round(SCALE * transitions.get((first, then), 0))) for then in labels)
        for first in labels
    ]
    by_feature: dict[str, list[str]] = {}
    for (feature, label), weight in sorted(states.items()):
        if scaled := round(SCALE * weight):
            by_feature.setdefault(feature, []).append(f"{number[label]}:{scaled}")
    lines += [f"{feature}\t{' '.join(weights)}" for feature, weights in by_feature.items()]
    return gzip.compress("\n".join(lines).encode(), 9, mtime=0)


def read_model(data: bytes) -> CrfModel:
    """Read what ``model_to_bytes`` made."""
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
    return read_model((DIRECTORY / SHIPPED_FILE).read_bytes())


OUTSIDE: Final = "O"
KINDS: Final = {
    "PER": EntityKind.PERSON,
    "LOC": EntityKind.PLACE,
    "ORG": EntityKind.ORGANISATION,
}
"""The labels that are kinds of the archive. MISC (currencies, prizes, peoples) is learned
as a kind of its own, so that it is not mistaken for one of these, and then dropped."""


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
