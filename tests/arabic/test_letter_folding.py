"""One word, many hands and keyboards: each rule of folding, and its laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.normalize import fold, strip_marks

ARABIC_AND_SIGNS = st.text(st.sampled_from(ARABIC_LETTERS + "\u064e\u0651\u0670\u0640\u200c\u0654"))


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        pytest.param("کتاب", "كتاب", id="persian kaf"),
        pytest.param("ڪتاب", "كتاب", id="swash kaf"),
        pytest.param("گوگل", "كوكل", id="gaf"),
        pytest.param("سوریا", "سوريا", id="farsi yeh"),
        pytest.param("على", "علي", id="alef maksura"),
        pytest.param("مدرسة", "مدرسه", id="teh marbuta"),
        pytest.param("بەرھەم", "بهرههم", id="kurdish ae and heh"),
        pytest.param("أحمد", "احمد", id="hamza above alef"),
        pytest.param("إدلب", "ادلب", id="hamza below alef"),
        pytest.param("آب", "اب", id="madda"),
        pytest.param("ٱلله", "الله", id="alef wasla"),
        pytest.param("پاريس", "باريس", id="peh"),
        pytest.param("ڤيتو", "فيتو", id="veh"),
        pytest.param("چاي", "جاي", id="tcheh"),
        pytest.param("ژاله", "زاله", id="jeh"),
        pytest.param("مسئول", "مسؤول", id="seats of hamza"),
        pytest.param("كِتَابٌ", "كتاب", id="vowels"),
        pytest.param("هٰذا", "هذا", id="superscript alef"),
        pytest.param("عـــاجل", "عاجل", id="tatweel"),
        pytest.param("بي\u200cان", "بيان", id="zero width non-joiner"),
        pytest.param("بي\u00adان", "بيان", id="soft hyphen"),
        pytest.param("\ufeffبيان\u200f", "بيان", id="byte order mark and direction mark"),
        pytest.param("ﺑﻴﺎﻥ", "بيان", id="presentation forms"),
        pytest.param("ﻻ", "لا", id="ligature"),
        pytest.param("مو\u0654تمر", "مؤتمر", id="combining hamza"),
        pytest.param("٢٠٢٤", "2024", id="arabic-indic digits"),
        pytest.param("۲۰۲۴", "2024", id="persian digits"),
        pytest.param("CAFÉ", "cafe", id="latin case and accents"),
    ],
)
def test_spellings_meet(written: str, usual: str) -> None:
    assert fold(written) == fold(usual)


@pytest.mark.parametrize(("one", "other"), [("سار", "صار"), ("قلب", "كلب"), ("شيء", "شي")])
def test_other_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_strip_marks_keeps_the_letters_of_the_original() -> None:
    assert strip_marks("الأُمَّة") == "الأمة"


@pytest.mark.property
@given(st.text(st.characters()) | ARABIC_AND_SIGNS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.property
@given(ARABIC_AND_SIGNS)
def test_arabic_folds_to_letters_alone(text: str) -> None:
    assert all(char.isalpha() for char in fold(text))
