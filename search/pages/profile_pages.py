"""Pages of the outlets, and the list of the entities: people, organisations, places."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Article, EntityKind, Outlet
from archive.models.article import hidden_articles
from archive.models.kept_while_unchanged import KeptWhileUnchanged
from search.fields import FIELDS
from search.pages.capture_downloads import formats_open_to
from search.pages.profiles import entities_by_frequency, profile_of, with_articles
from search.presentation.links import row_page, web_address
from search.query.state import NAMES, SearchState
from search.service.prepared_search import TimeBudget

_ENTITIES_A_PAGE: Final = 60
_MAX_NEEDLE: Final = 100
"""Letters of a name that is looked for; no entity's name has more."""
_KINDS: Final = tuple((kind, FIELDS.facets[kind].title) for kind in EntityKind)
"""Kinds of entities in the order of their facets, with their titles."""


_outlets: Final = KeptWhileUnchanged[list[Outlet]](1)


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """List the outlets with the number of their articles."""
    return render(request, "outlets.html", {"outlets": _outlets.get("all", _counted_outlets)})


def _counted_outlets() -> list[Outlet]:
    counted = Outlet.objects.annotate(
        n=Count("articles", filter=~Q(articles__in=hidden_articles()))
    )
    return list(counted.order_by("-n", "name_ar"))


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
        "capture_formats": formats_open_to(request),
    }
    return render(request, "outlet.html", context)


@require_safe
def entities(request: HttpRequest) -> HttpResponse:
    """List the entities, the most frequent first; ``?kind=`` and ``?q=`` narrow the list.

    ``?names=all`` lists names that no editor has reviewed, too.
    """
    kind, needle = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:_MAX_NEEDLE]
    if kind not in set(EntityKind):
        kind = ""
    asked = SearchState.from_querydict({NAMES: request.GET.get(NAMES, "")})
    ranking = entities_by_frequency(kind, needle, asked, TimeBudget())
    named = (("kind", kind), ("q", needle), *asked.to_pairs())
    narrowed = {name: value for name, value in named if value}
    page = row_page(request, ranking.counted, size=_ENTITIES_A_PAGE, narrowed=narrowed)
    switched = dict(asked.with_machine_found(not asked.machine_found).to_pairs())
    context = {
        "ranking": ranking,
        "page": page,
        "entities": with_articles(page.rows),
        "kinds": _KINDS,
        "kind": kind,
        "needle": needle,
        "state": asked,
        "switch_url": "?" + urlencode({"kind": kind, "q": needle, **switched}),
    }
    return render(request, "entities.html", context)
