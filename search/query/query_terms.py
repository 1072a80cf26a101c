"""What each word of a query asks of the index: its terms, and the Whoosh query for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Final, Protocol

from whoosh import query as whoosh

from archive.arabic.clitics import CONJUNCTIONS, PREPOSITIONS, PROCLITICS
from archive.arabic.normalize import fold
from archive.arabic.word_lists import name_with_stop_words
from search.contract import PhraseOf
from search.index.analyzers import Match
from search.index.term_kinds import KIND_EXACT, KIND_FORM, KIND_STEM
from search.index.word_splitter import PlacedWord, WordPlaces
from search.query.tree import Fuzzy, Pattern, Phrase, Prefix, Word

STEM_WEIGHT: Final = 1 / 2
"""Of the stem of a word whose ``score_terms`` hold it once more, among those of its light stem."""

BEFORE_NAMES: Final = ("", *PROCLITICS, *map("".join, product(CONJUNCTIONS, PREPOSITIONS)))
"""What may be written as one with the first word of a name."""

MAX_UNORDERED_WORDS: Final = 6
"""Words of a wide phrase that may stand in any order; the cost doubles with each word."""


class QueryAnalyzer(Protocol):
    """What a query needs of ``search.index.analyzers.ArabicAnalyzer``."""

    def places(self, text: str) -> WordPlaces:
        """Return the words of ``text``, each with its start and end."""
        ...

    def chosen_words(
        self, text: str, choose: Callable[[list[str]], Iterable[int]]
    ) -> list[PlacedWord]:
        """Return some words of ``text``, each with its number, its start and its end."""
        ...

    def terms(self, word: str) -> tuple[str, ...]:
        """Return the terms under which a word is indexed."""
        ...

    def query_terms(self, word: str, match: Match) -> tuple[str, ...]:
        """Return the terms, any of which finds a word."""
        ...

    def score_terms(self, word: str, match: Match) -> tuple[tuple[str, ...], ...]:
        """Return the terms that only add to the score of what was found, in groups that count as one."""
        ...

    def phrase_terms(self, word: str, match: Match) -> tuple[str, ...]:
        """Return the terms, any of which is a word within a phrase."""
        ...


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """What one word, or one phrase, of a query asks of the index.

    ``text`` is what the reader typed. ``positions`` holds for each of its words the index
    terms any of which is that word; ``score_terms`` of a single word rank what they found, those
    of each group as one term, and find nothing. A word with a star has ``prefixes`` instead, with one of
    which an index term begins; a word with a tilde has ``fuzzy`` terms, from one of which an
    index term differs in at most ``distance`` letters. Up to ``slop`` other words may stand
    between the words of a phrase, which may then stand in any order. ``exact`` holds for each
    word its term as typed, to tell how another word matched it.
    """

    text: str
    positions: tuple[tuple[str, ...], ...] = ()
    exact: tuple[str, ...] = ()
    score_terms: tuple[tuple[str, ...], ...] = ()
    prefixes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    fuzzy: tuple[str, ...] = ()
    distance: int = 0
    slop: int = 0
    stop_word: bool = False
    title_only: bool = False

    def query(self, field: str, boost: float = 1.0) -> whoosh.Query:
        """Return the Whoosh query that finds this in the text field ``field``."""
        if self.prefixes:
            return whoosh.Or([whoosh.Prefix(field, each, boost=boost) for each in self.prefixes])
        if self.patterns:
            return whoosh.Or([whoosh.Wildcard(field, each, boost=boost) for each in self.patterns])
        if self.fuzzy:
            return combined(
                whoosh.Or,
                [
                    whoosh.FuzzyTerm(field, each, boost, self.distance, prefixlength=1)
                    for each in self.fuzzy
                ],
            )
        if len(self.positions) > 1:
            ordered = not self.slop or len(self.positions) > MAX_UNORDERED_WORDS
            return PhraseOf(field, self.positions, self.slop + 1, ordered, boost)
        return combined(
            whoosh.Or,
            [whoosh.Term(field, each, boost * self._weight(each)) for each in self.positions[0]],
        )

    def _weight(self, term: str) -> float:
        return STEM_WEIGHT if self.score_terms and term.startswith(KIND_STEM) else 1.0


def combined(operator: type[whoosh.Query], queries: Sequence[whoosh.Query]) -> whoosh.Query:
    """Return ``queries`` under one ``And`` or ``Or``, or the only one itself."""
    if not queries:
        return whoosh.NullQuery
    return queries[0] if len(queries) == 1 else operator(list(queries))


@dataclass(frozen=True, slots=True)
class QueryTermReader:
    """Turns the words of a query tree into query terms, by the analyzer of the index."""

    analyzer: QueryAnalyzer
    match: Match

    def narrowed(self) -> QueryTermReader:
        """Return a reader that never matches by root."""
        narrow = Match.EXACT if self.match is Match.EXACT else Match.INFLECTION
        return QueryTermReader(self.analyzer, narrow)

    def words(self, words: Iterable[Word], *, title_only: bool = False) -> Iterator[QueryTerm]:
        """Yield the term of each word. A neighbour can make a word a month (آب 2024)."""
        texts = [word.text for word in words]
        folded = list(map(fold, texts))
        surfaces = self._surfaces(texts)
        at = 0
        while at < len(texts):
            length = name_with_stop_words(folded[at:])
            found = list(chain.from_iterable(surfaces[at : at + max(length, 1)]))
            if length:
                yield self._name(" ".join(texts[at : at + length]), found, title_only)
            elif found:
                yield self._word(texts[at], found, title_only)
            at += max(length, 1)

    def phrase(self, phrase: Phrase, *, title_only: bool = False) -> QueryTerm | None:
        """Return the phrase by its words without their clitics, stop words as written."""
        text = " ".join(phrase.words)
        surfaces = self.analyzer.places(text).surfaces
        if not surfaces:
            return None
        positions = tuple(self._phrase_terms(each) for each in surfaces)
        exact = tuple(self._exact(surface) for surface in surfaces)
        return QueryTerm(text, positions, exact, slop=phrase.slop, title_only=title_only)

    def prefix(self, prefix: Prefix, *, title_only: bool = False) -> QueryTerm:
        """Return the beginning of a word as written, and of a word without its clitics."""
        kinds = KIND_EXACT if self.match is Match.EXACT else KIND_EXACT + KIND_FORM
        beginnings = tuple(kind + fold(prefix.text) for kind in kinds)
        return QueryTerm(f"{prefix.text}*", prefixes=beginnings, title_only=title_only)

    def pattern(self, pattern: Pattern, *, title_only: bool = False) -> QueryTerm:
        """Return the words of a pattern as written, and words without their clitics."""
        kinds = KIND_EXACT if self.match is Match.EXACT else KIND_EXACT + KIND_FORM
        letters = "*".join(map(fold, pattern.text.split("*")))
        patterns = tuple(kind + letters for kind in kinds)
        return QueryTerm(pattern.text, patterns=patterns, title_only=title_only)

    def fuzzy(self, fuzzy: Fuzzy, *, title_only: bool = False) -> QueryTerm | None:
        """Return the word with the misspellings that it allows."""
        word = fold(fuzzy.text)
        surfaces = self.analyzer.places(fuzzy.text).surfaces
        if not surfaces:
            return None
        near = [KIND_EXACT + word]
        if self.match is not Match.EXACT:
            # A misspelt word may lose a first letter that only looks like a clitic.
            near = [KIND_FORM + word, self._phrase_terms(surfaces[-1])[0]]
        return QueryTerm(
            f"{fuzzy.text}~",
            fuzzy=tuple(dict.fromkeys(near)),
            distance=fuzzy.distance,
            title_only=title_only,
        )

    def _name(self, text: str, surfaces: list[str], title_only: bool) -> QueryTerm:
        """Return a name with a stop word: its words as a phrase, the first without the article.

        مهرجان كان is a name, and المهرجان كان is none.
        """
        first = fold(surfaces[0])
        attached = ("",) if self.match is Match.EXACT else BEFORE_NAMES
        heads = tuple(KIND_EXACT + each + first for each in attached)
        positions = (heads, *map(self._phrase_terms, surfaces[1:]))
        exact = tuple(map(self._exact, surfaces))
        return QueryTerm(text, positions, exact, title_only=title_only)

    def _exact(self, surface: str) -> str:
        return self.analyzer.phrase_terms(surface, Match.EXACT)[0]

    def _phrase_terms(self, surface: str) -> tuple[str, ...]:
        return self.analyzer.phrase_terms(surface, self.match)

    def _surfaces(self, texts: list[str]) -> list[list[str]]:
        """Return for each text the analyzer's words that begin in it."""
        found: list[list[str]] = [[] for _ in texts]
        ends = []
        length = 0
        for text in texts:
            length += len(text) + 1
            ends.append(length)
        index = 0
        places = self.analyzer.places(" ".join(texts))
        for surface, start in zip(places.surfaces, places.starts, strict=True):
            while start >= ends[index]:
                index += 1
            found[index].append(surface)
        return found

    def _word(self, text: str, surfaces: list[str], title_only: bool) -> QueryTerm:
        exact = tuple(self._exact(surface) for surface in surfaces)
        stop_word = all(_is_stop_word(self.analyzer.terms(surface)) for surface in surfaces)
        if len(surfaces) > 1:
            positions = tuple(self._phrase_terms(surface) for surface in surfaces)
            return QueryTerm(text, positions, exact, stop_word=stop_word, title_only=title_only)
        return QueryTerm(
            text,
            (self.analyzer.query_terms(surfaces[0], self.match),),
            exact,
            self.analyzer.score_terms(surfaces[0], self.match),
            stop_word=stop_word,
            title_only=title_only,
        )


def _is_stop_word(terms: tuple[str, ...]) -> bool:
    """Return whether the analyzer keeps nothing but the word as written."""
    return len(terms) == 1 and terms[0].startswith(KIND_EXACT)
