"""The front page, the help page, and the address that says whether the site answers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from archive.models import Article, OutboxEntry
from search.index.index_home import index_home
from search.index.index_state import index_state
from search.pages.profiles import profile_of
from search.query.state import SearchState
from search.service.prepared_search import TimeBudget

_LATEST: Final = 8
_OUTLETS: Final = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box, the latest articles, and what the archive holds."""
    profile = profile_of(SearchState(), TimeBudget(), outlets=_OUTLETS, names=0)
    context = {
        "profile": profile,
        "latest": Article.objects.for_display().newest_first()[:_LATEST],
        "more_outlets": profile.outlets > _OUTLETS,
    }
    return render(request, "home.html", context)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Teach how to search, with examples that run."""
    return render(request, "help.html")


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django gives every view one
    """Return whether database and index answer, and how many changes wait to be indexed."""
    try:
        waiting = OutboxEntry.objects.count()
    except DatabaseError:
        return JsonResponse(
            {"status": "database unavailable"}, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    if not index_state(index_home()).serves:
        return JsonResponse(
            {"status": "search is being rebuilt", "waiting": waiting},
            status=HTTPStatus.SERVICE_UNAVAILABLE,
        )
    return JsonResponse({"status": "ok", "waiting": waiting})
