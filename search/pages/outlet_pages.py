"""Pages of the outlets."""

from __future__ import annotations

from django.db.models import Count as CountRows
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from archive.models import Article, Outlet
from search.pages.results_page import profile_of
from search.presentation.links import country_name, web_address
from search.presentation.pagination import row_page
from search.query.state import SearchState


@require_safe
def outlets(request: HttpRequest) -> HttpResponse:
    """List the outlets with the number of their articles."""
    counted = Outlet.objects.annotate(n=CountRows("articles")).order_by("-n", "name_ar")
    return render(request, "outlets.html", {"outlets": counted})


@require_safe
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an outlet, when it published what the archive has, and its articles."""
    shown = get_object_or_404(Outlet, slug=slug)
    articles = Article.objects.filter(outlet=shown).for_display().newest_first()
    context = {
        "outlet": shown,
        "country": country_name(shown.country, get_language() or "ar"),
        "profile": profile_of(SearchState().with_facet("outlet", shown.slug)),
        "sites": [web_address(f"https://{domain}/") for domain in shown.domains],
        "page": row_page(request, articles),
    }
    return render(request, "outlet.html", context)
