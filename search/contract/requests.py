"""What travels in and out of a search: queries, filters, facets, the response."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from whoosh.query import Query


class Synonyms(Query):
    """Alternative terms of a field that are scored as one: what Whoosh's ``Or`` lacks.

    A document has the term as often as it has any of them (as in Lucene's ``SynonymQuery``). As
    the documents of the term count those of each, which is no fewer than those of all.
    """

    def __init__(self, fieldname: str, texts: Iterable[str], boost: float = 1.0) -> None:
        self.fieldname = fieldname
        self.texts = tuple(dict.fromkeys(texts))
        self.boost = boost

    def _identity(self) -> tuple[Any, ...]:
        return self.fieldname, self.texts, self.boost

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Synonyms) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"Synonyms({', '.join(map(repr, self._identity()))})"

    def __str__(self) -> str:
        return f"{self.fieldname}:({'|'.join(self.texts)})"

    def has_terms(self) -> bool:
        """Return whether the query holds terms of its own (asked by Whoosh)."""
        return True

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, str]]:  # noqa: ARG002 - Whoosh's
        """Yield (field, term) of every term."""
        yield from ((self.fieldname, text) for text in self.texts)


class PhraseOf(Query):
    """A phrase whose every place takes alternative terms: what Whoosh's ``Phrase`` lacks.

    Ordered, each place lies 1 to ``slop`` positions after the one before it (as in
    ``whoosh.query.Phrase``). Unordered, distinct positions fill all places within a
    window of ``slop - 1`` positions more than there are places. The score is the
    sum of the scores of all terms that stand in the document.
    """

    def __init__(
        self,
        fieldname: str,
        places: Iterable[Iterable[str]],
        slop: int = 1,
        ordered: bool = True,
        boost: float = 1.0,
    ) -> None:
        self.fieldname = fieldname
        self.places = tuple(tuple(dict.fromkeys(terms)) for terms in places)
        self.slop = slop
        self.ordered = ordered
        self.boost = boost

    def _identity(self) -> tuple[Any, ...]:
        return self.fieldname, self.places, self.slop, self.ordered, self.boost

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PhraseOf) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"PhraseOf({', '.join(map(repr, self._identity()))})"

    def __str__(self) -> str:
        words = " ".join("|".join(terms) for terms in self.places)
        return f'{self.fieldname}:"{words}"'

    def has_terms(self) -> bool:
        """Return whether the query holds terms of its own (asked by Whoosh)."""
        return True

    def terms(self, phrases: bool = False) -> Iterator[tuple[str, str]]:
        """Yield (field, term) of every term, where those of phrases are asked for."""
        if phrases:
            yield from ((self.fieldname, term) for terms in self.places for term in terms)


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep documents with one of ``any_of`` (when given) and with none of ``none_of``."""

    field: str
    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EitherFilter:
    """Keep documents that pass any of ``filters``. It counts as a filter on ``field``."""

    field: str
    filters: tuple[Filter, ...]


AnyFilter = Filter | EitherFilter


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
    document of each value of a single-valued keyword field; facets then count these groups
    too, a group under all values of its documents that match. ``max_expansions``
    bounds the terms that one prefix, pattern or fuzzy term may become;
    ``time_limit`` is in seconds from the call: what is left of the caller's own time.
    """

    query: Query
    filters: tuple[AnyFilter, ...] = ()
    facets: tuple[FacetRequest, ...] = ()
    sort: tuple[tuple[str, bool], ...] | None = None
    limit: int = 10
    offset: int = 0
    collapse: str | None = None
    max_expansions: int = 1024
    time_limit: float | None = None


class FoundDocument(NamedTuple):
    """A document found. ``docref`` is good for its snapshot alone."""

    key: str
    score: float
    docref: int
    collapsed: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """What was found.

    ``total`` counts what ``offset`` may walk through (groups, when collapsed).
    ``distinct`` is the number of values that occur in each facet. ``cut`` names the
    patterns of which only the most frequent ``max_expansions`` terms were searched,
    ``uncounted`` the facets that the time limit left no time for, whose values are empty;
    both are empty when the answer is complete.
    """

    total: int
    hits: list[FoundDocument]
    facets: dict[str, list[tuple[str, int]]]
    distinct: dict[str, int]
    cut: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()
