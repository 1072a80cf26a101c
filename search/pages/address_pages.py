"""Is this address archived? Its versions over time, or the addresses of a site by a star."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.captures.address_forms import (
    MAX_LETTERS,
    AddressFault,
    AddressMatch,
    AddressQuery,
    BadAddressError,
    read_address,
)
from archive.captures.address_ranges import Spot, TooManySitesError
from search.pages.capture_pages import capture_readers_only
from search.presentation.links import row_page
from search.presentation.memento_links import timemap_path
from search.service.address_versions import addresses_of, versions_of, with_articles

URL: Final = "url"
"""The parameter that holds an address."""
_AFTER, _FROM = "after", "from"
"""The parameters that say where a list of addresses goes on: behind a document, or at one."""
_VERSIONS_A_PAGE: Final = 50
_BEFORE_ALL: Final = -1


@require_safe
@capture_readers_only
def addresses(request: HttpRequest) -> HttpResponse:
    """Show the versions of the address ``?url=``; with a star in it, the addresses that there are."""
    typed = request.GET.get(URL, "").strip()[: MAX_LETTERS * 3]
    context: dict[str, Any] = {"typed": typed}
    if typed:
        try:
            context |= _found(request, typed, read_address(typed))
        except BadAddressError as error:
            context["fault"] = _told(error.fault)
        except TooManySitesError:
            context["fault"] = _(
                "The archive has too many sites to go through them all. Ask for one address."
            )
    return render(request, "addresses.html", context)


def _found(request: HttpRequest, typed: str, query: AddressQuery) -> dict[str, Any]:
    if query.match is AddressMatch.EXACT:
        return {"query": query, **_versions(request, typed, query)}
    page = addresses_of(query, _place(request))
    return {
        "query": query,
        "listing": page,
        "goes_on": _place(request) is not None,
        "next_url": _next_url(typed, page.next) if page.next else "",
        "first_url": f"?{urlencode({URL: typed})}",
    }


def _versions(request: HttpRequest, typed: str, query: AddressQuery) -> dict[str, Any]:
    found, captures = versions_of(query.address)
    page = row_page(request, captures, _VERSIONS_A_PAGE, narrowed={URL: typed})
    return {
        "found": found,
        "versions": with_articles(found, page.rows) if page.rows else (),
        "total": len(captures),
        "links": page.links,
        "site": f"{query.host}/*",
        "timemap": timemap_path(query.address) if found.mementos else "",
        "cdx": f"{reverse('cdx')}?{urlencode({URL: query.address})}" if found.here else "",
    }


def _place(request: HttpRequest) -> Spot | None:
    after = request.GET.get(_AFTER, "")[:MAX_LETTERS].replace("\0", "")
    if after:
        return Spot(after)
    begins = request.GET.get(_FROM, "")[:MAX_LETTERS].replace("\0", "")
    return Spot(begins, _BEFORE_ALL) if begins else None


def _next_url(typed: str, spot: Spot) -> str:
    name = _FROM if spot.key == _BEFORE_ALL else _AFTER
    return f"?{urlencode({URL: typed, name: spot.uri})}"


def _told(fault: AddressFault) -> str:
    """Return in the reader's language why something is no address."""
    if fault is AddressFault.LONG:
        return _("An address has at most %(letters)s letters.") % {"letters": f"{MAX_LETTERS:,}"}
    if fault is AddressFault.STAR:
        return _(
            "A star before a domain takes no path: write *.example.org, or example.org/news/*."
        )
    return _("This is no address of the web. Write one such as https://example.org/news/1.")
