"""The results page: one search, and the ways to narrow and to widen it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.views.decorators.http import require_safe

from search import searching
from search.pages.date_facet import date_context, date_facet
from search.pages.facets import chips, facet_views, facets_looked_through
from search.pages.pagination import page_links
from search.query.state import SearchState


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
