"""Sentences, the best labels of their words, and how likely they are."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.entities.recognition.crf_model import LabelledSpan, spans
from archive.entities.recognition.crf_tagger import MAX_WORDS, best_labels, marginals, sentences

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


def test_a_sentence_ends_at_a_full_stop_before_a_space_and_at_a_lines_end() -> None:
    found = [
        [word.text for word in sentence] for sentence in sentences("عاد أمس. نام؟\nرقم 3.5 هنا")
    ]
    assert found == [["عاد", "امس", "."], ["نام", "؟"], ["رقم", "3", ".", "5", "هنا"]]


def test_words_point_at_the_original_text() -> None:
    text = "قالَ «سعيدٌ» ذلك"
    (sentence,) = sentences(text)
    assert [text[word.start : word.end] for word in sentence] == ["قالَ", "«", "سعيدٌ", "»", "ذلك"]


def test_a_list_without_full_stops_is_cut() -> None:
    assert [len(sentence) for sentence in sentences("اسم " * (MAX_WORDS + 5))] == [MAX_WORDS, 5]


def test_spans_are_read_as_the_conll_evaluation_reads_them() -> None:
    labels = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG"]
    assert list(spans(labels)) == [
        LabelledSpan(0, 2, "PER"),
        LabelledSpan(2, 3, "PER"),
        LabelledSpan(4, 5, "LOC"),
        LabelledSpan(5, 6, "ORG"),
    ]
