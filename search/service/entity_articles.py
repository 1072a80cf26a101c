"""The articles that name one entity: one search of the index for all that its page counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from whoosh import query as whoosh

from archive.records.mentions import EntityKind
from search.contract import (
    AnyFilter,
    EitherFilter,
    FacetRequest,
    Filter,
    IndexUnavailableError,
    QueryTooCostlyError,
    Response,
)
from search.facets.machine_found import Counted, JoinedCounts, MachineFoundNames
from search.fields import AUTHOR, DATE_MONTH, DATE_SORT, DATE_YEAR, FIELDS
from search.query.notices import Notice, NoticeKind, explain
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget

_ENTITY: Final = "entity"
_NEWEST_FIRST: Final = ((DATE_SORT, True),)


@dataclass(frozen=True, slots=True)
class EntityArticles:
    """What the index knows of the articles that name an entity.

    ``keys`` are those of one page of them, the newest first. ``periods`` maps years and months to
    their articles; ``outlets`` counts the most frequent of ``outlet_total``; ``names`` are those
    that stand in the same articles, by kind. ``is_author`` says that the entity wrote some article.
    Where counting took too long, or no index answers, nothing is known: ``given_up``.
    """

    total: int = 0
    keys: tuple[int, ...] = ()
    periods: Mapping[str, int] = field(default_factory=dict)
    outlets: Counted = ()
    outlet_total: int = 0
    names: Mapping[EntityKind, JoinedCounts] = field(default_factory=dict)
    is_author: bool = False
    given_up: bool = False
    notices: tuple[str, ...] = ()


def articles_of_entity(
    state: SearchState, key: str, budget: TimeBudget, *, offset: int, limit: int, names: int
) -> EntityArticles:
    """Return what the index knows of the articles that name the entity ``key``.

    ``state`` is the search for them; ``names`` is how many of each kind, and how many outlets,
    are counted.
    """
    try:
        prepared = PreparedSearch.of(state, budget)
        unreviewed = MachineFoundNames(state, prepared.snapshot)
        response = prepared.run(
            whoosh.Every(),
            facets=(
                FacetRequest(DATE_YEAR, None),
                FacetRequest(DATE_MONTH, None),
                FacetRequest("outlet", names),
                *(FacetRequest(kind, names) for kind in EntityKind),
                *(unreviewed.requests(names) if state.machine_found else ()),
            ),
            sort=_NEWEST_FIRST,
            limit=limit,
            offset=offset,
        )
    except QueryTooCostlyError:
        return _nothing_known(NoticeKind.TOO_COSTLY)
    except IndexUnavailableError:
        return _nothing_known(NoticeKind.INDEX_UNAVAILABLE)
    return EntityArticles(
        total=response.total,
        keys=tuple(int(found.key) for found in response.hits),
        periods=dict((*response.facets[DATE_YEAR], *response.facets[DATE_MONTH])),
        outlets=response.facets["outlet"],
        outlet_total=response.distinct["outlet"],
        names={kind: _names(unreviewed, kind, response) for kind in EntityKind},
        is_author=prepared.snapshot.doc_frequency(AUTHOR, key) > 0,
        notices=_notices(state, response),
    )


def shared_articles(
    state: SearchState, keys: Sequence[str], budget: TimeBudget
) -> list[list[int]] | None:
    """Return how many articles of a search name each two of the entities ``keys``.

    Row and column stand in the order of ``keys``; ``None`` where it is not known.
    """
    try:
        prepared = PreparedSearch.of(state, budget)
        found = prepared.snapshot.overlaps(
            _names_entity(*state.chosen.get(_ENTITY, ())), [_names_entity(key) for key in keys]
        )
    except (QueryTooCostlyError, IndexUnavailableError):
        return None
    return found


def _names_entity(*keys: str) -> AnyFilter:
    columns = (_ENTITY, *FIELDS.facets[_ENTITY].machine_found)
    return EitherFilter(
        _ENTITY, tuple(Filter(column, any_of=frozenset(keys)) for column in columns)
    )


def _names(unreviewed: MachineFoundNames, kind: EntityKind, response: Response) -> JoinedCounts:
    return unreviewed.joined(kind, response.facets[kind], response)


def _nothing_known(kind: NoticeKind) -> EntityArticles:
    return EntityArticles(given_up=True, notices=(explain(Notice(kind)),))


def _notices(state: SearchState, response: Response) -> tuple[str, ...]:
    kinds = [NoticeKind.MACHINE_FOUND] if state.machine_found else []
    if response.uncounted:
        kinds.append(NoticeKind.FACETS_LEFT_OUT)
    return tuple(explain(Notice(kind)) for kind in kinds)
