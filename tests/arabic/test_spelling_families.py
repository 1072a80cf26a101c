"""Names that the press writes in several ways are one name."""

from __future__ import annotations

import pytest

from archive.arabic.frequencies import FrequencyTable
from archive.arabic.normalize import fold
from archive.arabic.word_lists import spelling_families
from archive.arabic.wordforms import WordAnalyzer

ANALYZER = WordAnalyzer(FrequencyTable.shipped())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("غوغل", "جوجل"),
        ("إنجلترا", "إنكلترا"),
        ("ترامب", "ترمب"),
        ("أمريكا", "أميركا"),
        ("الأمريكية", "الأميركية"),
        ("الأمريكيين", "بالأميركيين"),
        ("أوروبا", "أوربا"),
        ("إسطنبول", "لاستانبول"),
        ("ديمقراطية", "الديموقراطية"),
        ("مئة", "مائة"),
    ],
)
def test_members_of_a_family_have_one_form(one: str, other: str) -> None:
    first, second = ANALYZER.analyze(fold(one)), ANALYZER.analyze(fold(other))
    assert first[1:] == second[1:]


@pytest.mark.parametrize("word", ["بايدن", "وبايدن", "لبايدن"])
def test_listed_name_keeps_its_first_letter(word: str) -> None:
    assert ANALYZER.analyze(word).form == "بايدن"


def test_exact_form_keeps_the_spelling() -> None:
    assert ANALYZER.analyze("ترمب").exact == "ترمب"


def test_a_family_is_one_step_deep() -> None:
    families = spelling_families()
    assert all(families.get(chosen, chosen) == chosen for chosen in families.values())
