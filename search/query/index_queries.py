"""The index's fields, and the queries on them that a word or a range of days becomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from whoosh import query as whoosh

from search.engine import PhraseOf
from search.query.wanted import Wanted

TEXT: Final = "text"
TITLE: Final = "title"
TITLE_BOOST: Final = 1 / 3
"""Of each of a word's three terms, so that a title counts about one of them. Twice as much
or more loses what it gains (docs/arabic-analysis.md)."""
MAX_UNORDERED: Final = 6
"""Words of a wide phrase that may stand in any order; the cost doubles with each word."""
EARLIEST: Final = "date_earliest"
LATEST: Final = "date_latest"


def wanted_query(wanted: Wanted, column: str, boost: float = 1.0) -> whoosh.Query:
    """Return what finds ``wanted`` in the text field ``column``."""
    if wanted.prefixes:
        return whoosh.Or([whoosh.Prefix(column, prefix, boost=boost) for prefix in wanted.prefixes])
    if wanted.near:
        return joined(
            whoosh.Or,
            [
                whoosh.FuzzyTerm(column, near, boost, wanted.distance, prefixlength=1)
                for near in wanted.near
            ],
        )
    if len(wanted.positions) > 1:
        ordered = not wanted.slop or len(wanted.positions) > MAX_UNORDERED
        return PhraseOf(column, wanted.positions, wanted.slop + 1, ordered, boost)
    terms = [whoosh.Term(column, term, boost=boost) for term in wanted.positions[0]]
    return joined(whoosh.Or, terms)


def dates_query(first: date | None, last: date | None) -> whoosh.Query:
    """Return what finds articles whose interval of publication overlaps ``first`` to ``last``."""
    ends = []
    if last is not None:
        ends.append(whoosh.NumericRange(EARLIEST, None, last.toordinal()))
    if first is not None:
        ends.append(whoosh.NumericRange(LATEST, first.toordinal(), None))
    return joined(whoosh.And, ends) if ends else whoosh.Every()


def joined(joint: type[whoosh.Query], queries: Sequence[whoosh.Query]) -> whoosh.Query:
    """Return ``queries`` under one ``And`` or ``Or``, or the only one itself."""
    if not queries:
        return whoosh.NullQuery
    return queries[0] if len(queries) == 1 else joint(list(queries))
