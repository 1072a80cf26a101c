"""A search's whole list of results as a file."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from archive.lasting_addresses import lasting_address
from search.contract import QueryTooCostlyError
from search.exports.result_files import RESULT_FORMATS
from search.exports.result_provenance import provenance_of
from search.pages.long_answers import long_answer
from search.query.state import Meaning, SearchState
from search.service.whole_results import whole_results


@require_safe
def download(request: HttpRequest, ending: str) -> HttpResponseBase:
    """Return all that the search of the address finds, in the format that ``ending`` names."""
    if ending not in RESULT_FORMATS:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse(content_type=RESULT_FORMATS[ending].media_type)
    return _download(request, ending)


@long_answer
def _download(request: HttpRequest, ending: str) -> HttpResponseBase:
    state = SearchState.from_querydict(request.GET).with_meaning(Meaning.UNUSED)
    try:
        results = whole_results(state)
    except QueryTooCostlyError:
        return render(request, "search_too_long.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    now = timezone.now()
    query = state.to_query_string()
    address = reverse("search") + (f"?{query}" if query else "")
    provenance = provenance_of(results, lasting_address(address), now)
    start = lasting_address(reverse("article", args=["0"])).removesuffix("0/")
    form = RESULT_FORMATS[ending]
    parts = form.write(results, provenance, start)
    response = StreamingHttpResponse(parts, content_type=form.media_type)
    name = f"khizana-results-{now:%Y-%m-%d}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
