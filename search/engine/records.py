"""What travels in and out of the index: documents, requests, responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whoosh.query import Query


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it is indexed.

    ``text`` maps a text field to its text or to its parts (a phrase never crosses
    parts), ``keywords`` to exact values, ``numbers`` to an integer or ``None``;
    ``stored`` is any JSON object and is given back unchanged.
    """

    key: str
    text: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)
    stored: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """New values for columns of the document under ``key``.

    Fields that are not named keep what they have; no text changes.
    """

    key: str
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep documents with one of ``any_of`` (when given) and with none of ``none_of``."""

    field: str
    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RangeFilter:
    """Keep documents whose number lies in ``at_least..at_most``, both included."""

    field: str
    at_least: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class EitherFilter:
    """Keep documents that pass any of ``filters``. It counts as a filter on ``field``."""

    field: str
    filters: tuple[Filter | RangeFilter, ...]


AnyFilter = Filter | RangeFilter | EitherFilter


@dataclass(frozen=True, slots=True)
class FacetRequest:
    """Count the values of a keyword field.

    The counts ignore filters on ``field`` itself and on the fields ``ignoring``.
    ``limit`` values are given, the most frequent first, equal counts by value;
    ``None`` gives all that occur. ``prefix`` keeps values that begin so. ``always``
    are given too (after the others), even where their count is zero.
    """

    field: str
    limit: int | None = 10
    prefix: str = ""
    ignoring: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """One search.

    ``sort`` lists (number or keyword field, descending); documents without a value
    come last either way; ``None`` sorts by score. ``collapse`` keeps the best
    document of each value of a single-valued keyword field. ``max_expansions``
    bounds the terms that one prefix, pattern or fuzzy term may become;
    ``deadline`` is in seconds.
    """

    query: Query
    filters: tuple[AnyFilter, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    sort: tuple[tuple[str, bool], ...] | None = None
    limit: int = 10
    offset: int = 0
    collapse: str | None = None
    max_expansions: int = 1024
    deadline: float | None = None


class Hit(NamedTuple):
    """A document found. ``docref`` is good for its snapshot alone."""

    key: str
    score: float
    docref: int
    collapsed: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """What was found.

    ``total`` counts what ``offset`` may walk through (groups, when collapsed),
    ``matched`` the documents. ``distinct`` is the number of values that occur in
    each facet. ``cut`` names the patterns of which only the most frequent
    ``max_expansions`` terms were searched, ``uncounted`` the facets for which the deadline
    left no time; both are empty when the answer is complete.
    """

    total: int
    matched: int
    hits: list[Hit]
    facets: dict[str, list[tuple[str, int]]]
    distinct: dict[str, int]
    cut: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()


class TermStatistics(NamedTuple):
    """A term, the documents and the occurrences it has."""

    term: str
    documents: int
    occurrences: int
