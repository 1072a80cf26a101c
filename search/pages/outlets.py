"""Pages of the outlets."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db.models import Count as CountRows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.models import EntityKind, Outlet
from search import searching
from search.pages.article_counts import articles_of_outlet, count_by_year
from search.pages.charts import Count, year_bars
from search.pages.countries import country_name
from search.pages.links import web_address
from search.pages.lists import row_page
from search.query.state import SearchState
from search.results.records import Facet

_NAMES: Final = 10


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """List the outlets with the number of their articles."""
    counted = Outlet.objects.annotate(n=CountRows("articles")).order_by("-n", "name_ar")
    return render(request, "outlets.html", {"outlets": counted})


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an outlet, when it published what the archive has, and its articles."""
    shown = get_object_or_404(Outlet, slug=slug)
    articles = articles_of_outlet(shown)
    counts = count_by_year(articles)
    total = sum(counts.by_year.values()) + counts.approximate
    context = {
        "outlet": shown,
        "country": country_name(shown.country, get_language() or "ar"),
        "total": total,
        "approximate": counts.approximate,
        "year_bars": year_bars(
            {year: _year(shown, year, count) for year, count in counts.by_year.items()}
        ),
        "names": _names(shown),
        "sites": [web_address(f"https://{domain}/") for domain in shown.domains],
        "page": row_page(request, articles.for_display(), total),
    }
    return render(request, "outlet.html", context)


def _names(shown: Outlet) -> list[Facet]:
    """Return the entities that this outlet's articles name most, by kind."""
    state = SearchState().with_facet("outlet", shown.slug)
    return [
        replace(facet, values=facet.values[:_NAMES])
        for facet in searching.search(state, limit=0).facets
        if facet.name in EntityKind.values and facet.values
    ]


def _year(shown: Outlet, year: int, count: int) -> Count:
    state = SearchState().with_facet("outlet", shown.slug).with_facet("date", str(year))
    return Count(str(year), count, f"{reverse('search')}?{state.to_query_string()}")
