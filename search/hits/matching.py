"""Where a text holds the terms of a query, and how each word of it is related to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from search.engine import within
from search.index.lasting_letters import TermSieve
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


class _Piece(NamedTuple):
    """What stands between two spaces: where its word starts and ends, and what it can stand for."""

    start: int
    end: int
    matches: Sequence[_Match]


_READ_BESIDE: Final = _Piece(-1, -1, ())
"""A piece that tells nothing without its neighbours."""


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
    _has_phrases: bool = False
    _sieve: TermSieve | None = None
    """What passes over the words that cannot match."""
    _known: dict[str, Sequence[_Match]] = field(default_factory=dict)
    """Word → what it can stand for."""
    _pieces: dict[str, _Piece] = field(default_factory=dict)
    """The same of what stands between two spaces."""

    def __post_init__(self) -> None:
        for number, query_term in enumerate(self.query_terms):
            for position, terms in enumerate(query_term.positions):
                for term in terms:
                    self._places.setdefault(term, []).append((number, position))
            if query_term.prefixes or query_term.patterns or query_term.fuzzy:
                self._expanding.append(number)
            self._has_phrases = self._has_phrases or len(query_term.positions) > 1
        if self.word_terms is not None and not self._expanding:
            self._sieve = self.word_terms.sieve_of(self._places.keys())

    def highlights(self, text: str, *, title: bool = False) -> list[Highlight]:
        """Return the places of ``text`` that match, in order; they may overlap.

        Words and phrases asked for in the title alone are found only with ``title``.
        """
        if not self.query_terms:
            return []
        words = self._matching_words(text)
        found = {*self._single_words(words), *self._phrases(words)}
        return sorted(
            highlight
            for highlight in found
            if title or not self.query_terms[highlight.term_number].title_only
        )

    def _matching_words(self, text: str) -> list[_Word]:
        """Return the words that can stand for a term."""
        alone = self._words_alone(text)
        if alone is not None:
            return alone
        choose = _all_of if self._sieve is None else self._sieve.numbers_in_place
        placed = self.analyzer.chosen_words(text, choose)
        matching = ((word, self._matches(word.surface)) for word in placed)
        return [
            _Word(word.place, word.start, word.end, matches)
            for word, matches in matching
            if matches
        ]

    def _words_alone(self, text: str) -> list[_Word] | None:
        """Return them where spaces alone tell them apart; ``None`` where more must be looked at.

        Nearly every text can be read so, in a third of the time; its words are not counted.
        """
        if self._sieve is None or self._has_phrases:
            return None
        pieces = text.split()
        found, at = list[_Word](), 0
        for number in self._sieve.numbers(pieces):
            piece = pieces[number]
            read = self._pieces.get(piece)
            if read is None:
                read = self._pieces[piece] = self._read(piece, self._sieve)
            if read is _READ_BESIDE:
                return None
            if read.matches:
                at = _place_of(piece, text, at)
                found.append(_Word(number, at + read.start, at + read.end, read.matches))
                at += len(piece)
        return found

    def _read(self, piece: str, sieve: TermSieve) -> _Piece:
        if not sieve.is_one_word(piece):
            return _READ_BESIDE
        ((_place, surface, start, end),) = self.analyzer.chosen_words(piece, _all_of)
        return _Piece(start, end, self._matches(surface))

    def _matches(self, surface: str) -> Sequence[_Match]:
        matches = self._known.get(surface)
        if matches is None:
            matches = self._known[surface] = self._matches_of(surface)
        return matches

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


def _all_of(chunks: list[str]) -> Iterable[int]:
    return range(len(chunks))


def _place_of(piece: str, text: str, start: int) -> int:
    """Return where ``piece`` stands between two spaces of ``text``, from ``start`` on: it does."""
    while True:
        at = text.index(piece, start)
        end = at + len(piece)
        if (at == 0 or text[at - 1].isspace()) and (end == len(text) or text[end].isspace()):
            return at
        start = at + 1


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
