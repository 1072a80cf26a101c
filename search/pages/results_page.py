"""The results page: one search, and the ways to narrow and to widen it; suggestions for it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import uri_to_iri
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from archive.captures.address_forms import looks_like_address
from archive.lasting_addresses import lasting_address
from archive.models.article import RESULTS_BY_KEY
from search.exports.result_files import RESULT_FORMATS
from search.meaning.meaning_home import is_chosen, remote_host
from search.pages.capture_downloads import formats_open_to
from search.pages.date_sidebar import date_context, date_facet
from search.pages.facet_sidebar import (
    SEARCHABLE_FROM,
    chips,
    crowded,
    facet_views,
    opened_facet,
    searched_facet,
    widened_facet,
)
from search.presentation.links import page_links
from search.query.state import SearchState
from search.service.meaning_search import is_foreign
from search.service.prepared_search import TimeBudget
from search.service.search import search
from search.service.search_suggestions import typing_suggestions
from search.service.search_titles import title_of

_SUGGESTIONS: Final = 8
_MAX_LETTERS: Final = 200
"""Letters of a text that suggestions are looked up for; no title has more."""
_SUGGESTION_KINDS: Final = {
    "outlet": pgettext_lazy("suggestion", "outlet"),
    "entity": pgettext_lazy("suggestion", "name"),
    "phrase": pgettext_lazy("suggestion", "phrase"),
    "title": pgettext_lazy("suggestion", "article"),
}
"""Kind of a suggestion → what readers see beside it."""


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show the hits of the search that the address states."""
    state = SearchState.from_querydict(request.GET)
    asked = (searched_facet(request.GET), widened_facet(request.GET))
    page = search(
        state,
        facet_values=SEARCHABLE_FROM,
        whole_facets=[name for name in asked if name is not None],
        machine_found_of=opened_facet(request.GET),
        rows=RESULTS_BY_KEY,
        budget=TimeBudget(),
    )
    dates = date_facet(page)
    shown_chips = tuple(chips(page))
    permalink = lasting_address(f"{reverse('search')}?{state.to_query_string()}")
    context = {
        "page": page,
        "state": state,
        "asked_address": state.text if looks_like_address(state.text) else "",
        "facets": facet_views(page, request.GET),
        **(date_context(dates, state, crowded=crowded(page)) if dates else {}),
        "has_machine_found": state.machine_found
        or any(facet.offers_machine_found for facet in page.facets),
        "chips": shown_chips,
        "search_title": title_of([state.text, *(chip.label for chip in shown_chips)]),
        "links": page_links(
            state.page, page.pages, lambda n: "?" + state.with_page(n).to_query_string()
        ),
        "first_page": f"?{state.with_page(1).to_query_string()}",
        "permalink": permalink,
        "searches_by_meaning": is_chosen(),
        "questions_go_to": remote_host(),
        "asks_in_other_script": is_foreign(state.text),
        "formats": RESULT_FORMATS,
        "capture_formats": formats_open_to(request),
        "shown_permalink": uri_to_iri(permalink),
    }
    return render(request, "results.html", context)


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return titles, entities, outlets and phrases that begin as ``?q=`` does, as JSON."""
    text = request.GET.get("q", "").strip()[:_MAX_LETTERS]
    found = typing_suggestions(text, _SUGGESTIONS) if text else []
    rows = [
        {"label": each.label, "kind": str(_SUGGESTION_KINDS.get(each.kind, "")), "url": each.url}
        for each in found
    ]
    return JsonResponse({"query": text, "suggestions": rows})
