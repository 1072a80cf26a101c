"""Packed strings are the strings that were packed."""

from __future__ import annotations

from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.packed_strings import PackedLists, PackedStrings


@pytest.mark.property
@given(st.lists(st.text(alphabet="ابتث 2a😀", max_size=5), max_size=200))
def test_they_read_as_the_list_they_were_made_of(strings: list[str]) -> None:
    packed = PackedStrings(strings)
    assert list(packed) == strings
    assert packed[:2] == strings[:2]


def test_they_can_be_searched_by_bisection() -> None:
    words = sorted(["باب", "تاج", "ثوب"])
    assert bisect_left(PackedStrings(words), "تاج") == 1


@pytest.mark.property
@given(st.lists(st.text(alphabet="ابتث 2a😀\ud800", max_size=5), max_size=200))
def test_their_order_is_that_of_a_sorted_list(strings: list[str]) -> None:
    order = PackedStrings(strings).order().tolist()
    assert order == sorted(range(len(strings)), key=strings.__getitem__)


@pytest.mark.property
@given(st.lists(st.tuples(st.sampled_from("ابتث"), st.text("ab", max_size=3)), max_size=50))
def test_lists_hold_what_was_given_by_key_in_its_order(pairs: list[tuple[str, str]]) -> None:
    lists = PackedLists(pairs)
    for key in "ابتثج":
        assert list(lists[key]) == [string for given, string in pairs if given == key]
