"""The index terms of words that were looked at, and which of these words have a term.

A page of hits looks at some two thousand different words of ten texts, nearly all of which have
come before, for the few that have a term of the query: those are found from the terms.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from typing import Final


class TermMemory:
    """Remembers the terms of ``most`` words; with one more it begins anew. Threads may share it.

    ``possible`` returns those of some words that may have one of some terms: the others are not
    looked at.
    """

    def __init__(
        self,
        find: Callable[[str], tuple[str, ...]],
        most: int,
        possible: Callable[[set[str], Collection[str]], set[str]] = lambda words, _terms: words,
    ) -> None:
        self._find: Final = find
        self._most: Final = most
        self._possible: Final = possible
        self._adding: Final = threading.Lock()
        self._known: tuple[dict[str, tuple[str, ...]], dict[str, list[str]]] = ({}, {})
        """Word → terms, and term → words: each of the words in the first stands in the second."""

    def __call__(self, word: str) -> tuple[str, ...]:
        """Return the terms of ``word``."""
        terms = self._known[0].get(word)
        return self._add(word) if terms is None else terms

    def having(self, words: set[str], terms: Collection[str]) -> set[str]:
        """Return those of ``words`` that have one of ``terms``."""
        words = self._possible(words, terms)
        terms_of, words_of = self._known
        new = words.difference(terms_of)  # Not "-": that would go through all that is known.
        found = {word for word in new if not set(self(word)).isdisjoint(terms)}
        for term in terms:
            found.update(words.intersection(words_of.get(term, ())))
        return found

    def _add(self, word: str) -> tuple[str, ...]:
        found = self._find(word)
        with self._adding:
            if len(self._known[0]) >= self._most:
                self._known = ({}, {})
            terms_of, words_of = self._known
            if word not in terms_of:
                for term in dict.fromkeys(found):
                    words_of.setdefault(term, []).append(word)
                # Last: whoever sees the word here finds it under its terms.
                terms_of[word] = found
        return found
