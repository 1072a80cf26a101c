"""What the archive knows of an outlet or an entity: its articles by year, by outlet, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import get_language

from archive.arabic.normalize import fold
from archive.entities.storage.entity_search import keys_named
from archive.models import Entity, EntityKind
from archive.models.entity_labels import NamedEntity, names_of
from archive.models.kept_while_unchanged import KeptWhileUnchanged
from search.contract import IndexUnavailableError
from search.facets.facets import Facet, FacetValue
from search.fields import APPROXIMATE, DATE, DATE_YEAR, column_of_period
from search.index.index_home import index_home
from search.presentation.charts import Bar, BarCount, bars, year_bars
from search.presentation.links import search_address
from search.query.state import SearchState
from search.service.prepared_search import TimeBudget
from search.service.search import articles_by_entity, search, search_is_rebuilt

_RANKINGS_KEPT: Final = 4
"""Of each thread: those of all kinds, and of each; of 10,000 names one is a megabyte."""
_COUNTED_A_SHOWN_NAME: Final = 2
"""Names that are counted for each that is shown, since some may have no page any more."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The articles of a search by year and by outlet, and the entities that they name.

    ``approximate`` counts those whose date does not lie within one year; ``outlets`` is how
    many outlets there are, of which ``outlet_bars`` may show a part; ``names`` holds a facet
    for each kind of entity. ``given_up`` says that counting took too long, or that no index answers: nothing is known
    then. ``notices`` tell the reader of that, and of counts that were left out.
    """

    total: int
    year_bars: tuple[Bar, ...]
    approximate: int
    outlets: int
    outlet_bars: tuple[Bar, ...]
    names: tuple[Facet, ...]
    given_up: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedEntity:
    """An entity and the number of articles that name it."""

    entity: NamedEntity
    articles: int


def profile_of(
    state: SearchState,
    budget: TimeBudget,
    *,
    links: SearchState | None = None,
    outlets: int = 10,
    names: int = 10,
) -> Profile:
    """Return the profile of a search, up to so many ``outlets``, and ``names`` of each kind.

    ``links`` is the search that the bars narrow, where it is another than ``state``.
    """
    try:
        found = search(
            state,
            limit=0,
            facet_values=_COUNTED_A_SHOWN_NAME * names,
            whole_facets=["outlet"],
            budget=budget,
        )
    except IndexUnavailableError:
        notices = (search_is_rebuilt(),)
        return Profile(0, (), 0, 0, (), (), given_up=True, notices=notices)
    narrowed = state if links is None else links
    facets = {facet.name: facet for facet in found.facets}
    dates = facets[DATE].values if DATE in facets else ()
    by_outlet = facets["outlet"].values if "outlet" in facets else ()
    return Profile(
        total=found.total,
        year_bars=year_bars(
            {
                int(value.value): _count(narrowed, DATE, value)
                for value in dates
                if column_of_period(value.value) == DATE_YEAR and value.count
            }
        ),
        approximate=sum(value.count for value in dates if value.value == APPROXIMATE),
        outlets=len(by_outlet),
        outlet_bars=bars(_count(narrowed, "outlet", value) for value in by_outlet[:outlets]),
        names=tuple(_most_named(facets, names)),
        given_up=found.given_up,
        notices=found.notices,
    )


def _most_named(facets: dict[str, Facet], names: int) -> Iterable[Facet]:
    for kind in EntityKind:
        if kind in facets and facets[kind].values:
            yield replace(facets[kind], values=facets[kind].values[:names])


def _count(state: SearchState, facet: str, value: FacetValue) -> BarCount:
    address = search_address(state.with_facet(facet, value.value))
    return BarCount(value.label, value.count, address)


@dataclass(frozen=True, slots=True)
class EntityRanking:
    """(Primary key, number of articles) of entities, the most named first.

    Where counting takes too long there are none, and ``notices`` say so.
    """

    counted: tuple[tuple[int, int], ...]
    notices: tuple[str, ...] = ()


_rankings: Final = KeptWhileUnchanged[EntityRanking](_RANKINGS_KEPT)


def entities_by_frequency(
    kind: str, needle: str, state: SearchState, budget: TimeBudget
) -> EntityRanking:
    """Return the entities that articles name, ranked.

    ``kind`` is an ``EntityKind`` or empty for all; ``needle`` a part of any of its names;
    ``state`` says whether names that no editor has reviewed are listed too: of these, the most
    frequent. The index counts the articles: the database would read every mention for it.
    """

    def ranking() -> EntityRanking:
        return _ranking(kind, needle, state, budget)

    if needle:
        return ranking()
    try:
        opened, snapshot = index_home().read()
    except IndexUnavailableError:
        return ranking()
    asked = (kind, state.machine_found, get_language(), opened.name, snapshot.generation)
    return _rankings.get(asked, ranking, lambda made: bool(made.counted))


def _ranking(kind: str, needle: str, state: SearchState, budget: TimeBudget) -> EntityRanking:
    found = articles_by_entity(state, budget)
    articles = found.articles
    entities = Entity.objects.shown()
    if found.machine_found:
        entities = entities | Entity.objects.machine_found().filter(key__in=found.machine_found)
    if kind in set(EntityKind):
        entities = entities.filter(kind=kind)
    folded = fold(needle)
    named = keys_named(needle)
    rows = entities.order_by().values_list("pk", "key", "name_ar", "name_en")
    counted = [
        (-articles[key], arabic, pk)
        for pk, key, arabic, english in rows
        if key in articles
        and (not folded or key in named or folded in fold(arabic) or folded in fold(english))
    ]
    ranked = tuple((pk, -negative) for negative, _name, pk in sorted(counted))
    return EntityRanking(ranked, found.notices)


def with_articles(counted: Sequence[tuple[int, int]]) -> list[RankedEntity]:
    """Return the entities of some rows of ``entities_by_frequency``."""
    named = names_of([pk for pk, _articles in counted])
    return [RankedEntity(named[pk], articles) for pk, articles in counted if pk in named]
