"""Words are found by their terms as they would be by looking at each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.term_memory import TermMemory


def letters(word: str) -> tuple[str, ...]:
    """Return what stands for the terms of a word here."""
    return tuple(word)


WORDS = st.sets(st.text("abcd", max_size=3), max_size=8)


@pytest.mark.property
@given(st.lists(WORDS, max_size=6), st.sets(st.sampled_from("abcd")), st.integers(1, 9))
def test_words_are_found_by_their_terms(texts: list[set[str]], terms: set[str], most: int) -> None:
    memory = TermMemory(letters, most)
    for words in texts:
        assert memory.having(words, terms) == {word for word in words if terms & set(word)}
        assert all(memory(word) == letters(word) for word in words)


def test_a_word_is_looked_at_once_and_no_more_are_kept_than_may_be() -> None:
    asked: list[str] = []

    def find(word: str) -> tuple[str, ...]:
        asked.append(word)
        return letters(word)

    memory = TermMemory(find, 2)
    for _time in range(2):
        memory.having({"a", "b"}, {"b"})
    assert sorted(asked) == ["a", "b"]
    memory("c")
    memory("a")
    assert asked.count("a") == 2
