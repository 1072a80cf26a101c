"""Pages of the entities: people, organisations, places."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from archive.models import Entity, EntityKind, EntityStatus
from search.pages.article_counts import count_by_outlet, count_by_year
from search.pages.charts import Count, bars, year_bars
from search.pages.entity_profile import (
    articles_naming,
    company_of,
    entities_by_frequency,
    sentences_naming,
    spellings_of,
)
from search.pages.links import wikidata_address
from search.pages.lists import row_page
from search.query.state import SearchState

_ENTITIES_A_PAGE: Final = 60
_OUTLETS: Final = 10
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
    context = {"page": page, "kinds": _KINDS, "kind": kind, "needle": needle}
    return render(request, "entities.html", context)


@require_safe
def entity(request: HttpRequest, key: str) -> HttpResponse:
    """Show what the archive knows of an entity; a merged one leads to the one it is now."""
    shown = get_object_or_404(Entity.objects.select_related("merged_into", "parent"), key=key)
    if shown.merged_into is not None:
        return redirect(shown.merged_into, permanent=True)
    if shown.status != EntityStatus.ACCEPTED or shown.suppressed:
        raise Http404
    articles = articles_naming(shown)
    counts = count_by_year(articles)
    total = sum(counts.by_year.values()) + counts.approximate
    page = row_page(request, articles.for_display().newest_first(), total)
    context = {
        "entity": shown,
        "total": total,
        "approximate": counts.approximate,
        "spellings": spellings_of(shown),
        "relations": shown.relations.select_related("target"),
        "inverse_relations": shown.inverse_relations.select_related("source"),
        "year_bars": year_bars(
            {year: _narrowed(shown, "date", str(year), n) for year, n in counts.by_year.items()}
        ),
        "outlet_bars": bars(
            _narrowed(shown, "outlet", outlet.slug, n, str(outlet))
            for outlet, n in count_by_outlet(articles)[:_OUTLETS]
        ),
        "company": company_of(shown),
        "wikidata_url": wikidata_address(shown.wikidata),
        "page": page,
        "sentences": sentences_naming(shown, page.rows),
    }
    return render(request, "entity.html", context)


def _narrowed(shown: Entity, facet: str, value: str, count: int, label: str = "") -> Count:
    state = SearchState().with_facet(shown.kind, shown.key).with_facet(facet, value)
    return Count(label or value, count, f"{reverse('search')}?{state.to_query_string()}")
