"""What was found of words before: their index terms, and which of them may have some terms.

A page of hits looks at some two thousand different words of ten texts, nearly all of which have
come before, for the few that have a term of the query.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from archive.arabic.frequencies import WordMemory
from search.index.lasting_letters import LetterSieve, TermSieve


class TermMemory:
    """Remembers the terms of ``most`` words, as ``find`` gives them. Threads may share it."""

    def __init__(self, find: Callable[[str], tuple[str, ...]], most: int) -> None:
        self._terms: Final = WordMemory(find, most)
        self._sieve: Final = LetterSieve(self, most)

    def __call__(self, word: str) -> tuple[str, ...]:
        """Return the terms of ``word``."""
        return self._terms[word]

    def sieve_of(self, terms: Collection[str]) -> TermSieve | None:
        """Return what tells quickly where a text cannot hold one of ``terms``; ``None`` for nothing."""
        return self._sieve.of(terms)
