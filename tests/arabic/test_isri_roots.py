"""ISRI roots: one test for each pattern."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.isri import isri_root
from archive.arabic.letters import ARABIC_LETTERS
from archive.arabic.normalize import fold


@pytest.mark.parametrize(
    ("word", "root"),
    [
        pytest.param("مكتب", "كتب", id="مفعل"),
        pytest.param("كاتب", "كتب", id="فاعل"),
        pytest.param("رجال", "رجل", id="فعال"),
        pytest.param("شروط", "شرط", id="فعول"),
        pytest.param("كبير", "كبر", id="فعيل"),
        pytest.param("ضربة", "ضرب", id="فعلة"),
        pytest.param("اجتمع", "جمع", id="افتعل"),
        pytest.param("مكتوب", "كتب", id="مفعول"),
        pytest.param("مفتاح", "فتح", id="مفعال"),
        pytest.param("منديل", "ندل", id="مفعيل"),
        pytest.param("مدرسة", "درس", id="مفعلة"),
        pytest.param("مجتمع", "جمع", id="مفتعل"),
        pytest.param("مقاتل", "قتل", id="مفاعل"),
        pytest.param("تبادل", "بدل", id="تفاعل"),
        pytest.param("سهولة", "سهل", id="فعولة"),
        pytest.param("رسالة", "رسل", id="فعالة"),
        pytest.param("انفجر", "فجر", id="انفعل"),
        pytest.param("أخبار", "خبر", id="أفعال"),
        pytest.param("تدريب", "درب", id="تفعيل"),
        pytest.param("قوارب", "قرب", id="فواعل"),
        pytest.param("رسائل", "رسل", id="فعائل"),
        pytest.param("استخدم", "خدم", id="استفعل"),
        pytest.param("مستخدم", "خدم", id="مستفعل"),
        pytest.param("اجتماع", "جمع", id="افتعال"),
        pytest.param("استخدام", "خدم", id="استفعال"),
        pytest.param("زلزلة", "زلزل", id="فعللة"),
    ],
)
def test_pattern_gives_the_root(word: str, root: str) -> None:
    assert isri_root(fold(word)) == root


@pytest.mark.parametrize("word", ["كاتبون", "كاتبين", "كاتبات"])
def test_plural_endings_go_first(word: str) -> None:
    assert isri_root(word) == "كتب"


def test_three_letters_stay() -> None:
    assert isri_root("كتب") == "كتب"


@pytest.mark.property
@given(st.text(st.sampled_from(ARABIC_LETTERS), min_size=1, max_size=12))
def test_every_word_has_a_root_of_its_own_letters(word: str) -> None:
    root = isri_root(fold(word))
    assert root
    assert set(root) <= set(fold(word))
