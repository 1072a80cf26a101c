"""Broken plurals are read from the lines of Arabic WordNet, and doubtful ones marked."""

from __future__ import annotations

from archive.arabic.frequencies import FrequencyTable
from tools.build_wordnet_plurals import kept_lines, read_pairs

LINES = [
    "# Arabic WordNet",
    "01-n\tarb:lemma\tحَاسُوب",
    "01-n\tarb:lemma:root\tحسب",
    "01-n\tarb:lemma:brokenplural\tحواسيب",
    "02-n\tarb:lemma\tشارع عام",
    "02-n\tarb:lemma:brokenplural\tشوارع",
    "03-n\tarb:lemma\tسكن",
    "03-n\tarb:lemma:brokenplural\tأسكان",
]


def test_plurals_belong_to_the_lemma_before_them() -> None:
    assert list(read_pairs(LINES)) == [("حاسوب", "حواسيب"), ("سكن", "أسكان")]


def test_plural_like_a_verbal_noun_only_ranks() -> None:
    known = FrequencyTable(dict.fromkeys(("حاسوب", "حواسيب", "سكن", "اسكان"), 9))
    assert kept_lines(read_pairs(LINES), known) == ["حاسوب حواسيب", "سكن أسكان?"]


def test_words_that_nobody_writes_are_left_out() -> None:
    assert kept_lines(read_pairs(LINES), FrequencyTable({"حاسوب": 9})) == []
