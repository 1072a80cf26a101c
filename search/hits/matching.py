"""Where a text holds the terms of a query, and how each word of it is related to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from search.engine import within
from search.index.term_kinds import KIND_FORM, KIND_STEM
from search.index.term_memory import TermMemory
from search.query.query_terms import QueryAnalyzer, QueryTerm


class Relation(StrEnum):
    """How a word of a text is related to the word of a query that it stands for."""

    SAME = "same"
    CLITIC = "clitic"
    """With other letters written as one with it: والعراق for العراق."""
    SPELLING = "spelling"
    PREFIX = "prefix"
    """It begins so, or fits: of a word with a star."""
    NEAR = "near"
    """It differs in few letters: of a word with a tilde."""
    STEM = "stem"
    ROOT = "root"


NARROW_TO_WIDE: Final = tuple(Relation)
"""The relations in the order in which they are declared."""


class Highlight(NamedTuple):
    """``text[start:end]`` matches a term of the query, given by its number."""

    start: int
    end: int
    term_number: int
    relation: Relation


class _Match(NamedTuple):
    """A word can stand for the word at ``position`` of the term ``term_number``."""

    term_number: int
    position: int
    relation: Relation


class _Word(NamedTuple):
    """A word of a text, which of its words it is, and the terms that it can stand for."""

    place: int
    start: int
    end: int
    matches: Sequence[_Match]


def _all_of(chunks: list[str]) -> Iterable[int]:
    return range(len(chunks))


@dataclass(slots=True)
class Matcher:
    """Finds the terms of a query in texts. One serves a whole page of hits: it remembers words.

    ``word_terms`` remembers the index terms of words beyond this matcher: see ``OpenIndex``.
    """

    analyzer: QueryAnalyzer
    query_terms: Sequence[QueryTerm]
    word_terms: TermMemory | None = None
    _places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """Index term → the (term number, position) that it is one spelling of."""
    _expanding: list[int] = field(default_factory=list)
    """Numbers of the terms with a star or a tilde."""
    _choose: Callable[[list[str]], Iterable[int]] = field(default=_all_of)
    """Which chunks of a text are looked at."""
    _known: dict[str, Sequence[_Match]] = field(default_factory=dict)
    """Word → what it can stand for."""

    def __post_init__(self) -> None:
        for number, query_term in enumerate(self.query_terms):
            for position, terms in enumerate(query_term.positions):
                for term in terms:
                    self._places.setdefault(term, []).append((number, position))
            if query_term.prefixes or query_term.patterns or query_term.fuzzy:
                self._expanding.append(number)
        if self.word_terms is not None and not self._expanding:
            self._choose = self.word_terms.that_may_have(self._places.keys())

    def highlights(self, text: str, *, title: bool = False) -> list[Highlight]:
        """Return the places of ``text`` that match, in order; they may overlap.

        Words and phrases asked for in the title alone are found only with ``title``.
        """
        if not self.query_terms:
            return []
        words = list(self._matching_words(text))
        found = {*self._single_words(words), *self._phrases(words)}
        return sorted(
            highlight
            for highlight in found
            if title or not self.query_terms[highlight.term_number].title_only
        )

    def _matching_words(self, text: str) -> Iterator[_Word]:
        """Yield the words that can stand for a term."""
        for place, surface, start, end in self.analyzer.chosen_words(text, self._choose):
            matches = self._known.get(surface)
            if matches is None:
                matches = self._known[surface] = self._matches_of(surface)
            if matches:
                yield _Word(place, start, end, matches)

    def _matches_of(self, surface: str) -> Sequence[_Match]:
        terms = (self.word_terms or self.analyzer.terms)(surface)
        if not self._expanding and self._places.keys().isdisjoint(terms):
            return ()
        narrowest: dict[tuple[int, int], Relation] = {}
        for term in terms:
            for place in self._places.get(term, ()):
                if place not in narrowest:
                    narrowest[place] = self._relation(terms, term, *place)
        for number in self._expanding:
            relation = _expansion(self.query_terms[number], terms)
            if relation is not None and (number, 0) not in narrowest:
                narrowest[number, 0] = relation
        return [_Match(*place, relation) for place, relation in narrowest.items()]

    def _relation(
        self, terms: tuple[str, ...], shared: str, number: int, position: int
    ) -> Relation:
        exact = self.query_terms[number].exact
        typed = exact[position] if position < len(exact) else shared
        if typed in terms:
            return Relation.SAME
        if shared.startswith(KIND_FORM):
            form = shared[1:]
            attached = typed.endswith(form) and terms[0].endswith(form)
            return Relation.CLITIC if attached else Relation.SPELLING
        return Relation.STEM if shared.startswith(KIND_STEM) else Relation.ROOT

    def _single_words(self, words: list[_Word]) -> Iterator[Highlight]:
        for word in words:
            for match in word.matches:
                if len(self.query_terms[match.term_number].positions) < 2:
                    yield Highlight(word.start, word.end, match.term_number, match.relation)

    def _phrases(self, words: list[_Word]) -> Iterator[Highlight]:
        for number, query_term in enumerate(self.query_terms):
            if len(query_term.positions) < 2:
                continue
            found = {
                word.place: (word, [m for m in word.matches if m.term_number == number])
                for word in words
                if any(match.term_number == number for match in word.matches)
            }
            holders = {
                place: frozenset(match.position for match in matches)
                for place, (_, matches) in found.items()
            }
            runs = _near_runs if query_term.slop else _exact_runs
            for first, last in runs(holders, len(query_term.positions), query_term.slop):
                inside = [place for place in range(first, last + 1) if place in found]
                widest = max(
                    (match.relation for place in inside for match in found[place][1]),
                    key=NARROW_TO_WIDE.index,
                )
                if query_term.slop:
                    for place in inside:
                        word = found[place][0]
                        yield Highlight(word.start, word.end, number, widest)
                else:
                    yield Highlight(found[first][0].start, found[last][0].end, number, widest)


def _exact_runs(
    holders: dict[int, frozenset[int]], length: int, _slop: int
) -> Iterator[tuple[int, int]]:
    """Yield first and last place of each run that holds the words one after the other."""
    for place in holders:
        if all(offset in holders.get(place + offset, ()) for offset in range(length)):
            yield place, place + length - 1


def _near_runs(
    holders: dict[int, frozenset[int]], length: int, slop: int
) -> Iterator[tuple[int, int]]:
    """Yield first and last place of each window that holds every word, ``slop`` others among."""
    places = sorted(holders)
    for index, first in enumerate(places):
        seen: frozenset[int] = frozenset()
        for place in places[index:]:
            if place - first >= length + slop:
                break
            seen |= holders[place]
            if len(seen) == length:
                yield first, place
                break


def _expansion(query_term: QueryTerm, terms: tuple[str, ...]) -> Relation | None:
    """Return how a word with these terms is one that a star or a tilde stands for, if it is."""
    if query_term.prefixes:
        begins = any(term.startswith(query_term.prefixes) for term in terms)
        return Relation.PREFIX if begins else None
    if query_term.patterns:
        fits = any(fnmatchcase(term, each) for each in query_term.patterns for term in terms)
        return Relation.PREFIX if fits else None
    pairs = ((term, near) for near in query_term.fuzzy for term in terms if term[0] == near[0])
    is_near = any(within(term, near, query_term.distance) for term, near in pairs)
    return Relation.NEAR if is_near else None
