"""A search with its names in Latin letters written in Arabic ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final

from archive.arabic.normalize import fold
from search.query.state import SearchState
from search.query.tree import Node, Phrase, Word, terms
from search.suggest.entity_names import MAX_NAME_WORDS, EntityNames
from search.suggest.latin_names import LATIN_WORD, LatinNames
from search.suggest.word_replacement import replaced

CountArticles = Callable[[SearchState], int]
"""How many articles a search finds."""

_NAMES_READ: Final = 3
"""Latin names of a search that are looked for."""
_NAMES_TRIED: Final = 8
"""Combinations of their Arabic spellings that are searched for."""
_SPELLINGS: Final = 3
"""Arabic spellings of one name that are tried."""
_A_PLACE_LATER: Final = 0.3
"""What one place further from the typed name is worth against ten times the articles."""


@dataclass(frozen=True, slots=True)
class Transcription:
    """A search in Arabic letters, and how many articles it finds."""

    state: SearchState
    count: int


@dataclass(frozen=True, slots=True)
class NameTranscriber:
    """Writes the Latin names of a search in Arabic: entities first, then names of persons.

    ``count_word`` counts the articles that a folded word finds, to choose among persons' names.
    """

    count: CountArticles
    count_word: Callable[[str], int]
    entities: EntityNames = field(default_factory=lambda: EntityNames.of(()))
    persons: LatinNames = field(default_factory=LatinNames.shipped)

    def transcribed(self, state: SearchState, tree: Node | None) -> Transcription | None:
        """Return the first reading of the search that finds something."""
        names = dict(islice(self._names(state.text, tree), _NAMES_READ))
        for choice in islice(product(*names.values()), _NAMES_TRIED if names else 0):
            found = [
                self._written(state, dict(zip(names, each, strict=True)))
                for each in _spellings(choice)
            ]
            best = max(found, key=lambda each: each.count)
            if best.count:
                return best
        return None

    def _written(self, state: SearchState, names: dict[str, str]) -> Transcription:
        text = state.text
        for latin, arabic in names.items():
            text = replaced(text, latin, arabic)
        other = state.with_text(text)
        return Transcription(other, self.count(other))

    def _names(
        self, text: str, tree: Node | None
    ) -> Iterator[tuple[str, Sequence[tuple[str, ...]]]]:
        """Yield the Latin names of ``text`` with what each may be in Arabic, whole names first."""
        words = list(_typed_words(tree))
        at = 0
        while at < len(words):
            for end in range(min(at + MAX_NAME_WORDS, len(words)), at, -1):
                latin = " ".join(words[at:end])
                readings = self._readings(latin, alone=end == at + 1) if latin in text else ()
                if readings:
                    yield latin, readings
                    at = end
                    break
            else:
                at += 1

    def _readings(self, latin: str, *, alone: bool) -> Sequence[tuple[str, ...]]:
        if not all(map(LATIN_WORD.fullmatch, latin.split())) or latin.replace(" ", "").isdecimal():
            return ()
        named = self.entities.arabic(latin)
        return named if named or not alone else [(name,) for name in self._persons(latin)]

    def _persons(self, latin: str) -> list[str]:
        """Return the Arabic spellings of a person's name that articles hold, near and common first."""
        ranked = sorted(
            (place * _A_PLACE_LATER - math.log10(found), name)
            for place, name in enumerate(self.persons.arabic(latin))
            if (found := self.count_word(fold(name)))
        )
        return [name for _score, name in ranked[:_SPELLINGS]]


def _spellings(names: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield a few choices of a spelling for each of ``names``."""
    return islice(product(*(spellings[:_SPELLINGS] for spellings in names)), _NAMES_TRIED)


def _typed_words(tree: Node | None) -> Iterator[str]:
    for term in terms(tree):
        if isinstance(term, Phrase):
            yield from term.words
        elif isinstance(term, Word):
            yield term.text
