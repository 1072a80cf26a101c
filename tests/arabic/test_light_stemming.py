"""The light stem: one test for each ending."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.wordforms import light_stem, without_pronoun

COUNT = FrequencyTable.shipped().count


def stem(word: str) -> str:
    return light_stem(fold(word), COUNT)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("مدرستان", "مدرست", id="dual"),
        pytest.param("سيارات", "سيار", id="feminine plural"),
        pytest.param("مهندسون", "مهندس", id="masculine plural"),
        pytest.param("مهندسين", "مهندس", id="masculine plural, oblique"),
        pytest.param("اقتصادية", "اقتصاد", id="feminine nisba"),
        pytest.param("اقتصادي", "اقتصاد", id="nisba"),
        pytest.param("سيارة", "سيار", id="teh marbuta"),
    ],
)
def test_endings_go(word: str, expected: str) -> None:
    assert stem(word) == fold(expected)


def test_country_nisba_and_people_meet() -> None:
    assert stem("سوريا") == stem("سورية") == stem("سوريين") == stem("سوري")


def test_country_in_alef_and_its_nisba_meet() -> None:
    assert stem("أمريكا") == stem("أمريكية") == stem("أمريكيين")


def test_accusative_meets_the_bare_word() -> None:
    assert stem("رئيساً") == stem("رئيس")


def test_short_words_stay() -> None:
    assert stem("دين") == "دين"


def test_pronoun_goes_where_the_rest_is_commoner() -> None:
    assert without_pronoun(fold("كتابهم"), COUNT) == fold("كتاب")
    assert without_pronoun(fold("رئيسها"), COUNT) == fold("رئيس")


def test_last_letters_stay_where_the_word_is_commoner() -> None:
    assert without_pronoun(fold("فلسطينيين"), COUNT) == fold("فلسطينيين")
    assert without_pronoun("مدينه", COUNT) == "مدينه"
