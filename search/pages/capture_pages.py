"""Raw captures, shown as text and never as what they are, and who may read them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.captures.closed_captures import is_closed
from archive.captures.store import DamagedCaptureError, capture_store
from archive.errors import ArchiveError
from archive.models import Capture, CaptureStatus
from archive.records.documents import PDF_DOCUMENT
from search.presentation.excerpts import capture_text
from search.presentation.links import web_address

_LISTED: Final = 100
"""Articles and versions of a capture that its page lists."""
_MAX_PARSED: Final = 2_000_000
"""Bytes of a capture that is read for its page: markup costs a second a megabyte."""
_MAX_READ: Final = {"text/plain": 20_000_000}
"""The same by media type, where reading is cheap."""

_ENDINGS: Final = {PDF_DOCUMENT: "pdf"}
"""Media type → how the name of a download ends; what markup or a program could be is a text."""

_log = logging.getLogger("khizana.pages")

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def captures_open_to(request: HttpRequest) -> bool:
    """Return whether this reader may see raw captures."""
    return settings.ARCHIVE_ACCESS == "public" or request.user.is_authenticated


def capture_readers_only(view: _View[_Rest]) -> _View[_Rest]:
    """Send people who may not see captures to the login page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        if not captures_open_to(request):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@capture_readers_only
def capture(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a capture's text; ``?article=`` marks the spans that became this article."""
    shown = get_object_or_404(Capture, pk=pk)
    if (refusal := refused_capture(request, shown)) is not None:
        return refusal
    articles = shown.articles.shown().order_by("position")
    public_id = request.GET.get("article", "")
    chosen = articles.filter(public_id=public_id).first() if public_id else None
    context: dict[str, Any] = {
        "capture": shown,
        "articles": articles[:_LISTED],
        "chosen": chosen,
        "versions": list(Capture.objects.filter(uri=shown.uri).order_by("-pk")[:_LISTED]),
        "original_url": web_address(shown.url),
    }
    if _is_too_large(shown):
        context["too_large"] = True
        return render(request, "capture.html", context)
    try:
        context["text"] = capture_text(_text_of(shown), chosen.spans if chosen else ())
    except ArchiveError as error:
        # Its words may name folders of this machine: they are the operator's.
        _log.error("capture %d cannot be shown: %s", shown.pk, error)
        context["damaged"] = True
    return render(request, "capture.html", context)


@require_safe
@capture_readers_only
def capture_raw(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a capture's bytes as they came, as a download that no browser interprets."""
    shown = get_object_or_404(Capture, pk=pk)
    if (refusal := refused_capture(request, shown)) is not None:
        return refusal
    try:
        content = _bytes_of(shown)
    except DamagedCaptureError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    ending = _ENDINGS.get(shown.media_type, "txt")
    name = f"capture-{pk}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def captured_source(shown: Capture) -> str:
    """Return the text of a capture; "" where it is too large to be read for a page.

    Raises:
        ArchiveError: the bytes are missing or damaged, or cannot be read.
    """
    return "" if _is_too_large(shown) else _text_of(shown)


def _is_too_large(shown: Capture) -> bool:
    return bool(shown.size > _MAX_READ.get(shown.media_type, _MAX_PARSED))


def _bytes_of(shown: Capture) -> bytes:
    """Return a capture's bytes.

    Raises:
        DamagedCaptureError: they are missing, or no longer what was loaded.
    """
    return capture_store().get(shown.sha256)


def _text_of(shown: Capture) -> str:
    """Return the text that the spans of a capture's articles point into.

    Raises:
        ArchiveError: the bytes are missing or damaged, or cannot be read.
    """
    # Imported here: the readers of pages are heavy, and other pages need none.
    from archive.ingest.article_versions import captured_text

    return captured_text(shown).text


def refused_capture(request: HttpRequest, shown: Capture) -> HttpResponse | None:
    """Return the page that stands for a capture whose bytes this reader does not get, if any."""
    context: dict[str, Any] = {"capture": shown}
    if shown.status == CaptureStatus.WITHDRAWN:
        return render(request, "capture_withdrawn.html", context, status=HTTPStatus.GONE)
    if is_closed(shown) and not request.user.has_perm("archive.change_article"):
        context["articles"] = shown.articles.shown().order_by("position")[:_LISTED]
        return render(request, "capture_closed.html", context, status=HTTPStatus.FORBIDDEN)
    return None
