"""The front page and the help page."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.models import Article
from archive.models.database_changes import DatabaseChanges
from search.contract import IndexUnavailableError
from search.index.index_home import index_home
from search.pages.profiles import profile_of
from search.query.state import SearchState
from search.service.prepared_search import TimeBudget

_LATEST: Final = 8
_OUTLETS: Final = 12


class _FrontPage(threading.local):
    """What the front page shows, kept as long as nothing is written and the index is the same.

    Each thread keeps it once for each language: some 50 KB.
    """

    def __init__(self) -> None:
        self._changes: Final = DatabaseChanges()
        self._kept: Final[dict[Hashable, dict[str, Any]]] = {}

    def context(self) -> dict[str, Any]:
        """Return what the template reads; where no index answers nothing of it is kept."""
        try:
            opened, snapshot = index_home().read()
        except IndexUnavailableError:
            return _front_page()
        asked = (get_language(), opened.name, snapshot.generation)
        if self._changes.since_last_asked() or len(self._kept) > len(settings.LANGUAGES):
            self._kept.clear()
        if asked not in self._kept:
            made = _front_page()
            if made["profile"].notices:  # Something took too long.
                return made
            self._kept[asked] = made
        return self._kept[asked]


_front = _FrontPage()


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the search box, the latest articles, and what the archive holds."""
    return render(request, "home.html", _front.context())


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
