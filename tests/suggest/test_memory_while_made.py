"""What is made anew every minute takes little memory beside what is kept of it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from search.suggest.entity_names import EntityNames, NamedEntity
from search.suggest.suggester import Entry, Suggester
from search.suggest.word_list import WordList

MANY = 10_000
LETTERS = "بتثجحخدذرس"


def word(number: int) -> str:
    return "".join(LETTERS[int(digit)] for digit in f"{number:05}")


class Terms:
    """An index of many words."""

    def term_counts(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        assert field == "text"
        return ((prefix + word(number), 1) for number in range(MANY))


def most_bytes(make: Callable[[], object]) -> int:
    """Return how much memory was taken at most while something was made."""
    make()
    tracemalloc.start()
    try:
        make()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_list_of_words() -> None:
    assert most_bytes(lambda: WordList.of_index(Terms(), lambda _word: 0)) < 200 * MANY


@pytest.mark.parametrize(("kind", "most"), [("title", 180), ("entity", 300)])
def test_suggestions(kind: str, most: int) -> None:
    def make() -> Suggester:
        return Suggester.of(Entry(f"{word(n)} نهر", kind, str(n), 1.0) for n in range(MANY))

    assert most_bytes(make) < most * MANY


def test_names_in_latin_letters() -> None:
    def make() -> EntityNames:
        return EntityNames.of(NamedEntity(word(n), (), f"name {n}", 0) for n in range(MANY))

    assert most_bytes(make) < 120 * MANY
