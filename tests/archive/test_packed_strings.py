"""Packed strings are the strings that were packed."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.packed_strings import PackedStrings


@pytest.mark.property
@given(st.lists(st.text(alphabet="ابتث 2a😀", max_size=5), max_size=200))
def test_they_read_as_the_list_they_were_made_of(strings: list[str]) -> None:
    packed = PackedStrings(strings)
    assert list(packed) == strings
    assert packed[:2] == strings[:2]


def test_they_can_be_searched_by_bisection() -> None:
    words = sorted(["باب", "تاج", "ثوب"])
    assert bisect_left(PackedStrings(words), "تاج") == 1
