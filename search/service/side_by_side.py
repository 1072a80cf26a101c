"""Two searches beside each other: what both find, the names and words that they share or do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whoosh import query as whoosh

from archive.models import Article
from archive.records.mentions import EntityKind
from search.contract import FacetRequest, QueryTooCostlyError, Request
from search.facets.facets import facet_filters, find_labels
from search.query.notices import Notice, NoticeKind, explain
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget
from search.service.significance import Significance, significance

_NAMES: Final = 15
"""Names that are shared, and names of one side alone, of each kind together."""
_COUNTED: Final = 500
"""Names of each kind that are counted of one search, the most frequent."""


@dataclass(frozen=True, slots=True)
class NamedOften:
    """A name: its kind, key and label, and how many articles of each side name it."""

    kind: str
    key: str
    label: str
    counts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two searches. ``given_up`` says that it takes too long: nothing is known of it."""

    state: SearchState
    total: int = 0
    articles: tuple[Article, ...] = ()
    significance: Significance | None = None
    own_names: tuple[NamedOften, ...] = ()
    notices: tuple[str, ...] = ()
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two searches. ``both`` counts the articles that both find; ``None`` where it is not known."""

    sides: tuple[Side, Side]
    both: int | None
    shared_names: tuple[NamedOften, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    total: int
    keys: tuple[int, ...]
    names: Mapping[tuple[str, str], int]
    given_up: bool = False


def side_by_side(
    states: tuple[SearchState, SearchState], budget: TimeBudget, articles: int = 10
) -> SideBySide:
    """Compare two searches; of each the first ``articles`` are given, as it sorts them.

    Raises ``IndexUnavailableError``.
    """
    first = PreparedSearch.of(states[0], budget)
    prepared = (first, first.with_state(states[1]))
    found = (_found(prepared[0], articles), _found(prepared[1], articles))
    shared = _chosen(found, lambda one, other: min(one, other))
    own = [
        _chosen(found, lambda one, other: one if not other else 0),
        _chosen(found, lambda one, other: other if not one else 0),
    ]
    labels = _labels([*shared, *own[0], *own[1]])
    rows = Article.objects.for_display().in_bulk([*found[0].keys, *found[1].keys])
    sides = [
        _side(each, of, rows, tuple(_named(names, found, labels)), budget)
        for each, of, names in zip(prepared, found, own, strict=True)
    ]
    return SideBySide(
        (sides[0], sides[1]), _both(prepared, found), tuple(_named(shared, found, labels))
    )


def _found(prepared: PreparedSearch, articles: int) -> _Found:
    try:
        response = prepared.run(
            prepared.query,
            facets=tuple(FacetRequest(kind.value, _COUNTED) for kind in EntityKind),
            sort=prepared.sort,
            limit=articles,
        )
    except QueryTooCostlyError:
        return _Found(0, (), {}, given_up=True)
    names = {
        (kind.value, key): count for kind in EntityKind for key, count in response.facets[kind]
    }
    return _Found(response.total, tuple(int(hit.key) for hit in response.hits), names)


def _chosen(
    found: tuple[_Found, _Found], weight: Callable[[int, int], int]
) -> list[tuple[str, str]]:
    """Return the names of the greatest ``weight``, which takes the counts of both sides."""
    one, other = found[0].names, found[1].names
    weighed = {name: weight(one.get(name, 0), other.get(name, 0)) for name in {*one, *other}}
    kept = sorted((name for name in weighed if weighed[name]), key=lambda n: (-weighed[n], n))
    return kept[:_NAMES]


def _labels(names: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    keys: dict[str, list[str]] = {}
    for kind, key in names:
        keys.setdefault(kind, []).append(key)
    return find_labels(keys)


def _named(
    names: Sequence[tuple[str, str]],
    found: tuple[_Found, _Found],
    labels: Mapping[tuple[str, str], str],
) -> Iterator[NamedOften]:
    for name in names:
        if name in labels:
            counts = found[0].names.get(name, 0), found[1].names.get(name, 0)
            yield NamedOften(*name, labels[name], counts)


def _side(
    prepared: PreparedSearch,
    found: _Found,
    rows: Mapping[int, Article],
    own_names: tuple[NamedOften, ...],
    budget: TimeBudget,
) -> Side:
    if found.given_up:
        notices = (explain(Notice(NoticeKind.TOO_COSTLY)),)
        return Side(prepared.state, notices=notices, given_up=True)
    asked = (*prepared.parsed.repairs, *prepared.parsed.notices, *prepared.compiled.notices)
    return Side(
        prepared.state,
        found.total,
        tuple(rows[key] for key in found.keys if key in rows),
        significance(prepared.state, budget, with_names=False),
        own_names,
        tuple(dict.fromkeys(explain(each) for each in asked)),
    )


def _both(
    prepared: tuple[PreparedSearch, PreparedSearch], found: tuple[_Found, _Found]
) -> int | None:
    if found[0].given_up or found[1].given_up:
        return None
    one, other = prepared
    try:
        request = Request(
            whoosh.Require(one.query, other.query),
            filters=(*facet_filters(one.state), *facet_filters(other.state)),
            limit=0,
            time_limit=one.budget.remaining(),
        )
        return one.snapshot.search(request).total
    except QueryTooCostlyError:
        return None
