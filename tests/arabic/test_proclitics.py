"""Proclitics go where they are words, and stay where they are letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.clitics import without_proclitics
from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold

COUNT = FrequencyTable.shipped().count


def cut(word: str) -> str:
    return without_proclitics(fold(word), COUNT)


@pytest.mark.parametrize(
    "word",
    ["القرية", "والقرية", "فالقرية", "بالقرية", "كالقرية", "وبالقرية", "للقرية", "وللقرية"],
)
def test_article_goes_with_what_stands_before_it(word: str) -> None:
    assert cut(word) == fold("قرية")


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ("وقال", "قال"),
        ("فقال", "قال"),
        ("لسوريا", "سوريا"),
        ("بدمشق", "دمشق"),
        ("كرئيس", "رئيس"),
        ("وبدمشق", "دمشق"),
        ("ولسوريا", "سوريا"),
    ],
)
def test_single_letter_goes_before_a_commoner_word(word: str, rest: str) -> None:
    assert cut(word) == fold(rest)


@pytest.mark.parametrize(
    "word", ["وزارة", "فرنسا", "باريس", "كتاب", "لبنان", "وفد", "فصائل", "بلدة", "لجنة", "كردي"]
)
def test_first_letter_of_a_word_stays(word: str) -> None:
    assert cut(word) == fold(word)


@pytest.mark.parametrize("word", ["فيصل", "وادي", "كرد", "بعيد", "واحد"])
def test_noun_that_takes_the_article_stays_though_its_remainder_is_commoner(word: str) -> None:
    assert cut(word) == fold(word)


@pytest.mark.parametrize(("word", "rest"), [("بشكل", "شكل"), ("بسرعة", "سرعة"), ("بسبب", "سبب")])
def test_adverb_with_beh_goes_back_to_its_noun(word: str, rest: str) -> None:
    assert cut(word) == fold(rest)


@pytest.mark.parametrize(("word", "verb"), [("سيكون", "يكون"), ("ستعقد", "تعقد"), ("وسيتم", "يتم")])
def test_future_sign_goes_before_a_verb(word: str, verb: str) -> None:
    assert cut(word) == fold(verb)


@pytest.mark.parametrize("word", ["سياسة", "سنجار", "سالم", "ستين"])
def test_first_letter_of_a_noun_is_no_future_sign(word: str) -> None:
    assert cut(word) == fold(word)


def test_for_the_gives_back_the_lam_of_the_noun() -> None:
    assert cut("للاجئين") == fold("لاجئين")


def test_for_the_before_a_noun_without_lam() -> None:
    assert cut("للنازحين") == fold("نازحين")


@pytest.mark.parametrize("word", ["ألمانيا", "إلكترونية", "التزام", "الله", "آلاف"])
def test_alef_lam_of_the_word_itself_stays(word: str) -> None:
    assert cut(word) == fold(word)


@pytest.mark.parametrize("word", ["بألمانيا", "وألمانيا", "لألمانيا"])
def test_proclitic_goes_before_alef_lam_of_the_word_itself(word: str) -> None:
    assert cut(word) == fold("ألمانيا")


def test_unknown_word_after_and() -> None:
    assert cut("وقرنزويل") == fold("قرنزويل")


def test_archive_knows_its_own_words() -> None:
    """A name that general Arabic does not know is told by the archive's own counts."""
    counts = FrequencyTable({"بزلموط": 40, "زلموط": 1})
    assert without_proclitics("بزلموط", counts.count) == "بزلموط"
    assert without_proclitics("بزلموط", FrequencyTable({"زلموط": 40}).count) == "زلموط"


@pytest.mark.property
@given(st.text(st.sampled_from("وفبكلسالميته"), min_size=1, max_size=8))
def test_something_always_remains(word: str) -> None:
    rest = cut(word)
    assert rest
    assert word.endswith(rest) or rest.startswith("ل")
