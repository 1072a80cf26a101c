"""The port of Lucene's Arabic analyzer, rule by rule, as Lucene's own tests name them."""

from __future__ import annotations

import pytest

from benchmarks.lucene_arabic import analyze, normalize, stem

STOP_WORDS = frozenset({"من", "على"})


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("الحسن", "حسن", id="al"),
        pytest.param("والحسن", "حسن", id="wal"),
        pytest.param("بالحسن", "حسن", id="bal"),
        pytest.param("كالحسن", "حسن", id="kal"),
        pytest.param("فالحسن", "حسن", id="fal"),
        pytest.param("للاخر", "اخر", id="ll"),
        pytest.param("وحسن", "حسن", id="waw"),
        pytest.param("زوجها", "زوج", id="ha"),
        pytest.param("زوجان", "زوج", id="an"),
        pytest.param("زوجات", "زوج", id="at"),
        pytest.param("زوجون", "زوج", id="wn"),
        pytest.param("زوجين", "زوج", id="yn"),
        pytest.param("زوجيه", "زوج", id="yh"),
        pytest.param("زوجية", "زوج", id="yp"),
        pytest.param("زوجه", "زوج", id="h"),
        pytest.param("زوجة", "زوج", id="p"),
        pytest.param("زوجي", "زوج", id="y"),
        pytest.param("وساهمون", "ساهم", id="prefix and suffix"),
        pytest.param("ولد", "ولد", id="waw of a short word stays"),
        pytest.param("الو", "الو", id="short word stays"),
        pytest.param("سوريا", "سوريا", id="ya is no suffix"),
    ],
)
def test_stemmer(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("آجن", "اجن"), ("أحمد", "احمد"), ("إعاذ", "اعاذ"), ("بنى", "بني"), ("فاطمة", "فاطمه")],
)
def test_normalizer(written: str, expected: str) -> None:
    assert normalize(written) == expected


def test_normalizer_deletes_tatweel_and_vowels() -> None:
    assert normalize("روبـــرت مَبنيٌّ") == "روبرت مبني"


def test_normalizer_leaves_hamza_seats_and_persian_letters() -> None:
    assert normalize("مسؤول کتاب") == "مسؤول کتاب"


def test_stop_words_go_before_normalizing() -> None:
    assert list(analyze("من علىّ على بيت", STOP_WORDS | {"بيت"})) == ["عل"]


def test_digits_become_ascii_and_latin_lower_case() -> None:
    assert list(analyze("BBC ٢٠٢٤ 12.5", STOP_WORDS)) == ["bbc", "2024", "12.5"]
