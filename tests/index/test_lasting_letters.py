"""The quick look denies no word a term that it has."""

from __future__ import annotations

import pytest

from archive.arabic.data_files import data_lines
from archive.arabic.frequencies import FrequencyTable
from search.index.analyzers import DATA_FILES, ArabicAnalyzer
from search.index.lasting_letters import LetterSieve, TermSieve, lasting_letters

EVERY = 40
"""Of the words of the frequency table, one of so many."""


@pytest.fixture(scope="module")
def analyzer() -> ArabicAnalyzer:
    return ArabicAnalyzer(FrequencyTable.shipped())


@pytest.fixture(scope="module")
def sieve(analyzer: ArabicAnalyzer) -> LetterSieve:
    return LetterSieve(analyzer.terms, 100_000)


def test_a_word_may_have_each_of_its_terms(analyzer: ArabicAnalyzer, sieve: LetterSieve) -> None:
    lines = (line for name in DATA_FILES for line in data_lines(name))
    listed = {word for line in lines for word in analyzer.words(line)}
    clitics = {f"وال{word}" for word in listed} | {f"ب{word}ها" for word in listed}
    words = {*sorted(FrequencyTable.shipped().words())[::EVERY], *listed, *clitics}
    denied = {
        (word, term)
        for word in words
        for term in analyzer.terms(word)
        if (chosen := sieve.of([term])) is not None and not chosen.numbers([word])
    }
    assert not denied


def test_few_others_may(sieve: LetterSieve) -> None:
    for term in ("+انتخابات", "~وزير", "^خبر"):
        assert not chosen_of(sieve, term).numbers(["المدرسة", "2014", "في"])


def test_what_is_read_beside_its_neighbours_is_chosen_for_its_place(sieve: LetterSieve) -> None:
    chosen = chosen_of(sieve, "+وزير")
    assert chosen.numbers_in_place(["قال", "وزير", "عبدالله", "المدرسة"]) == [1, 2]


def chosen_of(sieve: LetterSieve, term: str) -> TermSieve:
    chosen = sieve.of([term])
    assert chosen is not None
    return chosen


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("وَالمُدَرِّسُون", "در"),
        ("حقوق", "ح"),
        ("Ibrahim", "*"),
        ("2014", "*"),
        ("أ.ف.ب", "*"),
        ("", "*"),
    ],
)
def test_letters_that_last(word: str, letters: str) -> None:
    assert lasting_letters(word) == letters
