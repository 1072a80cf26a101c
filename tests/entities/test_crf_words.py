"""Sentences as the trained recogniser reads them, and labels laid over them."""

from __future__ import annotations

from archive.entities.recognition.crf_model import LabelledSpan, spans
from archive.entities.recognition.crf_tagger import MAX_WORDS, sentences
from archive.entities.recognition.labelled_corpus import labelled_sentence


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


def test_signs_written_with_a_name_are_no_part_of_it() -> None:
    sentence = labelled_sentence([("(سليم", "B-PER"), ("الراعي)", "I-PER"), ("غادر", "O")])
    assert [word.text for word in sentence.words] == ["(", "سليم", "الراعي", ")", "غادر"]
    assert sentence.word_labels() == ["O", "B-PER", "I-PER", "O", "O"]


def test_labels_of_words_go_back_to_the_tokens_of_the_corpus() -> None:
    sentence = labelled_sentence([("(بيت-لحم)", "B-LOC"), ("هادئة", "O")])
    assert sentence.word_labels() == ["O", "B-LOC", "I-LOC", "I-LOC", "O", "O"]
    assert sentence.token_labels(sentence.word_labels()) == ["B-LOC", "O"]


def test_spans_are_read_as_the_conll_evaluation_reads_them() -> None:
    labels = ["B-PER", "I-PER", "B-PER", "O", "I-LOC", "I-ORG"]
    assert list(spans(labels)) == [
        LabelledSpan(0, 2, "PER"),
        LabelledSpan(2, 3, "PER"),
        LabelledSpan(4, 5, "LOC"),
        LabelledSpan(5, 6, "ORG"),
    ]
