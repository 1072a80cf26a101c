"""Raw captures: shown as text and never as what they are."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.errors import ArchiveError
from archive.models import Capture, CaptureStatus
from archive.store import DamagedCaptureError
from search.pages.access import capture_readers_only
from search.pages.capture_text import bytes_of, marked_text, text_of
from search.pages.links import web_address

_GONE = 410


@require_safe
@capture_readers_only
def capture(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a capture's text; ``?article=`` marks the spans that became this article."""
    shown = _capture(pk)
    if shown.status == CaptureStatus.WITHDRAWN:
        return _withdrawn(request, shown)
    articles = list(shown.articles.order_by("position"))
    wanted = request.GET.get("article", "")
    chosen = next((article for article in articles if article.public_id == wanted), None)
    versions = list(Capture.objects.filter(uri=shown.uri).order_by("-pk"))
    context: dict[str, Any] = {
        "capture": shown,
        "articles": articles,
        "chosen": chosen,
        "versions": versions,
        "original_url": web_address(shown.url),
    }
    try:
        context["text"] = marked_text(text_of(shown), chosen.spans if chosen else ())
    except ArchiveError as error:
        context["damage"] = str(error)
    return render(request, "capture.html", context)


@require_safe
@capture_readers_only
def capture_raw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a capture's bytes, byte for byte, as a download that no browser interprets."""
    shown = _capture(pk)
    if shown.status == CaptureStatus.WITHDRAWN:
        return _withdrawn(request, shown)
    try:
        content = bytes_of(shown)
    except DamagedCaptureError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="text/plain")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Content-Disposition"] = content_disposition_header(True, f"capture-{pk}.txt") or ""
    return response


def _capture(pk: int) -> Capture:
    return get_object_or_404(Capture, pk=pk)


def _withdrawn(request: HttpRequest, shown: Capture) -> HttpResponse:
    return render(request, "capture_withdrawn.html", {"capture": shown}, status=_GONE)
