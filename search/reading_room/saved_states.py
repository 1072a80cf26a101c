"""The search that a saved search means now."""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse

from archive.models import SavedSearch
from search.presentation.links import search_address
from search.query.state import SearchState
from search.service.newest_articles import standing


def state_of(saved: SavedSearch) -> SearchState:
    """Return the search; one for a name that was merged is for what it was merged into."""
    if saved.entity is None:
        return standing(SearchState.from_querydict(QueryDict(saved.query)))
    return SearchState().with_facet("entity", saved.entity.canonical().key)


def page_of(saved: SavedSearch) -> str:
    """Return the address of the page that shows all that a saved search finds."""
    if saved.entity is not None:
        return reverse("entity", args=[saved.entity.key])
    return search_address(state_of(saved))
