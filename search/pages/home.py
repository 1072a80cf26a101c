"""The front page."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.models import Article
from search import searching
from search.pages.charts import Count, bars, year_bars
from search.query.state import SearchState
from search.results.records import FacetValue

_LATEST: Final = 8
_OUTLETS: Final = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box, the latest articles, and what the archive holds."""
    overview = searching.archive_overview()
    years = {int(v.value): _count("date", v) for v in overview.by_year if v.value.isdigit()}
    outlets = [_count("outlet", value) for value in overview.by_outlet]
    context = {
        "overview": overview,
        "latest": Article.objects.for_display().newest_first()[:_LATEST],
        "year_bars": year_bars(years),
        "outlet_bars": bars(outlets[:_OUTLETS]),
        "more_outlets": len(outlets) > _OUTLETS,
    }
    return render(request, "home.html", context)


def _count(facet: str, value: FacetValue) -> Count:
    query = SearchState().with_facet(facet, value.value).to_query_string()
    return Count(value.label, value.count, f"{reverse('search')}?{query}")
