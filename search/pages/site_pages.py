"""The front page and the help page."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.models import Article
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
