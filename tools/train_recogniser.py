"""Trains the recogniser of names on ANERcorp, by CRFsuite (N. Okazaki, 2007).

    KHIZANA_SHARED=../shared python -m tools.train_recogniser

Six models are trained, each without another sixth of the text, and the mean of their weights is
the model: a linear model's mean is one of the same form, and less sure of what one sixth alone
taught (L. Breiman, "Bagging Predictors", 1996; decision 0805). What each member finds in the sixth
that it has not seen gives the shares by which confidences are calibrated (``tools.calibrate``).
Takes about five minutes a member. The same text gives the same model, byte for byte.
"""

from __future__ import annotations

import argparse
import gzip
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

import pycrfsuite

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.recognition.calibration import CALIBRATION_FILE, calibration_to_text
from archive.entities.recognition.crf_features import (
    AFTER,
    BEFORE,
    BORDER,
    DATA_FOLDER,
    FeatureSet,
    gazetteer_features,
    joint_features,
    shipped_extractor,
)
from archive.entities.recognition.crf_hints import HINTS_FILE, hints_to_bytes, shipped_lexicon
from archive.entities.recognition.crf_model import MODEL_FILE, OUTSIDE, SCALE, CrfModel, read_model
from tools.calibrate_recogniser import (
    CALIBRATION_HEADER,
    Seen,
    calibration_of,
    judged_names,
    labelled_names,
)
from tools.labelled_corpus import LabelledSentence, read_corpus

CORPUS: Final = Path("data") / "ner" / "anercorp_train.conll"
PARTS: Final = 6
"""Members of the committee, and parts of the text."""
OUTSIDE_WEIGHT: Final = -0.4
"""Added to what leads to a word outside all names: training makes the most likely labels likely,
which finds fewer names than gives the best F1. With the weight of agreement chosen on the six
parts, each read by the member that has not seen it: F1 .8015 to .8032."""
HEADER: Final = """Conditional random field for names in Arabic news (see archive/entities/recognition/crf_model.py).
made by: python -m tools.train_recogniser
source: trained on ANERcorp (Y. Benajiba and others, 2007), training part of the split of
  CAMeL Lab (O. Obeid and others, 2020), with the gazetteer, name list and word clusters
  beside it
licence: Creative Commons Attribution-ShareAlike 4.0"""


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train: the weights of both penalties, and how often to look at everything.

    Chosen on a sixth of the training text, kept back for that.
    """

    l1: float = 0.15
    l2: float = 0.02
    iterations: int = 70


def train(sentences: Iterable[LabelledSentence], options: TrainingOptions | None = None) -> bytes:
    """Return the model file trained on ``sentences``: the same bytes for the same input."""
    options = options or TrainingOptions()
    trainer = pycrfsuite.Trainer(verbose=False)
    for sentence in sentences:
        trainer.append(features_of(sentence), sentence.word_labels())
    trainer.select("lbfgs")
    trainer.set_params(
        {
            "c1": options.l1,
            "c2": options.l2,
            "max_iterations": options.iterations,
            "feature.possible_transitions": True,
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        labels: Sequence[str] = sorted(tagger.labels())
        tagger.close()
    return model_to_bytes(tuple(labels), info.transitions, info.state_features, HEADER)


def without_part(
    sentences: Sequence[LabelledSentence], part: int
) -> tuple[Sequence[LabelledSentence], Sequence[LabelledSentence]]:
    """Return the sentences outside one of ``PARTS`` parts, numbered from 0, and those in it."""
    first, last = len(sentences) * part // PARTS, len(sentences) * (part + 1) // PARTS
    return [*sentences[:first], *sentences[last:]], sentences[first:last]


def averaged(members: Sequence[CrfModel]) -> bytes:
    """Return the file of the model whose weights are the mean of those of ``members``.

    A feature that a member lacks weighs nothing there. All members have the same labels.
    """
    labels = members[0].labels
    pairs = [(row, column) for row in range(len(labels)) for column in range(len(labels))]
    transitions = {
        (labels[row], labels[column]): fmean(float(m.transitions[row, column]) for m in members)
        + OUTSIDE_WEIGHT * (labels[column] == OUTSIDE)
        for row, column in pairs
    }
    sums: dict[str, list[float]] = {}
    for member in members:
        for feature, row in member.rows.items():
            weights = sums.setdefault(feature, [0.0] * len(labels))
            for column, weight in enumerate(member.states[row].tolist()):
                weights[column] += weight
    states = {
        (feature, label): weight / len(members)
        for feature, weights in sums.items()
        for label, weight in zip(labels, weights, strict=True)
    }
    return model_to_bytes(labels, transitions, states, HEADER)


def features_of(sentence: LabelledSentence) -> list[list[str]]:
    """Return the features of each word of a labelled sentence."""
    words = [word.text for word in sentence.words]
    features = [shipped_extractor().of(word) for word in words]
    gazetteer = gazetteer_features(sentence.text, sentence.words, shipped_lexicon())
    return sentence_features(words, features, gazetteer)


def sentence_features(
    words: Sequence[str], features: Sequence[FeatureSet], gazetteer: Sequence[tuple[str, ...]]
) -> list[list[str]]:
    """Return all features of each word of a sentence: those that the tagger adds up."""
    around = [BORDER, *features, BORDER]
    joint = joint_features(words, [each.clusters for each in features], gazetteer)
    return [
        [
            *around[index].own,
            *[f"{BEFORE}{feature}" for feature in around[index - 1].lent],
            *[f"{AFTER}{feature}" for feature in around[index + 1].lent],
            *more,
        ]
        for index, more in enumerate(joint, 1)
    ]


def model_to_bytes(
    labels: tuple[str, ...],
    transitions: Mapping[tuple[str, str], float],
    states: Mapping[tuple[str, str], float],
    header: str,
) -> bytes:
    """Return a model's file (see ``crf_model``); weights too small to count are left out."""
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


def main() -> None:
    """Train on ANERcorp with the gazetteer of today; write the model, its hints, its calibration."""
    parser = argparse.ArgumentParser(description="Train the recogniser of names on ANERcorp.")
    parser.add_argument(
        "--output", type=Path, default=DATA_FOLDER / MODEL_FILE, help="the model to write"
    )
    output: Path = parser.parse_args().output
    shared = Path(os.environ.get("KHIZANA_SHARED", "../shared"))
    HINTS_FILE.write_bytes(hints_to_bytes(Gazetteer.shipped()))
    sentences = list(read_corpus(shared / CORPUS))
    members: list[CrfModel] = []
    seen: list[Seen] = []
    for part in range(PARTS):
        others, unseen = without_part(sentences, part)
        members.append(read_model(train(others)))
        seen += labelled_names(read_model(averaged(members[-1:])), unseen)
        print(f"member {part + 1} of {PARTS}", flush=True)
    model = averaged(members)
    output.write_bytes(model)
    table = calibration_of(seen, judged_names(read_model(model), shared))
    text = calibration_to_text(table, CALIBRATION_HEADER)
    CALIBRATION_FILE.write_text(text, encoding="utf-8")
    print(f"{output}: {len(model)} bytes")


if __name__ == "__main__":
    main()
