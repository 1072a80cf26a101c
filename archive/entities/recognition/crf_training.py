"""Training: from labelled sentences to a model, by CRFsuite (N. Okazaki, 2007)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pycrfsuite

from archive.entities.recognition.crf_features import (
    gazetteer_features,
    sentence_features,
    shipped_lexicon,
)
from archive.entities.recognition.crf_model import model_to_bytes
from archive.entities.recognition.labelled_corpus import LabelledSentence
from archive.entities.recognition.word_features import shipped_features

HEADER: Final = """Conditional random field for names in Arabic news (see archive/entities/crf/model.py).
made by: manage.py train_recogniser
source: trained on ANERcorp (Y. Benajiba and others, 2007), training part of the split of
  CAMeL Lab (O. Obeid and others, 2020), with the gazetteer, name list and word clusters
  beside it
licence: Creative Commons Attribution-ShareAlike 4.0"""


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train: the weights of both penalties, and how often to look at everything."""

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


def features_of(sentence: LabelledSentence) -> list[list[str]]:
    """Return the features of each word of a labelled sentence."""
    words = [word.text for word in sentence.words]
    shown = [shipped_features().of(word) for word in words]
    gazetteer = gazetteer_features(sentence.text, sentence.words, shipped_lexicon())
    return sentence_features(words, shown, gazetteer)
