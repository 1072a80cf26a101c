"""The front page and the help page."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.models.kept_while_unchanged import KeptWhileUnchanged
from search.contract import IndexUnavailableError
from search.index.index_home import index_home
from search.pages.profiles import profile_of
from search.query.state import SearchState
from search.service.prepared_search import TimeBudget

_LATEST: Final = 8
_OUTLETS: Final = 12


_front: Final = KeptWhileUnchanged[dict[str, Any]](len(settings.LANGUAGES))
"""What the front page shows, some 50 KB for each thread and language."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box, the latest articles, and what the archive holds."""
    return render(request, "home.html", _context())


def _context() -> dict[str, Any]:
    """Return what the template reads; where no index answers nothing of it is kept."""
    try:
        opened, snapshot = index_home().read()
    except IndexUnavailableError:
        return _front_page()
    asked = (get_language(), opened.name, snapshot.generation)
    # Where something took too long there are notices.
    return _front.get(asked, _front_page, lambda made: not made["profile"].notices)


def _front_page() -> dict[str, Any]:
    profile = profile_of(SearchState(), TimeBudget(), outlets=_OUTLETS, names=0)
    latest = Article.objects.shown().for_results().newest_first()
    return {
        "profile": profile,
        "latest": list(latest[:_LATEST]),
        "more_outlets": profile.outlets > _OUTLETS,
    }


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Teach how to search, with examples that run."""
    return render(request, "help.html")
