"""Pages of the entities: people, organisations, places."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.models import Entity, EntityKind, EntityStatus
from search.facets.facet_counts import Facet
from search.pages.entity_profile import (
    articles_naming,
    entities_by_frequency,
    sentences_naming,
    spellings_of,
    with_articles,
)
from search.pages.results_page import profile_of
from search.presentation.links import wikidata_address
from search.presentation.pagination import row_page
from search.query.state import SearchState

_ENTITIES_A_PAGE: Final = 60
_OUTLETS: Final = 10
_NAMES: Final = 10
_KINDS: Final = (
    (EntityKind.PERSON, _("People")),
    (EntityKind.ORGANISATION, _("Organisations")),
    (EntityKind.PLACE, _("Places")),
)


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """List the entities, the most frequent first; ``?kind=`` and ``?q=`` narrow the list."""
    kind, needle = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    page = row_page(request, entities_by_frequency(kind, needle), size=_ENTITIES_A_PAGE)
    context = {
        "page": page,
        "entities": with_articles(page.rows),
        "kinds": _KINDS,
        "kind": kind,
        "needle": needle,
    }
    return render(request, "entities.html", context)


@require_safe
def entity(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the archive knows of an entity; a merged one leads to the one it is now."""
    shown = get_object_or_404(Entity.objects.select_related("parent"), key=key)
    canonical = shown.canonical()
    if canonical != shown:
        # For the time being: an editor may undo the merge.
        return redirect(canonical)
    if shown.status != EntityStatus.ACCEPTED or shown.suppressed:
        raise Http404
    # Asked for by another facet than its kind's: a facet's counts do not heed its own choice.
    profile = profile_of(
        SearchState().with_facet("entity", shown.key),
        links=SearchState().with_facet(shown.kind, shown.key),
        outlets=_OUTLETS,
        names=_NAMES + 1,
    )
    page = row_page(request, articles_naming(shown).for_display().newest_first())
    context = {
        "entity": shown,
        "profile": profile,
        "company": [_without(facet, shown) for facet in profile.names],
        "spellings": spellings_of(shown),
        "relations": shown.relations.select_related("target"),
        "inverse_relations": shown.inverse_relations.select_related("source"),
        "wikidata_url": wikidata_address(shown.wikidata),
        "page": page,
        "sentences": sentences_naming(shown, page.rows),
    }
    return render(request, "entity.html", context)


def _without(facet: Facet, shown: Entity) -> Facet:
    """Return a facet of names without the one whose page it is."""
    others = [value for value in facet.values if value.value != shown.key]
    return replace(facet, values=tuple(others[:_NAMES]))
