"""The results page: one search, and the ways to narrow and to widen it.

What a search says of all its articles: when, where, and with which names.

Suggestions while a reader types.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from archive.models import EntityKind
from search.facets.facet_counts import Facet, FacetValue
from search.pages.facet_sidebar import (
    chips,
    date_context,
    date_facet,
    facet_views,
    facets_looked_through,
)
from search.presentation.charts import Bar, Count, bars, year_bars
from search.presentation.pagination import page_links
from search.query.state import APPROXIMATE, SearchState
from search.service import guidance
from search.service import search as searching


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show the hits of the search that the address states."""
    state = SearchState.from_querydict(request.GET)
    page = searching.search(state, whole_facets=facets_looked_through(request.GET))
    dates = date_facet(page)
    permalink = request.build_absolute_uri(f"{reverse('search')}?{state.to_query_string()}")
    context = {
        "page": page,
        "state": state,
        "facets": facet_views(page, request.GET),
        **(date_context(dates, state) if dates else {}),
        "chips": tuple(chips(page)),
        "links": page_links(
            state.page, page.pages, lambda n: "?" + state.with_page(n).to_query_string()
        ),
        "first_page": f"?{state.with_page(1).to_query_string()}",
        "permalink": permalink,
        "shown_permalink": uri_to_iri(permalink),
    }
    return render(request, "results.html", context)


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
            for kind in EntityKind
            if kind in facets and facets[kind].values
        ),
    )


def _count(state: SearchState, facet: str, value: FacetValue) -> Count:
    query = state.with_facet(facet, value.value).to_query_string()
    return Count(value.label, value.count, f"{reverse('search')}?{query}")


KINDS: Final = {
    "outlet": pgettext_lazy("suggestion", "outlet"),
    "entity": pgettext_lazy("suggestion", "name"),
    "phrase": pgettext_lazy("suggestion", "phrase"),
    "title": pgettext_lazy("suggestion", "article"),
}
"""What readers are told a suggestion is, by its kind."""
_LIMIT: Final = 8
_MAX_LETTERS: Final = 200


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with titles, entities, outlets and phrases that begin so."""
    text = request.GET.get("q", "").strip()[:_MAX_LETTERS]
    found = guidance.suggestions(text, _LIMIT) if text else []
    rows = [
        {"label": each.label, "kind": str(KINDS.get(each.kind, "")), "url": each.url}
        for each in found
    ]
    return JsonResponse({"query": text, "suggestions": rows})
