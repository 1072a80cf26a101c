"""Which terms a misspelling or a pattern stands for, over several dictionaries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from whoosh.query import FuzzyTerm, Wildcard

from search.engine import edit_distances
from search.engine.evaluation.expansion import expand
from search.engine.storage.block_files import Array
from search.engine.storage.term_dictionary import TermDictionary, pack_terms


def dictionary(*words: str) -> TermDictionary:
    blob, ends = pack_terms(sorted(word.encode() for word in words))
    return TermDictionary(np.frombuffer(blob, np.uint8), ends.astype(np.uint32))


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that are compared letter by letter, as they are."""
    seen: list[str] = []

    def counted(text: str, words: Sequence[str]) -> Array:
        seen.extend(words)
        return edit_distances(text, words)

    monkeypatch.setattr("search.engine.evaluation.expansion.edit_distances", counted)
    return seen


def found(query: FuzzyTerm | Wildcard, *dictionaries: TermDictionary) -> list[str]:
    return [term.decode() for term in expand(dictionaries, query, lambda: None)]


def test_a_word_of_many_segments_is_compared_once(compared: list[str]) -> None:
    segments = [dictionary("=قنديل", "=منديل", "=قناديل", "=بستان", "~قنديل") for _ in range(40)]
    fuzzy = FuzzyTerm("text", "=قنديل", maxdist=1, prefixlength=1)
    assert found(fuzzy, *segments) == ["=قناديل", "=قنديل", "=منديل"]
    assert sorted(compared) == ["=قناديل", "=قنديل", "=منديل"]


def test_what_is_far_by_its_letters_is_not_compared(compared: list[str]) -> None:
    words = (f"={one}{other}تم" for one in "بحخدذرزسشصضط" for other in "ظعغفكلمنهو")
    assert found(FuzzyTerm("text", "=قلقتم", prefixlength=1), dictionary(*words)) == []
    assert len(compared) < 20


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("=*نديل", ["=قنديل", "=منديل"]),
        ("=ق*ل", ["=قناديل", "=قنديل"]),
        ("=*ناد*", ["=قناديل"]),
        ("=?نديل", ["=قنديل", "=منديل"]),
        ("=*", ["=بستان", "=قناديل", "=قنديل", "=منديل"]),
    ],
)
def test_a_star_stands_anywhere(pattern: str, words: list[str]) -> None:
    made = dictionary("=قنديل", "=منديل", "=قناديل", "=بستان", "~قنديل")
    assert found(Wildcard("text", pattern), made, made) == words
