"""The quick look denies no word a term that it has."""

from __future__ import annotations

import pytest

from archive.arabic.data_files import data_lines
from archive.arabic.frequencies import FrequencyTable
from search.index.analyzers import DATA_FILES, ArabicAnalyzer
from search.index.lasting_letters import LetterSieve, lasting_letters

EVERY = 40
"""Of the words of the frequency table, one of so many."""


@pytest.fixture(scope="module")
def analyzer() -> ArabicAnalyzer:
    return ArabicAnalyzer(FrequencyTable.shipped())


@pytest.fixture(scope="module")
def sieve(analyzer: ArabicAnalyzer) -> LetterSieve:
    return LetterSieve(analyzer.terms, 100_000)


def test_a_word_may_have_each_of_its_terms(analyzer: ArabicAnalyzer, sieve: LetterSieve) -> None:
    listed = {word for name in DATA_FILES for line in data_lines(name) for word in line.split()}
    clitics = {f"وال{word}" for word in listed} | {f"ب{word}ها" for word in listed}
    words = {*sorted(FrequencyTable.shipped().words())[::EVERY], *listed, *clitics}
    denied = {
        (word, term)
        for word in words
        for term in analyzer.terms(word)
        if not sieve.possible({word}, [term])
    }
    assert not denied


def test_few_others_may(sieve: LetterSieve) -> None:
    words = set(sorted(FrequencyTable.shipped().words())[::EVERY])
    for term in ("+انتخابات", "~وزير", "^خبر"):
        assert len(sieve.possible(words, [term])) < len(words) / 10


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
