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
def test_the_wrong_keyboard_is_read_on_the_other(typed, meant):
    assert other_keyboard(typed) == meant


@pytest.mark.parametrize("text", ["", "a", "2024", "سوريا syria", "été"])
def test_some_texts_have_no_other_reading(text):
    assert other_keyboard(text) is None


def test_keys_side_by_side_are_known_both_ways():
    assert ("س", "ي") in neighbouring_letters()
    assert ("ي", "س") in neighbouring_letters()
    assert ("س", "م") not in neighbouring_letters()


@pytest.mark.property
@given(st.text(max_size=50))
def test_every_text_may_be_asked_for(text):
    other_keyboard(text)
