"""Numbers in words, and the plural forms that numbers ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.numerals import plural_form, read_number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("واحد", 1),
        ("إحدى عشرة", 11),
        ("اثنا عشر", 12),
        ("خمسة عشر", 15),
        ("ثلاثة وعشرون", 23),
        ("مئة وخمسة", 105),
        ("ثلاث مئة", 300),
        ("ثلاثمائة وأربعين", 340),
        ("ألف وتسعمئة وثمانية وأربعين", 1948),
        ("ألفين وأربعة وعشرين", 2024),
        ("ثلاثة آلاف وخمسمئة", 3500),
        ("مئة ألف", 100_000),
    ],
)
def test_reads_cardinals(words: str, number: int) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [("الأول", 1), ("الثالث", 3), ("الثاني عشر", 12), ("الخامس والعشرين", 25), ("السابعة", 7)],
)
def test_reads_ordinals(words: str, number: int) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize("words", ["", "الثالث من", "عشرون ثلاثة", "وعشرون", "ثلاثة أربعة", "بيت"])
def test_words_that_are_no_number_give_none(words: str) -> None:
    assert read_number(words) is None


@pytest.mark.property
@given(st.text(st.characters()))
def test_any_text_is_read_without_an_error(text: str) -> None:
    number = read_number(text)
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (103, "few"),
        (11, "many"),
        (99, "many"),
        (111, "many"),
        (100, "other"),
        (102, "other"),
        (1000, "other"),
    ],
)
def test_plural_forms_follow_cldr(number: int, form: str) -> None:
    assert plural_form(number) == form
