"""What is one word or two, though it is written otherwise."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from search.index.analyzers import ArabicAnalyzer, Match

ANALYZER = ArabicAnalyzer(FrequencyTable.shipped())


def words(text: str) -> list[str]:
    return ANALYZER.words(text)


def finds(query: str, text: str, match: Match = Match.INFLECTION) -> bool:
    indexed = [set(ANALYZER.terms(word)) for word in words(text)]
    return all(
        any(terms & set(ANALYZER.query_terms(word, match)) for terms in indexed)
        for word in words(query)
    )


@pytest.mark.parametrize("number", ["12,345", "12.345", "١٢٬٣٤٥", "12’345", "١٢،٣٤٥"])
def test_number_is_one_however_its_thousands_are_parted(number: str) -> None:
    assert words(number) == [number]
    assert finds("12345", number, Match.EXACT)
    assert finds(number, "12345", Match.EXACT)


@pytest.mark.parametrize("text", ["0,345", "12,34", "2015,123", "1,2345"])
def test_other_numbers_are_parted(text: str) -> None:
    assert len(words(text)) == 2


@pytest.mark.parametrize("text", ["أ ف ب", "أ.ف.ب", "ا. ف. ب", "AFP", "A.F.P"])
def test_abbreviation_is_one_word_in_both_scripts(text: str) -> None:
    assert len(words(text)) == 1
    assert finds("أ.ف.ب", text)


def test_titles_and_the_conjunction_are_no_abbreviation() -> None:
    assert len(words("د. م. سعاد")) == 3
    assert len(words("أ و ب")) == 3


@pytest.mark.parametrize("text", ["الـNBC", "بالـNBC", "لـNBC", "والـNBC"])
def test_what_stands_before_other_letters_is_no_part_of_the_word(text: str) -> None:
    assert words(text) == [text]
    assert finds("NBC", text, Match.EXACT)


@pytest.mark.parametrize("text", ["F-16", "F16", "إف-16", "إف 16"])
def test_code_is_its_letters_and_its_number(text: str) -> None:
    assert len(words(text)) == 2
    assert finds("F-16", text)


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("أبوظبي", "أبو ظبي"),
        ("أبوحسام", "أبي حسام"),
        ("عبدالحكيم", "عبد الحكيم"),
        ("عبدربه", "عبد ربه"),
        ("رأسمال", "رأس مال"),
        ("بدرالدين", "بدر الدين"),
        ("جارالله", "جار الله"),
    ],
)
def test_glued_name_is_two_words(glued: str, parted: str) -> None:
    assert finds(glued, parted)
    assert finds(parted, glued)


@pytest.mark.parametrize(
    "word", ["أبواب", "أبواق", "أبوهما", "أبويه", "والدين", "الرأسمالية", "عبدت"]
)
def test_other_words_are_not_parted(word: str) -> None:
    assert words(word) == [word]


def test_formula_is_its_words() -> None:
    assert finds("ﷺ", "صلى الله عليه وسلم")
    assert finds("صلى الله عليه وسلم", "ﷺ")
    assert finds("الرحيم", "﷽")


@pytest.mark.parametrize(
    ("written", "meant"), [("مسوول", "مسؤول"), ("وزرا", "وزراء"), ("القايد", "القائد")]
)
def test_hamza_may_be_left_out(written: str, meant: str) -> None:
    assert finds(written, meant)
    assert finds(meant, written)


def test_guardian_and_son_within_a_name() -> None:
    assert not finds("ولي", "الرجل اللي هنا")
    assert finds("بن رشد", "ابن رشد")
    assert not finds("البن", "خالد بن سعيد", Match.EXACT)
