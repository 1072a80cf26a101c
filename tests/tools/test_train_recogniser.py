"""Labelled sentences, the model that is trained on them, and its file."""

from __future__ import annotations

import numpy as np

from archive.entities.recognition.crf_features import shipped_extractor
from archive.entities.recognition.crf_model import read_model
from archive.entities.recognition.crf_tagger import SplitText, Tagger
from tools.labelled_corpus import evaluate, labelled_sentence
from tools.train_recogniser import (
    PARTS,
    TrainingOptions,
    averaged,
    model_to_bytes,
    sentence_features,
    train,
    without_part,
)

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


def test_training_gives_the_same_bytes_and_learns_what_it_is_shown() -> None:
    options = TrainingOptions(l1=0, l2=0.01, iterations=30)
    model = train(SENTENCES, options)
    assert model == train(SENTENCES, options)
    assert evaluate(Tagger(read_model(model)), SENTENCES).together.f1 == 1


def test_features_of_training_and_of_tagging_weigh_the_same() -> None:
    model = read_model(train(SENTENCES, TrainingOptions(l1=0, l2=0.01, iterations=10)))
    sentence = SENTENCES[0]
    words = [word.text for word in sentence.words]
    features = [shipped_extractor().of(word) for word in words]
    rows = sentence_features(words, features, [()] * len(words))
    by_hand = [
        model.states[[model.rows[name] for name in row if name in model.rows]].sum(axis=0)
        for row in rows
    ]
    weights = Tagger(model)._weights(SplitText(sentence.text, [sentence.words]))
    assert np.allclose(weights, by_hand, atol=1e-3)


def test_the_mean_of_models_weighs_what_one_of_them_lacks_by_its_share() -> None:
    labels = ("B-PER", "O")
    members = [
        read_model(model_to_bytes(labels, {("B-PER", "B-PER"): first}, states, "a member"))
        for first, states in (
            (1.0, {("w=سليم", "B-PER"): 2.0}),
            (3.0, {("w=سليم", "B-PER"): 1.0, ("w=إلى", "O"): 1.0}),
        )
    ]
    mean = read_model(averaged(members))
    assert mean.transitions[0, 0] == 2
    assert mean.states[mean.rows["w=سليم"]].tolist() == [1.5, 0]
    assert mean.states[mean.rows["w=إلى"]].tolist() == [0, 0.5]


def test_each_part_of_the_text_is_kept_from_one_member() -> None:
    parts = [without_part(SENTENCES * 4, part) for part in range(PARTS)]
    assert sum(len(unseen) for _others, unseen in parts) == len(SENTENCES) * 4
    assert all(len(others) + len(unseen) == len(SENTENCES) * 4 for others, unseen in parts)


def test_signs_written_with_a_name_are_no_part_of_it() -> None:
    sentence = labelled_sentence([("(سليم", "B-PER"), ("الراعي)", "I-PER"), ("غادر", "O")])
    assert [word.text for word in sentence.words] == ["(", "سليم", "الراعي", ")", "غادر"]
    assert sentence.word_labels() == ["O", "B-PER", "I-PER", "O", "O"]


def test_labels_of_words_go_back_to_the_tokens_of_the_corpus() -> None:
    sentence = labelled_sentence([("(بيت-لحم)", "B-LOC"), ("هادئة", "O")])
    assert sentence.word_labels() == ["O", "B-LOC", "I-LOC", "I-LOC", "O", "O"]
    assert sentence.token_labels(sentence.word_labels()) == ["B-LOC", "O"]
