"""Broken plurals: what the lists hold, and what shapes say."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.plurals import (
    PLURALS_FILE,
    listed_plurals,
    people,
    shares_consonants,
    singular_by_pattern,
    singulars,
)
from tests.arabic.counts import noun_count

COUNT = noun_count(FrequencyTable.shipped())


def test_enough_plurals_are_listed() -> None:
    assert sum(len(found.counted) for found in listed_plurals().values()) >= 1_200
    assert PLURALS_FILE == "broken_plurals.txt"


@pytest.mark.parametrize(
    ("plural", "singular"),
    [("سفراء", "سفير"), ("قنابل", "قنبلة"), ("أدوية", "دواء"), ("رؤوس", "رأس"), ("نوافذ", "نافذة")],
)
def test_listed_plural_has_its_singular(plural: str, singular: str) -> None:
    assert singulars(fold(plural), COUNT).counted == (fold(singular),)


def test_plural_that_is_another_word_is_doubtful() -> None:
    found = singulars("حدود", COUNT)
    assert (found.counted, found.ranked) == ((), ("حد",))


@pytest.mark.parametrize(("plural", "singular"), [("تراتيب", "ترتيب"), ("فظائع", "فظيعة")])
def test_unlisted_plural_is_read_by_its_shape(plural: str, singular: str) -> None:
    assert singular_by_pattern(fold(plural), COUNT) == fold(singular)


@pytest.mark.parametrize("word", ["مقاتل", "مهاجم", "سياسيين", "صحراء", "مناظير", "كتاب"])
def test_shape_alone_joins_no_other_word(word: str) -> None:
    assert (
        singular_by_pattern(fold(word), COUNT) is None
        or singular_by_pattern(fold(word), lambda _word: 0) is None
    )


def test_people_are_known_by_their_plural() -> None:
    assert {"وزير", "شاعر"} <= people()
    assert "غذاء" not in people()


def test_consonants_are_compared_without_weak_letters() -> None:
    assert shares_consonants("رسول", "رسل")
    assert not shares_consonants("امراه", "نساء")
