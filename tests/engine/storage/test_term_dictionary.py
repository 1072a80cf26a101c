"""The dictionary finds what a sorted list would."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.support.levenshtein import levenshtein

from search.engine import edit_distance, edit_distances
from search.engine.storage.term_dictionary import TermDictionary, pack_terms

words = st.text("ابتثجxy", max_size=4)


def dictionary(terms: list[bytes]) -> TermDictionary:
    blob, ends = pack_terms(terms)
    return TermDictionary(np.frombuffer(blob, np.uint8), ends.astype(np.uint32))


@pytest.mark.property
@given(st.sets(words, max_size=300), words)
def test_look_ups_agree_with_a_sorted_list(names: set[str], wanted: str) -> None:
    terms = sorted(name.encode() for name in names)
    made, text = dictionary(terms), wanted.encode()
    assert made.terms() == terms
    assert made.find(text) == (terms.index(text) if text in terms else -1)
    assert made.lower_bound(text) == bisect_left(terms, text)
    low, high = made.prefix_range(text)
    assert terms[low:high] == [term for term in terms if term.startswith(text)]


def test_a_prefix_of_the_highest_bytes_reaches_to_the_end() -> None:
    made = dictionary([b"a", b"\xff", b"\xff\xff"])
    assert made.prefix_range(b"\xff") == (1, 3)


@pytest.mark.property
@given(st.sets(words, max_size=60), words, st.integers(0, 3))
def test_shapes_pass_every_term_that_is_near_or_holds_the_letters(
    names: set[str], wanted: str, distance: int
) -> None:
    terms = sorted(names)
    shapes = dictionary([name.encode() for name in terms]).shapes(0, len(terms))
    assert shapes.lengths.tolist() == [len(name) for name in terms]
    near = {terms[place] for place in shapes.near(wanted, distance)}
    assert {name for name in terms if levenshtein(name, wanted) <= distance} <= near
    holding = {terms[place] for place in shapes.holding(wanted)}
    assert {name for name in terms if wanted in name} <= holding


@pytest.mark.property
@given(st.text("ابتx", min_size=1, max_size=6), st.lists(st.text("ابتx", min_size=1), min_size=1))
def test_edit_distances_are_levenshteins(text: str, others: list[str]) -> None:
    expected = [levenshtein(text, other) for other in others]
    assert edit_distances(text, others).tolist() == expected
    assert [edit_distance(text, other) for other in others] == expected
