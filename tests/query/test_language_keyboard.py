"""Text that was typed on the wrong keyboard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.keyboard import neighbouring_letters, other_keyboard


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hgrhivm", "القاهرة"),
        ("]lar", "دمشق"),
        ("s,vdh", "سوريا"),
        ("hgauv ,hg[,u", "الشعر والجوع"),
        ("HGRHIVM", "القاهرة"),
        ("bf]", "لابد"),
        ("ؤهش", "cia"),
        ("سغقهش", "syria"),
        ("فقعةح", "trump"),
    ],
)
def test_the_wrong_keyboard_is_read_on_the_other(typed: str, meant: str) -> None:
    assert other_keyboard(typed) == meant


@pytest.mark.parametrize("text", ["", "a", "2024", "سوريا syria", "été"])
def test_some_texts_have_no_other_reading(text: str) -> None:
    assert other_keyboard(text) is None


def test_keys_side_by_side_are_known_both_ways() -> None:
    assert ("س", "ي") in neighbouring_letters()
    assert ("ي", "س") in neighbouring_letters()
    assert ("س", "م") not in neighbouring_letters()


@pytest.mark.property
@given(st.text(max_size=50))
def test_a_reading_is_of_other_letters(text: str) -> None:
    meant = other_keyboard(text)
    assert meant is None or not {char for char in text if char.isalpha()} & set(meant)


@pytest.mark.property
@given(st.text("acdefhijklmnopqrstuvwxyz", min_size=2, max_size=20))
def test_what_is_read_on_the_other_keyboard_is_read_back(text: str) -> None:
    """But for the keys of the ligature لا, which is also two letters."""
    meant = other_keyboard(text)
    assert meant is not None
    assert other_keyboard(meant) == text
