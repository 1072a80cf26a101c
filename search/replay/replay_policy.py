"""The headers of replayed pages and parts: what they forbid, were the page not written anew.

Opened alone, a page is as harmless as in its frame: it has an origin of nobody (``sandbox``), runs
nothing, and loads nothing but its own parts (W3C, Content Security Policy Level 3).
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from search.replay.page_writing import FRAME_SANDBOX

_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox"


def close_page(
    response: HttpResponseBase, request: HttpRequest, signed: str, *, framed: bool = False
) -> None:
    """Set the headers of a page whose parts stand under the address ``signed``.

    The site alone may show it in a frame. Of one that is ``framed`` in such a page that cannot be
    said: the page around it is of an origin that has no name.
    """
    parts = request.build_absolute_uri(reverse("replay", args=[signed]))
    # The grammar of a policy has no addresses of IPv6 in brackets.
    parts = "'self'" if "[" in parts else parts
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; img-src data: {parts}; font-src data: {parts}; "
        f"style-src 'unsafe-inline' {parts}; frame-src {parts}; base-uri 'none'; "
        f"form-action 'none'; sandbox {FRAME_SANDBOX}"
        + ("" if framed else f"; frame-ancestors 'self' {site_origin()}".rstrip())
    )
    _close(response)


def close_part(response: HttpResponseBase) -> None:
    """Set the headers of a picture, a font or a style sheet: by itself it is nothing."""
    response.headers["Content-Security-Policy"] = f"{_NOTHING}; style-src 'unsafe-inline'"
    # A sandboxed page is of no origin, so that all of them have to be allowed: who has no signed
    # address gets nothing, and no cookie is read.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    _close(response)


def site_origin() -> str:
    """Return what stands before the site's own addresses on a replayed page: "" of one origin."""
    if settings.ARCHIVE_REPLAY_URL is None or settings.ARCHIVE_PUBLIC_URL is None:
        return ""
    return str(settings.ARCHIVE_PUBLIC_URL.origin)


def _close(response: HttpResponseBase) -> None:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # Browsers refuse a sandboxed page that asks for a group of windows of its own (WHATWG HTML,
    # “Cross-origin opener policies”).
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
