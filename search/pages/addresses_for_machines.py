"""What programs ask a site for: robots.txt, a site map in parts, its search, and the icon."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.lasting_addresses import addresses_are_local, lasting_address
from archive.models import Article
from search.presentation.links import whole_address

ARTICLES_A_PART: Final = 5_000
"""Primary keys of one part of the site map: some 600 KB (50,000 addresses and 50 MB at most:
sitemaps.org)."""
_XML: Final = "application/xml"
_OPEN_SEARCH: Final = "application/opensearchdescription+xml"
_NOT_FOR_ROBOTS: Final = ("search", "suggest", "addresses", "cdx", "login", "admin:index")
"""Views whose addresses are without number, or for people alone."""


@login_not_required
@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Say what robots may read: nothing of a private archive, no search of a public one."""
    if settings.ARCHIVE_ACCESS == "private":
        return _text("User-agent: *\nDisallow: /\n")
    closed = [
        *map(reverse, _NOT_FOR_ROBOTS),
        reverse("capture", args=[0]).removesuffix("0/"),
        *(reverse(name, args=["x"]).removesuffix("x") for name in ("timegate", "timemap")),
        f"{reverse('outlets').removesuffix('s/')}/*/captures.",
    ]
    lines = [
        "User-agent: *",
        *(f"Disallow: {address}" for address in closed),
    ]
    if not addresses_are_local():
        lines.append(f"Sitemap: {lasting_address(reverse('site_map'))}")
    return _text("\n".join([*lines, ""]))


@login_not_required
@require_safe
def open_search(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers, which then offer it (OpenSearch 1.1, draft 6).

    Its addresses must be whole. Where the archive has no public one, a browser is told that by which
    it asked: it keeps it for itself alone, and passes it on to nobody.
    """
    whole = whole_address(request)
    context = {
        "search": whole(reverse("search")),
        "own": whole(reverse("open_search")),
        "icon": whole(static("icon.svg")),
    }
    return render(request, "open_search.xml", context, content_type=_OPEN_SEARCH)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List the parts of the site map; there is none where others cannot open its addresses."""
    if addresses_are_local():
        raise Http404
    last = Article.objects.shown().aggregate(last=Max("pk"))["last"] or 0
    parts = [
        lasting_address(reverse("site_map_part", args=[number]))
        for number in range(last // ARTICLES_A_PART + 1)
    ]
    return render(request, "site_map.xml", {"parts": parts}, content_type=_XML)


@require_safe
def site_map_part(request: HttpRequest, number: int) -> HttpResponse:
    """List the articles of one part, each with the day of its last change."""
    first = number * ARTICLES_A_PART
    if number > 10**9 or addresses_are_local():
        raise Http404
    rows = Article.objects.shown().filter(pk__gte=first, pk__lt=first + ARTICLES_A_PART)
    start = lasting_address(reverse("article", args=["0"])).removesuffix("0/")
    articles = [
        (f"{start}{public_id}/", updated_at)
        for public_id, updated_at in rows.order_by("pk").values_list("public_id", "updated_at")
    ]
    if not articles and number:
        raise Http404
    return render(request, "site_map_part.xml", {"articles": articles}, content_type=_XML)


@login_not_required
@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """Lead to the icon, which browsers ask for where they were not told of it."""
    return HttpResponseRedirect(static("icon.svg"))


def _text(content: str) -> HttpResponse:
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
