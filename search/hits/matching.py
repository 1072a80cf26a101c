"""Where a text holds what a search wants, and how each word of it matched."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from search.index.analyzers import KIND_FORM, KIND_STEM
from search.query.query_terms import QueryAnalyzer, QueryTerm
from search.suggest.edit_distance import within

HOWS: Final = ("same", "clitic", "spelling", "prefix", "near", "stem", "root")
"""How a word can match, from narrow to wide."""


REMEMBERED: Final = 32_768
"""Words whose terms are kept, about 10 MB."""

_MEMORIES: Final[deque[tuple[QueryAnalyzer, Callable[[str], tuple[str, ...]]]]] = deque(maxlen=2)


class Mark(NamedTuple):
    """``text[start:end]`` is the ``want``-th of what is wanted, matched so (see ``HOWS``)."""

    start: int
    end: int
    want: int
    how: str


class _Word(NamedTuple):
    start: int
    end: int
    roles: tuple[_Role, ...]


class _Role(NamedTuple):
    """The word can be word ``position`` of what is wanted as number ``want``."""

    want: int
    position: int
    how: str


@dataclass(slots=True)
class Matcher:
    """Finds ``wanted`` in texts. One serves a whole page of hits: it remembers words."""

    analyzer: QueryAnalyzer
    wanted: Sequence[QueryTerm]
    _roles: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _expanding: list[int] = field(default_factory=list)
    _known: dict[str, tuple[_Role, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, want in enumerate(self.wanted):
            for position, terms in enumerate(want.positions):
                for term in terms:
                    self._roles.setdefault(term, []).append((number, position))
            if want.prefixes or want.fuzzy:
                self._expanding.append(number)

    def marks(self, text: str, *, title: bool = False) -> list[Mark]:
        """Return the places of ``text`` that match, in order; they may overlap.

        Words and phrases asked for in the title alone are found only with ``title``.
        """
        if not self.wanted:
            return []
        words = []
        placed = []
        for place, (surface, start, end) in enumerate(self.analyzer.spans(text)):
            roles = self._known.get(surface)
            if roles is None:
                roles = self._known[surface] = tuple(self._roles_of(surface))
            if roles:
                words.append(_Word(start, end, roles))
                placed.append(place)
        found = set(self._single(words)) | set(self._phrases(words, placed))
        return sorted(mark for mark in found if title or not self.wanted[mark.want].title_only)

    def _roles_of(self, surface: str) -> Iterator[_Role]:
        terms = remembered_terms(self.analyzer)(surface)
        if not self._expanding and self._roles.keys().isdisjoint(terms):
            return
        best: dict[tuple[int, int], str] = {}
        for term in terms:
            for role in self._roles.get(term, ()):
                if role not in best:
                    best[role] = self._how(terms, term, *role)
        for number in self._expanding:
            how = _expansion(self.wanted[number], terms)
            if how and (number, 0) not in best:
                best[number, 0] = how
        for (number, position), how in best.items():
            yield _Role(number, position, how)

    def _how(self, terms: tuple[str, ...], shared: str, number: int, position: int) -> str:
        exact = self.wanted[number].exact
        typed = exact[position] if position < len(exact) else shared
        if typed in terms:
            return "same"
        if shared.startswith(KIND_FORM):
            form = shared[1:]
            attached = typed.endswith(form) and terms[0].endswith(form)
            return "clitic" if attached else "spelling"
        return "stem" if shared.startswith(KIND_STEM) else "root"

    def _single(self, words: list[_Word]) -> Iterator[Mark]:
        for word in words:
            for role in word.roles:
                if len(self.wanted[role.want].positions) < 2:
                    yield Mark(word.start, word.end, role.want, role.how)

    def _phrases(self, words: list[_Word], placed: list[int]) -> Iterator[Mark]:
        for number, want in enumerate(self.wanted):
            if len(want.positions) < 2:
                continue
            found = {
                place: (word, [role for role in word.roles if role.want == number])
                for place, word in zip(placed, words, strict=True)
                if any(role.want == number for role in word.roles)
            }
            holders = {place: _positions(roles) for place, (_, roles) in found.items()}
            runs = _near_runs if want.slop else _exact_runs
            for first, last in runs(holders, len(want.positions), want.slop):
                inside = [place for place in range(first, last + 1) if place in found]
                how = max(
                    (role.how for place in inside for role in found[place][1]), key=HOWS.index
                )
                if want.slop:
                    for place in inside:
                        word = found[place][0]
                        yield Mark(word.start, word.end, number, how)
                else:
                    yield Mark(found[first][0].start, found[last][0].end, number, how)


def remembered_terms(analyzer: QueryAnalyzer) -> Callable[[str], tuple[str, ...]]:
    """Return ``analyzer.terms`` with a memory: most words of a hit stood in others before."""
    for known, terms in _MEMORIES:
        if known is analyzer:
            return terms
    terms = lru_cache(REMEMBERED)(analyzer.terms)
    _MEMORIES.append((analyzer, terms))
    return terms


def _positions(roles: list[_Role]) -> frozenset[int]:
    return frozenset(role.position for role in roles)


def _exact_runs(
    holders: dict[int, frozenset[int]], length: int, slop: int
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


def _expansion(want: QueryTerm, terms: tuple[str, ...]) -> str:
    if want.prefixes:
        return "prefix" if any(term.startswith(want.prefixes) for term in terms) else ""
    pairs = ((term, near) for near in want.fuzzy for term in terms if term[0] == near[0])
    return "near" if any(within(term, near, want.distance) for term, near in pairs) else ""
