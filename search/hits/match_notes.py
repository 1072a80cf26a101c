"""Why a hit matched: which of its words stand for which of the search's, and which are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass

from collections.abc import Iterable, Sequence
from typing import Final

from search.hits.matching import HOWS, Mark
from search.query.compile import Clause
from search.query.query_terms import QueryTerm

SURFACES: Final = 2
"""Words of the article that are named for one word of the search, where none is the same."""

Marked = Iterable[tuple[str, Sequence[Mark]]]
"""Texts of one article, each with its marks."""


def notes(wanted: Sequence[QueryTerm], texts: Marked) -> tuple[MatchNote, ...]:
    """Return a note for each word found, the narrowest ways first; one where it is the same."""
    ways: dict[int, dict[str, str]] = {}
    for text, marks in texts:
        for mark in marks:
            ways.setdefault(mark.want, {}).setdefault(text[mark.start : mark.end], mark.how)
    told = []
    for number, surfaces in sorted(ways.items()):
        narrow_first = sorted(surfaces.items(), key=lambda way: HOWS.index(way[1]))
        shown = 1 if narrow_first[0][1] == "same" else SURFACES
        told += [
            MatchNote(wanted[number].text, surface, how) for surface, how in narrow_first[:shown]
        ]
    return tuple(told)


def missing(
    clauses: Sequence[Clause], wanted: Sequence[QueryTerm], texts: Marked
) -> tuple[str, ...]:
    """Return what of ``clauses`` no text of the article holds, as the reader typed it."""
    found = {wanted[mark.want] for _, marks in texts for mark in marks}
    return tuple(
        clause.shown
        for clause in clauses
        if clause.terms and not any(want in found for want in clause.terms)
    )


@dataclass(frozen=True, slots=True)
class MatchNote:
    """Why a hit matched: the query's word, the article's word, and how they are related.

    ``how`` is ``same``, ``clitic`` (والعراق for العراق), ``spelling``, ``stem`` or ``root``;
    of a word with a star or a tilde it is ``prefix`` or ``near``.
    """

    word: str
    surface: str
    how: str
