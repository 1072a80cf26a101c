"""Pages of the outlets, and of the entities: people, organisations, places."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from archive.models import Article, Entity, EntityKind, Outlet
from archive.models.article import hidden_articles
from search.facets.facets import Facet
from search.fields import FIELDS
from search.pages.profiles import (
    articles_naming,
    entities_by_frequency,
    profile_of,
    sentences_naming,
    spellings_of,
    with_articles,
)
from search.presentation.links import row_page, web_address, wikidata_address
from search.query.state import SearchState
from search.service.prepared_search import TimeBudget

_ENTITIES_A_PAGE: Final = 60
_MAX_NEEDLE: Final = 100
"""Letters of a name that is looked for; no entity's name has more."""
_NAMES: Final = 10
"""Names of each kind that stand beside an entity."""
_KINDS: Final = tuple((kind, FIELDS.facets[kind].title) for kind in EntityKind)
"""Kinds of entities in the order of their facets, with their titles."""


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """List the outlets with the number of their articles."""
    counted = Outlet.objects.annotate(
        n=Count("articles", filter=~Q(articles__in=hidden_articles()))
    ).order_by("-n", "name_ar")
    return render(request, "outlets.html", {"outlets": counted})


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an outlet: its articles, their years, and the names in them."""
    shown = get_object_or_404(Outlet, slug=slug)
    articles = Article.objects.filter(outlet=shown).for_display().newest_first()
    context = {
        "outlet": shown,
        "profile": profile_of(SearchState().with_facet("outlet", shown.slug), TimeBudget()),
        "sites": [web_address(f"https://{domain}/") for domain in shown.domains],
        "page": row_page(request, articles),
    }
    return render(request, "outlet.html", context)


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """List the entities, the most frequent first; ``?kind=`` and ``?q=`` narrow the list."""
    kind, needle = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:_MAX_NEEDLE]
    if kind not in set(EntityKind):
        kind = ""
    ranking = entities_by_frequency(kind, needle, TimeBudget())
    narrowed = {name: value for name, value in (("kind", kind), ("q", needle)) if value}
    page = row_page(request, ranking.counted, size=_ENTITIES_A_PAGE, narrowed=narrowed)
    context = {
        "ranking": ranking,
        "page": page,
        "entities": with_articles(page.rows),
        "kinds": _KINDS,
        "kind": kind,
        "needle": needle,
    }
    return render(request, "entities.html", context)


@require_safe
def entity(request: HttpRequest, key: str) -> HttpResponse:
    """Show an entity: its spellings, relations and articles; a merged one redirects."""
    shown = get_object_or_404(Entity.objects.select_related("parent"), key=key)
    canonical = shown.canonical()
    if not canonical.is_shown:
        raise Http404
    if canonical != shown:
        # For the time being: an editor may undo the merge.
        return redirect(canonical)
    # Asked for by another facet than its kind's: a facet's counts do not heed its own choice.
    profile = profile_of(
        SearchState().with_facet("entity", shown.key),
        TimeBudget(),
        links=SearchState().with_facet(shown.kind, shown.key),
        names=_NAMES + 1,
    )
    page = row_page(request, articles_naming(shown).for_display().newest_first())
    context = {
        "entity": shown,
        "profile": profile,
        "named_together": [_without(facet, shown) for facet in profile.names],
        "spellings": spellings_of(shown),
        "relations": shown.relations.filter(target__in=Entity.objects.shown()).select_related(
            "target"
        ),
        "inverse_relations": shown.inverse_relations.filter(
            source__in=Entity.objects.shown()
        ).select_related("source"),
        "parent": shown.parent if shown.parent and shown.parent.is_shown else None,
        "wikidata_url": wikidata_address(shown.wikidata),
        "page": page,
        "sentences": sentences_naming(shown, page.rows),
    }
    return render(request, "entity.html", context)


def _without(facet: Facet, shown: Entity) -> Facet:
    """Return a facet of names without the one whose page it is."""
    others = [value for value in facet.values if value.value != shown.key]
    return replace(facet, values=tuple(others[:_NAMES]))
