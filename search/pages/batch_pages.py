"""Many names at once: a list of searches, counted by outlet and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from archive.models import Job
from search.exports.table_lines import BYTE_ORDER_MARK, csv_line
from search.fields import APPROXIMATE, DATE
from search.index.analyzers import Match
from search.pages.long_answers import long_answer
from search.pages.outlet_choices import OutletChoices
from search.presentation.links import page_links, page_number, search_address
from search.query.batch_lines import MOST_LINES, BatchTexts, batch_of_file, batch_texts
from search.query.state import SearchState
from search.service.batch_search import (
    LINES_AT_ONCE,
    LineCounts,
    ask_for_batch,
    batches_of,
    commonest,
    count_lines,
    every_line,
    kept_batches,
    lines_of,
    search_of,
    summed,
)

_LINES_A_PAGE: Final = 100
_COLUMNS: Final = 12
"""Outlets, or years, that have a column of their own: the commonest outlets, the latest years."""
_LETTERS_LINKED: Final = 200
"""Letters of a line up to which each of its cells is a link, which repeats it."""
_REFRESH_SECONDS: Final = 3
_CSV: Final = "csv"
_COLUMN_NAMES: Final = ("line", "search", "outlet", "outlet_name", "year", "articles", "note")


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line with its total and its columns, each a count and the search for it."""

    line: LineCounts
    url: str
    cells: Sequence[tuple[int, str]]
    others: int


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponseBase:
    """Take a list of searches; answer a short one at once, do a long one in the background."""
    if request.method != "POST":
        return _form(request, BatchTexts(()), typed="")
    texts = _sent(request)
    typed = request.POST.get("lines", "")
    if texts.problems or not texts.texts:
        problems = texts.problems or (_("There is no line in it: write one name a line."),)
        return _form(request, BatchTexts((), problems), typed)
    if len(texts.texts) <= LINES_AT_ONCE:
        return _at_once(request, texts.texts)
    if not request.user.is_authenticated:
        told = _(
            "There are %(n)s lines. Without an account a batch takes %(most)s: log in for more."
        )
        asked = {"n": len(texts.texts), "most": LINES_AT_ONCE}
        return _form(request, BatchTexts((), (told % asked,)), typed)
    job = ask_for_batch(texts.texts, _match(request), request.user)
    return redirect("batch_result", key=job.pk)


@require_safe
def batch_result(request: HttpRequest, key: int) -> HttpResponse:
    """Show a batch of the person who asks: how far it is, and the lines that are done."""
    job = _own_job(request, key)
    number = page_number(request)
    lines = lines_of(job, (number - 1) * _LINES_A_PAGE, _LINES_A_PAGE)
    by = _by(request.GET)
    context = {
        "job": job,
        "refresh": _REFRESH_SECONDS if job.is_open else 0,
        "csv_url": reverse("batch_csv", args=[job.pk]),
        "forgotten": bool(job.done) and not lines and number == 1,
        "links": page_links(
            number,
            max(-(-job.done // _LINES_A_PAGE), 1),
            lambda n: "?" + urlencode({"by": by, "page": str(n)}),
        ),
        **_table(lines, job.parameters["match"], by),
        "by_urls": [
            (label, f"?{urlencode({'by': name})}", name == by)
            for name, label in (("year", _("By year")), ("outlet", _("By outlet")))
        ],
    }
    return render(request, "batch_result.html", context)


@require_safe
@long_answer
def batch_csv(request: HttpRequest, key: int) -> HttpResponseBase:
    """Return every count of a batch: a row for each line, outlet and year."""
    job = _own_job(request, key)
    return _csv(_csv_rows(every_line(job), OutletChoices.of_archive()))


@long_answer
def _at_once(request: HttpRequest, texts: Sequence[str]) -> HttpResponseBase:
    match = _match(request)
    lines = list(count_lines(texts, match))
    if request.POST.get("as") == _CSV:
        return _csv(_csv_rows(lines, OutletChoices.of_archive()))
    by = _by(request.POST)
    context = {
        "typed": "\n".join(texts),
        "exact": match == Match.EXACT,
        "by": by,
        **_table(lines, match, by),
    }
    return render(request, "batch_result.html", context)


def _sent(request: HttpRequest) -> BatchTexts:
    """Return what was sent: the file where there is one, else what was typed."""
    file = request.FILES.get("file")
    if file is not None and file.size:
        return batch_of_file(file.read(), file.name or "")
    return batch_texts(request.POST.get("lines", ""))


def _form(request: HttpRequest, texts: BatchTexts, typed: str) -> HttpResponse:
    context: dict[str, Any] = {
        "problems": texts.problems,
        "typed": typed,
        "exact": request.POST.get("match") == Match.EXACT,
        "most": MOST_LINES,
        "at_once": LINES_AT_ONCE,
    }
    if request.user.is_authenticated:
        context["batches"] = list(kept_batches(request.user))
    return render(request, "batch.html", context)


def _own_job(request: HttpRequest, key: int) -> Job:
    if not request.user.is_authenticated:
        raise PermissionDenied
    job = batches_of(request.user).filter(pk=key).first()
    if job is None:
        raise Http404
    return job


def _match(request: HttpRequest) -> str:
    return Match.EXACT if request.POST.get("match") == Match.EXACT else Match.INFLECTION


def _by(parameters: Mapping[str, Any]) -> str:
    return "outlet" if parameters.get("by") == "outlet" else "year"


def _table(lines: Sequence[LineCounts], match: str, by: str) -> dict[str, Any]:
    place = 0 if by == "outlet" else 1
    values = commonest(lines, place, _COLUMNS if place == 0 else _COLUMNS * 20)
    if place == 1:
        values = sorted(value for value in values if value)[-_COLUMNS:]
    heads = OutletChoices.of_archive() if place == 0 else None
    return {
        "heads": [
            (heads.name(value) if value else _("unknown outlet")) if heads else value
            for value in values
        ],
        "batch_rows": [_row(line, match, place, values) for line in lines],
        "others": _("Other outlets") if place == 0 else _("Other years, or none"),
        "by_name": by,
    }


def _row(line: LineCounts, match: str, place: int, values: Sequence[str]) -> BatchRow:
    state = search_of(line.text, match)
    counts = summed(line.counts, place)
    linked = len(line.text) <= _LETTERS_LINKED
    cells = [
        (counts.get(value, 0), _narrowed(state, place, value) if linked else "") for value in values
    ]
    others = (line.total or 0) - sum(count for count, _url in cells)
    return BatchRow(line, search_address(state), cells, others)


def _narrowed(state: SearchState, place: int, value: str) -> str:
    """Return the search for a cell; empty for articles without an outlet, which none finds."""
    if place == 0:
        return search_address(state.with_facet("outlet", value)) if value else ""
    return search_address(state.with_facet(DATE, value or APPROXIMATE))


def _csv(lines: Iterable[str]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(
        (line.encode() for line in lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="batch.csv"'
    return response


def _csv_rows(lines: Iterable[LineCounts], choices: OutletChoices) -> Iterator[str]:
    yield BYTE_ORDER_MARK + csv_line(_COLUMN_NAMES)
    for line in lines:
        start, end = (str(line.number), line.text), (line.notice,)
        if not line.counts:
            total = "" if line.total is None else "0"
            yield csv_line((*start, "", "", "", total, *end))
        for slug, year, count in line.counts:
            name = choices.name(slug) if slug else ""
            yield csv_line((*start, slug, name, year, str(count), *end))
