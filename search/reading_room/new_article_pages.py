"""What a search finds of the articles that came after a mark, for readers without an account."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from search.contract import QueryTooCostlyError
from search.presentation.links import page_links, page_number, search_address
from search.query.state import SearchState
from search.service.newest_articles import newest_articles, standing
from search.service.search import PAGE_SIZE
from search.service.search_titles import search_title

SINCE: Final = "since"
"""The parameter that holds a mark: the page of results says which one it stands at."""
_MOST_DIGITS: Final = 15


@require_safe
def new_articles(request: HttpRequest) -> HttpResponse:
    """Show what came into the archive after the mark ``since``; ``count=1`` counts it, in JSON."""
    state, number = standing(SearchState.from_querydict(request.GET)), page_number(request)
    asked = request.GET.get(SINCE, "")
    since = int(asked) if asked.isdecimal() and len(asked) <= _MOST_DIGITS else 0
    counted = request.GET.get("count") == "1"
    limit, offset = (0, 0) if counted else (PAGE_SIZE, (number - 1) * PAGE_SIZE)
    try:
        found = newest_articles(state, limit=limit, offset=offset, after=since)
    except QueryTooCostlyError:
        if counted:
            return JsonResponse({"count": None})
        return render(request, "reading_room/new_articles.html", {"given_up": True})
    if counted:
        told = ngettext(
            "%(n)d new article since you last looked",
            "%(n)d new articles since you last looked",
            found.total,
        )
        return JsonResponse({"count": found.total, "told": told % {"n": found.total}})
    query = state.to_query_string()
    own = f"?{query}{'&' if query else ''}{SINCE}={since}"
    context = {
        "state": state,
        "heading": search_title(state),
        "search_url": search_address(state),
        "total": found.total,
        "hits": found.hits(),
        "links": page_links(
            number, max(-(-found.total // PAGE_SIZE), 1), lambda other: f"{own}&page={other}"
        ),
    }
    return render(request, "reading_room/new_articles.html", context)
