"""The model file, the best labels by it, and how likely they are."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.entities.recognition.crf_decoding import best_labels, marginals
from archive.entities.recognition.crf_features import sentence_features
from archive.entities.recognition.crf_model import model_to_bytes, read_model
from archive.entities.recognition.crf_tagger import SplitText, Tagger
from archive.entities.recognition.crf_training import TrainingOptions, train
from archive.entities.recognition.labelled_corpus import evaluate, labelled_sentence
from archive.entities.recognition.word_features import shipped_features

LABELS = 3


def paths(
    weights: np.ndarray, transitions: np.ndarray, length: int
) -> dict[tuple[int, ...], float]:
    """Every labelling of a sentence with its weight, counted by hand."""
    return {
        path: sum(float(weights[at, label]) for at, label in enumerate(path))
        + sum(float(transitions[a, b]) for a, b in zip(path, path[1:], strict=False))
        for path in product(range(LABELS), repeat=length)
    }


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_labels_and_probabilities_are_those_counted_by_hand(seed: int, sizes: list[int]) -> None:
    random = np.random.default_rng(seed)
    weights = random.normal(0, 2, (max(sizes), len(sizes), LABELS)).astype(np.float32)
    transitions = random.normal(0, 2, (LABELS, LABELS)).astype(np.float32)
    lengths = np.array(sizes)
    labels = best_labels(weights, lengths, transitions)
    chances = marginals(weights, lengths, transitions)
    for number, length in enumerate(sizes):
        by_hand = paths(weights[:, number], transitions, length)
        assert tuple(labels[:length, number]) == max(by_hand, key=by_hand.__getitem__)
        total = sum(np.exp(weight) for weight in by_hand.values())
        for at, label in product(range(length), range(LABELS)):
            share = sum(np.exp(w) for path, w in by_hand.items() if path[at] == label) / total
            assert chances[at, number, label] == pytest.approx(share, abs=1e-3)


def test_a_model_is_read_as_it_was_written() -> None:
    labels = ("B-PER", "O")
    states = {("w=سليم", "B-PER"): 1.5, ("w=#", "O"): -0.25, ("bias", "O"): 0.0001}
    model = read_model(model_to_bytes(labels, {("O", "B-PER"): -0.5}, states, "a header"))
    assert model.labels == labels
    assert model.transitions.tolist() == [[0, 0], [-0.5, 0]]
    assert {name: model.states[row].tolist() for name, row in model.rows.items()} == {
        "w=سليم": [1.5, 0],
        "w=#": [0, -0.25],
    }


SENTENCES = [
    labelled_sentence(
        [(word, label) for word, label in zip(words.split(), labels.split(), strict=True)]
    )
    for words, labels in (
        ("قال الوزير سليم الراعي إن الطريق مفتوح", "O O B-PER I-PER O O O"),
        ("وصل المدير سامي البنا إلى بلدة صفرا", "O O B-PER I-PER O O B-LOC"),
        ("قال المدير نبيل الحلو إن بلدة دورا هادئة", "O O B-PER I-PER O O B-LOC O"),
    )
]


def test_training_gives_the_same_bytes_and_learns_what_it_is_shown() -> None:
    options = TrainingOptions(l1=0, l2=0.01, iterations=30)
    model = train(SENTENCES, options)
    assert model == train(SENTENCES, options)
    assert evaluate(Tagger(read_model(model)), SENTENCES).together.f1 == 1


def test_features_of_training_and_of_tagging_weigh_the_same() -> None:
    model = read_model(train(SENTENCES, TrainingOptions(l1=0, l2=0.01, iterations=10)))
    sentence = SENTENCES[0]
    words = [word.text for word in sentence.words]
    shown = [shipped_features().of(word) for word in words]
    rows = sentence_features(words, shown, [()] * len(words))
    by_hand = [
        model.states[[model.rows[name] for name in row if name in model.rows]].sum(axis=0)
        for row in rows
    ]
    weights = Tagger(model)._weights(SplitText(sentence.text, [sentence.words]))
    assert np.allclose(weights, by_hand, atol=1e-3)
