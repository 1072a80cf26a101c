"""The captures of a search, an outlet or a load as a file of WARC or WACZ, for those who may see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from archive.models import Load, Outlet
from archive.web_archives import FORMATS, CaptureExport, ExportFormat
from search.contract import QueryTooCostlyError
from search.exports.capture_choices import (
    captures_of_load,
    captures_of_outlet,
    captures_of_results,
)
from search.pages.capture_pages import captures_open_to
from search.pages.long_answers import long_answer
from search.query.state import Meaning, SearchState
from search.service.whole_results import whole_results

_SEE_LOADS: Final = "archive.view_load"
_UNPACKED: Final = "identity"
"""Keeps the middleware from packing what is packed already."""


@require_safe
def of_results(request: HttpRequest, container: str) -> HttpResponseBase:
    """Return the captures of all that the search of the address finds."""
    state = SearchState.from_querydict(request.GET).with_meaning(Meaning.UNUSED)
    return capture_file(request, container, "results", lambda: _of_results(state))


@require_safe
def of_outlet(request: HttpRequest, slug: str, container: str) -> HttpResponseBase:
    """Return the captures of an outlet's articles."""
    outlet = get_object_or_404(Outlet, slug=slug)
    return capture_file(request, container, outlet.slug, lambda: captures_of_outlet(outlet))


@require_safe
def of_load(request: HttpRequest, key: int, container: str) -> HttpResponseBase:
    """Return the captures that a load brought, to members of the desk."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not (user.is_staff and user.has_perm(_SEE_LOADS)):
        raise PermissionDenied
    load = get_object_or_404(Load, pk=key)
    return capture_file(request, container, f"load-{load.pk}", lambda: captures_of_load(load))


def formats_open_to(request: HttpRequest) -> Mapping[str, ExportFormat]:
    """Return the forms in which this reader may take captures away, by their names in addresses."""
    return FORMATS if captures_open_to(request) else {}


def capture_file(
    request: HttpRequest, container: str, name: str, choose: Callable[[], CaptureExport]
) -> HttpResponseBase:
    """Return what ``choose`` chooses in the form that ``container`` names, as a file, streamed.

    Who may not see captures is sent to log in. ``name`` becomes part of the file's name.
    """
    if container not in FORMATS:
        raise Http404
    if not captures_open_to(request):
        return redirect_to_login(request.get_full_path())
    if request.method == "HEAD":
        return HttpResponse(content_type=FORMATS[container].media_type)
    return _streamed(request, container, name, choose)


@long_answer
def _streamed(
    request: HttpRequest, container: str, name: str, choose: Callable[[], CaptureExport]
) -> HttpResponseBase:
    form = FORMATS[container]
    try:
        export = choose()
    except QueryTooCostlyError:
        return render(request, "search_too_long.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    file = f"khizana-{name}-{export.moment:%Y-%m-%d}.{form.ending}"
    response = StreamingHttpResponse(form.write(export, file), content_type=form.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Content-Encoding"] = _UNPACKED
    return response


def _of_results(state: SearchState) -> CaptureExport:
    return captures_of_results(whole_results(state))
