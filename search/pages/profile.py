"""What a search says of all its articles: when, where, and with which names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from archive.models import EntityKind
from search import searching
from search.pages.charts import Bar, Count, bars, year_bars
from search.query.state import APPROXIMATE, SearchState
from search.results.records import Facet, FacetValue

_YEAR = len("2024")


@dataclass(frozen=True, slots=True)
class Profile:
    """The articles of a search by year and by outlet, and the entities that they name.

    ``approximate`` counts those whose date does not lie within one year; ``names`` holds a
    facet for each kind of entity.
    """

    total: int
    year_bars: tuple[Bar, ...]
    approximate: int
    outlet_bars: tuple[Bar, ...]
    names: tuple[Facet, ...]


def profile_of(
    state: SearchState, *, links: SearchState | None = None, outlets: int = 10, names: int = 10
) -> Profile:
    """Return the profile of a search, up to so many ``outlets``, and ``names`` of each kind.

    ``links`` is the search that the bars narrow, where it is another than ``state``.
    """
    found = searching.search(state, limit=0)
    narrowed = state if links is None else links
    facets = {facet.name: facet for facet in found.facets}
    dates = facets["date"].values if "date" in facets else ()
    by_outlet = facets["outlet"].values if "outlet" in facets else ()
    return Profile(
        total=found.total,
        year_bars=year_bars(
            {
                int(value.value): _count(narrowed, "date", value)
                for value in dates
                if len(value.value) == _YEAR and value.count
            }
        ),
        approximate=sum(value.count for value in dates if value.value == APPROXIMATE),
        outlet_bars=bars(_count(narrowed, "outlet", value) for value in by_outlet[:outlets]),
        names=tuple(
            replace(facets[kind], values=facets[kind].values[:names])
            for kind in EntityKind.values
            if kind in facets and facets[kind].values
        ),
    )


def _count(state: SearchState, facet: str, value: FacetValue) -> Count:
    query = state.with_facet(facet, value.value).to_query_string()
    return Count(value.label, value.count, f"{reverse('search')}?{query}")
