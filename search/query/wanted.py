"""What a search wants of a text: index terms by position, to find it and to mark it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from archive.arabic.normalize import fold
from search.index.analyzers import KIND_EXACT, KIND_FORM
from search.query.state import Match
from search.query.tree import Fuzzy, Phrase, Prefix, Word

Resolve = Callable[[str, str], Collection[str]]
"""(field, name as typed) → the keys in that field's column; empty where nothing is so called."""


class QueryAnalyzer(Protocol):
    """What a query needs of ``search.analyzers.ArabicAnalyzer``."""

    def spans(self, text: str) -> Iterator[tuple[str, int, int]]: ...

    def terms(self, word: str) -> tuple[str, ...]: ...

    def query_terms(self, word: str, match: str) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word, or the words of one phrase, that a search wants.

    ``text`` is what the reader typed. ``positions`` holds for each of its words the terms
    any of which is the word. A word also counts whose term begins with one of
    ``prefixes``, or is at most ``distance`` letters from one of ``near``. Up to ``slop`` words
    may stand between the words of a phrase, which may then stand in any order. ``exact``
    holds for each word its term as typed, to tell how another word matched it.
    """

    text: str
    positions: tuple[tuple[str, ...], ...] = ()
    exact: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    distance: int = 0
    slop: int = 0
    stop_word: bool = False
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class WordReader:
    """Turns the words of a search into what is wanted, by the analyzer of the index."""

    analyzer: QueryAnalyzer
    match: Match

    def run(self, words: Iterable[Word], *, title_only: bool = False) -> Iterator[Wanted]:
        """Yield what each of ``words`` wants; a month is told by its neighbour (آب 2024)."""
        listed = list(words)
        surfaces = self._surfaces([word.text for word in listed])
        for word, found in zip(listed, surfaces, strict=True):
            if found:
                yield self._wanted(word.text, found, title_only)

    def phrase(self, phrase: Phrase, *, title_only: bool = False) -> Wanted | None:
        """Return the phrase by its words without their clitics, stop words as written."""
        text = " ".join(phrase.words)
        surfaces = [surface for surface, _, _ in self.analyzer.spans(text)]
        if not surfaces:
            return None
        positions = tuple(self.analyzer.query_terms(each, self._narrow) for each in surfaces)
        exact = tuple(self._exact(surface) for surface in surfaces)
        return Wanted(text, positions, exact, slop=phrase.slop, title_only=title_only)

    def prefix(self, prefix: Prefix, *, title_only: bool = False) -> Wanted:
        """Return the beginning of a word as written, and of a word without its clitics."""
        kinds = KIND_EXACT if self.match is Match.EXACT else KIND_EXACT + KIND_FORM
        beginnings = tuple(kind + fold(prefix.text) for kind in kinds)
        return Wanted(f"{prefix.text}*", prefixes=beginnings, title_only=title_only)

    def fuzzy(self, fuzzy: Fuzzy, *, title_only: bool = False) -> Wanted | None:
        word = fold(fuzzy.text)
        surfaces = [surface for surface, _, _ in self.analyzer.spans(fuzzy.text)]
        if not surfaces:
            return None
        near = [KIND_EXACT + word]
        if self.match is not Match.EXACT:
            # A misspelt word may lose a first letter that only looks like a clitic.
            near = [KIND_FORM + word, self.analyzer.query_terms(surfaces[-1], self._narrow)[0]]
        return Wanted(
            f"{fuzzy.text}~",
            near=tuple(dict.fromkeys(near)),
            distance=fuzzy.distance,
            title_only=title_only,
        )

    def _exact(self, surface: str) -> str:
        return self.analyzer.query_terms(surface, Match.EXACT)[0]

    @property
    def _narrow(self) -> Match:
        """How wide the words of a phrase match: clitics and spelling apart, never by stem."""
        return Match.EXACT if self.match is Match.EXACT else Match.VARIANTS

    def _surfaces(self, texts: list[str]) -> list[list[str]]:
        """Return for each text the analyzer's words that begin in it."""
        found: list[list[str]] = [[] for _ in texts]
        ends = []
        length = 0
        for text in texts:
            length += len(text) + 1
            ends.append(length)
        index = 0
        for surface, start, _ in self.analyzer.spans(" ".join(texts)):
            while start >= ends[index]:
                index += 1
            found[index].append(surface)
        return found

    def _wanted(self, text: str, surfaces: list[str], title_only: bool) -> Wanted:
        width = self.match if len(surfaces) == 1 else self._narrow
        positions = tuple(self.analyzer.query_terms(surface, width) for surface in surfaces)
        stop_word = all(_is_stop_word(self.analyzer.terms(surface)) for surface in surfaces)
        exact = tuple(self._exact(surface) for surface in surfaces)
        return Wanted(text, positions, exact, stop_word=stop_word, title_only=title_only)


def _is_stop_word(terms: tuple[str, ...]) -> bool:
    """Return whether the analyzer keeps nothing but the word as written."""
    return len(terms) == 1 and terms[0].startswith(KIND_EXACT)
