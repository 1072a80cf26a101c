"""Where words stand near each other: in all documents, or in some as a bonus to their scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import repeat

import numpy as np

from search.contract import PhraseOf
from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.evaluation.posting_lists import PostingList, TermPostings
from search.engine.evaluation.proximity import docs_near
from search.engine.storage.block_files import Array
from search.engine.storage.term_dictionary import encode

Places = Sequence[Sequence[TermPostings]]
"""For each place of a phrase the terms of which any may stand there."""


def places_of(reader: CompositeReader, field: str, places: Iterable[Iterable[str]]) -> Places:
    """Return the terms of ``places`` that the index holds; nothing where a place has none."""
    found: list[list[TermPostings]] = []
    for place in places:
        terms = (reader.term(field, encode(each)) for each in place)
        found.append([term for term in terms if term is not None])
    return found if all(found) else []


def documents_near(
    reader: CompositeReader,
    places: Places,
    slop: int,
    ordered: bool,
    check: Callable[[], None],
    among: Array | None = None,
) -> Array:
    """Return the documents where ``places`` stand near each other, ``among`` some if given.

    ``check`` is called before each segment and may raise.
    """
    found = [np.empty(0, np.int64)]
    by_segment = [_by_segment(place) for place in places]
    everywhere: Iterable[Array | None] = repeat(None)
    parts = everywhere if among is None else np.split(among, among.searchsorted(reader.bases[1:]))
    for base, part in zip(reader.bases, parts, strict=False):
        there = [lists.get(base) for lists in by_segment]
        if all(there) and (part is None or len(part)):
            check()
            within = None if part is None else part - base
            alternatives = [lists for lists in there if lists]
            found.append(docs_near(alternatives, slop, ordered, within).astype(np.int64) + base)
    return np.concatenate(found)


def _by_segment(place: Sequence[TermPostings]) -> dict[int, list[PostingList]]:
    """Return the lists of the terms of ``place`` by the number of their segment's first document."""
    found: dict[int, list[PostingList]] = {}
    for term in place:
        for each in term.lists:
            found.setdefault(each.base, []).append(each)
    return found


class NearnessBonus:
    """What documents gain where the places of a ``PhraseOf`` stand near each other.

    It is worked out for the documents that are asked for, never for all that hold the words.
    """

    def __init__(self, reader: CompositeReader, query: PhraseOf, check: Callable[[], None]) -> None:
        self._reader = reader
        self._query = query
        self._check = check
        is_text = query.fieldname in reader.schema.texts
        self._places = places_of(reader, query.fieldname, query.places) if is_text else []

    def scores(self, docs: Array) -> Array:
        """Return what is added to the score of each of ``docs``, ascending: the score of the phrase."""
        gained = np.zeros(len(docs))
        if not self._places:
            return gained
        query, terms = self._query, [term for place in self._places for term in place]
        near = documents_near(
            self._reader, self._places, query.slop, query.ordered, self._check, docs
        )
        if not len(near):
            return gained
        frequencies = [term.frequencies_in(near) for term in terms]
        scores = self._reader.summed_scores(query.fieldname, terms, near, frequencies)
        gained[docs.searchsorted(near)] = scores * query.boost
        return gained
