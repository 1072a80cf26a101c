"""Where words stand near each other: in all documents, or in some as a bonus to their scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from search.engine.evaluation.composite_reader import CompositeReader
from search.engine.evaluation.posting_lists import TermPostings
from search.engine.evaluation.proximity import docs_near
from search.engine.evaluation.requests import PhraseOf
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
    for segment, base in zip(reader.segments, reader.bases, strict=True):
        within = among
        if among is not None:
            first, past = among.searchsorted([base, base + segment.documents])
            within = among[first:past] - base
            if not len(within):
                continue
        there = [
            [each for term in place for each in term.lists if each.base == base] for place in places
        ]
        if segment.documents and all(there):
            check()
            found.append(docs_near(there, slop, ordered, within).astype(np.int64) + base)
    return np.concatenate(found)


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
