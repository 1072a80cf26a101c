"""Raw captures: shown as text and never as what they are.

Who may read what: the raw captures may be closed to people who are not logged in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from archive.captures.store import DamagedCaptureError
from archive.errors import ArchiveError
from archive.models import Capture, CaptureStatus
from search.pages.capture_text import bytes_of, marked_text, text_of
from search.presentation.links import web_address

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
