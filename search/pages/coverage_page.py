"""What the archive holds, outlet by month: nobody shall take a hole in it for silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from archive.models.dates_in_words import MONTHS, month_in_words
from search.contract import QueryTooCostlyError
from search.fields import DATE, first_day
from search.pages.outlet_choices import OutletChoices
from search.presentation.links import page_links, page_number, search_address
from search.query.state import SearchState
from search.service.coverage import Coverage, OutletCoverage, coverage
from search.service.prepared_search import TimeBudget

_OUTLETS_A_PAGE: Final = 25
_HOLES_LISTED: Final = 60
_MOST_YEARS: Final = 60
"""Years of one outlet that are shown, the latest."""
_LEVELS: Final = 4
"""Shades of cells: a fourth of the most that the outlet has in a month each."""


@dataclass(frozen=True, slots=True)
class MonthCell:
    """One month of an outlet: what the archive has of it.

    ``kind`` is ``held``, ``hole`` (nothing, between months that have something) or ``outside``.
    """

    kind: str
    count: int = 0
    level: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """An outlet in one year, or a year of one outlet: twelve months, and what is left."""

    label: str
    url: str
    cells: Sequence[MonthCell]
    month_unknown: int
    total: int


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Show one year of every outlet, or every year of one (``?outlet=``, by slug or name)."""
    choices = OutletChoices.of_archive()
    typed = request.GET.get("outlet", "").strip()[:200]
    slug = next(iter(choices.keys(typed)), "") if typed else ""
    try:
        held = coverage(TimeBudget(), [slug] if slug else [])
    except QueryTooCostlyError:
        held = None
    context: dict[str, Any] = {
        "months": [str(month) for month in MONTHS],
        "choices": choices,
        "typed": typed,
        "unknown": bool(typed) and not slug,
        "given_up": held is None,
    }
    if held is not None:
        shown = _one_outlet(held.of(slug), choices) if slug else _one_year(request, held, choices)
        context |= shown
    return render(request, "coverage.html", context)


def _one_year(request: HttpRequest, held: Coverage, choices: OutletChoices) -> dict[str, Any]:
    asked = request.GET.get("year", "")
    year = asked if asked in held.years else (held.years[-1] if held.years else "")
    number = page_number(request)
    pages = max(-(-len(held.outlets) // _OUTLETS_A_PAGE), 1)
    number = min(number, pages)
    start = (number - 1) * _OUTLETS_A_PAGE
    rows = [
        _row(
            outlet,
            year,
            choices.name(outlet.slug) if outlet.slug else _("unknown outlet"),
            f"?{urlencode({'outlet': outlet.slug})}" if outlet.slug else "",
        )
        for outlet in held.outlets[start : start + _OUTLETS_A_PAGE]
    ]
    return {
        "year": year,
        "years": [(each, f"?{urlencode({'year': each})}") for each in held.years],
        "rows": rows if year else [],
        "head": _("Outlet"),
        "links": page_links(number, pages, lambda n: f"?{urlencode({'year': year, 'page': n})}"),
    }


def _one_outlet(outlet: OutletCoverage, choices: OutletChoices) -> dict[str, Any]:
    rows = [
        _row(outlet, f"{year:04d}", f"{year:04d}", f"?{urlencode({'year': f'{year:04d}'})}")
        for year in _years(outlet)
    ]
    holes = outlet.holes()
    return {
        "outlet": choices.name(outlet.slug),
        "outlet_url": reverse("outlet", args=[outlet.slug]),
        "rows": rows,
        "head": _("Year"),
        "held": outlet,
        "first_month": month_in_words(first_day(outlet.first)) if outlet.first else "",
        "last_month": month_in_words(first_day(outlet.last)) if outlet.last else "",
        "holes": [_hole(*hole) for hole in holes[:_HOLES_LISTED]],
        "more_holes": max(len(holes) - _HOLES_LISTED, 0),
    }


def _years(outlet: OutletCoverage) -> Iterator[int]:
    """Yield the years of an outlet from the first to the last, those without articles among them."""
    known = [int(year) for year in outlet.years]
    if known:
        yield from range(max(min(known), max(known) - _MOST_YEARS + 1), max(known) + 1)


def _hole(first: str, last: str) -> str:
    start, end = month_in_words(first_day(first)), month_in_words(first_day(last))
    return start if first == last else _("%(first)s to %(last)s") % {"first": start, "last": end}


def _row(outlet: OutletCoverage, year: str, label: str, url: str) -> CoverageRow:
    most = max(outlet.months.values(), default=0)
    state = SearchState().with_facet("outlet", outlet.slug) if outlet.slug else SearchState()
    cells = [
        _cell(outlet, f"{year}-{number:02d}", most, state) for number in range(1, len(MONTHS) + 1)
    ]
    return CoverageRow(label, url, cells, outlet.of_month_unknown(year), outlet.years.get(year, 0))


def _cell(outlet: OutletCoverage, month: str, most: int, state: SearchState) -> MonthCell:
    count = outlet.months.get(month, 0)
    if not count:
        return MonthCell("hole" if outlet.lies_within(month) else "outside")
    level = -(-_LEVELS * count // most)
    url = search_address(state.with_facet(DATE, month)) if outlet.slug else ""
    return MonthCell("held", count, level, url)
