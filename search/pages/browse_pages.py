"""Looking through the archive without a search: by day, by outlet, by section, by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from archive.models.dates_in_words import day_in_words, month_in_words
from search.contract import QueryTooCostlyError
from search.fields import DATE, TimeUnit, first_day, is_period
from search.pages.outlet_choices import OutletChoices
from search.presentation.links import page_links, page_number, search_address
from search.query.state import SearchState
from search.service.days import KnownDays, day_articles, known_days, sections
from search.service.prepared_search import TimeBudget

_ARTICLES_A_PAGE: Final = 40
_SECTIONS: Final = 300
_DAY_LETTERS: Final = len("2024-03-05")
_MONTH_LETTERS: Final = len("2024-03")
_WEEKDAYS: Final = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
"""The days of a week from its first on, as the weeks of a drawing over time are counted."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of a month: its number, how many articles it has, and its page."""

    number: int
    count: int
    url: str


@require_safe
def browse(request: HttpRequest) -> HttpResponse:
    """Name every way to look through the archive."""
    return render(request, "browse.html")


@require_safe
def calendar(request: HttpRequest, month: str = "") -> HttpResponse:
    """Show a month as a calendar, the latest that has articles; ``?outlet=`` narrows it to one."""
    if month and not (is_period(month) and len(month) == _MONTH_LETTERS):
        raise Http404
    choices = OutletChoices.of_archive()
    outlet = _outlet(request, choices)
    known = _known(outlet)
    shown = month or max(known.months, default="") if known else month
    context: dict[str, Any] = {"known": known, "outlet": outlet, "name": choices.name(outlet)}
    if known and shown:
        before, after = known.before(shown), known.after(shown)
        years = sorted({each[:4] for each in known.months}, reverse=True)
        context |= {
            "month": month_in_words(first_day(shown)),
            "weekdays": _WEEKDAYS,
            "weeks": list(_weeks(shown, known, outlet)),
            "before": before and _month_url(before, outlet),
            "before_name": before and month_in_words(first_day(before)),
            "after": after and _month_url(after, outlet),
            "after_name": after and month_in_words(first_day(after)),
            "total": known.months.get(shown, 0),
            "day_unknown": known.of_day_unknown(shown),
            "search_url": search_address(_state(shown, outlet)),
            "months": [
                (year, [(m, _month_url(m, outlet), m == shown) for m in _months(year, known)])
                for year in years
                if year == shown[:4]
            ],
            "years": [
                (year, _month_url(max(_months(year, known)), outlet), year == shown[:4])
                for year in years
            ],
        }
    return render(request, "calendar.html", context)


@require_safe
def day(request: HttpRequest, day: str) -> HttpResponse:
    """Show the articles of one day by outlet; ``?outlet=`` shows the issue of one."""
    if not (is_period(day) and len(day) == _DAY_LETTERS):
        raise Http404
    choices = OutletChoices.of_archive()
    outlet = _outlet(request, choices)
    known = _known(outlet)
    context: dict[str, Any] = {
        "outlet": outlet,
        "name": choices.name(outlet),
        "day": day_in_words(first_day(day)),
        "weekday": _WEEKDAYS[first_day(day).weekday()],
        "month_url": _month_url(day[:_MONTH_LETTERS], outlet),
        "month": month_in_words(first_day(day)),
        "all_url": _day_url(day, "") if outlet else "",
        "outlet_url": reverse("outlet", args=[outlet]) if outlet else "",
    }
    if known:
        with suppress(QueryTooCostlyError):
            context |= _issue(day, outlet, choices, page_number(request))
        before, after = known.before(day), known.after(day)
        context |= {
            "before": before and _day_url(before, outlet),
            "before_name": before and day_in_words(first_day(before)),
            "after": after and _day_url(after, outlet),
            "after_name": after and day_in_words(first_day(after)),
        }
    return render(request, "day.html", context)


def _issue(day: str, outlet: str, choices: OutletChoices, number: int) -> dict[str, Any]:
    """Return the articles of one page of a day, by outlet."""
    offset = (number - 1) * _ARTICLES_A_PAGE
    found = day_articles(day, outlet, TimeBudget(), offset=offset, limit=_ARTICLES_A_PAGE)
    pages = max(-(-found.total // _ARTICLES_A_PAGE), 1)
    narrowed = {"outlet": outlet} if outlet else {}
    return {
        "found": found,
        "groups": [
            (choices.name(slug) if slug else _("unknown outlet"), articles)
            for slug, articles in found.by_outlet()
        ],
        "outlets": [
            (choices.name(slug), count, _day_url(day, slug)) for slug, count in found.outlets
        ],
        "search_url": search_address(_state(day, outlet)),
        "links": page_links(number, pages, lambda n: "?" + urlencode({**narrowed, "page": str(n)})),
    }


@require_safe
def section_list(request: HttpRequest) -> HttpResponse:
    """List the sections, the most frequent first."""
    try:
        counted, distinct = sections(_SECTIONS, TimeBudget())
    except QueryTooCostlyError:
        counted, distinct = (), 0
    rows = [
        (name, count, search_address(SearchState().with_facet("section", name)))
        for name, count in counted
    ]
    return render(request, "sections.html", {"rows": rows, "more": max(distinct - len(rows), 0)})


def _outlet(request: HttpRequest, choices: OutletChoices) -> str:
    """Return the slug of the outlet that ``?outlet=`` names; empty for none."""
    typed = request.GET.get("outlet", "").strip()
    slug = next(iter(choices.keys(typed)), "") if typed else ""
    if typed and not slug:
        raise Http404
    return slug


def _known(outlet: str) -> KnownDays | None:
    """Return the days with articles; ``None`` where counting takes too long."""
    try:
        return known_days(outlet, TimeBudget())
    except QueryTooCostlyError:
        return None


def _months(year: str, known: KnownDays) -> list[str]:
    return sorted(month for month in known.months if month.startswith(f"{year}-"))


def _state(period: str, outlet: str) -> SearchState:
    state = SearchState().with_facet(DATE, period)
    return state.with_facet("outlet", outlet) if outlet else state


def _weeks(month: str, known: KnownDays, outlet: str) -> Iterator[list[CalendarDay | None]]:
    """Yield the weeks of a month; ``None`` for days of the months beside it."""
    first, last = TimeUnit.MONTH.span(month)
    days: list[date | None] = [None] * first.weekday()
    days += [first + timedelta(number) for number in range((last - first).days + 1)]
    days += [None] * (-len(days) % len(_WEEKDAYS))
    for start in range(0, len(days), len(_WEEKDAYS)):
        yield [
            None if each is None else _calendar_day(each, known, outlet)
            for each in days[start : start + len(_WEEKDAYS)]
        ]


def _calendar_day(each: date, known: KnownDays, outlet: str) -> CalendarDay:
    count = known.days.get(each.isoformat(), 0)
    return CalendarDay(each.day, count, _day_url(each.isoformat(), outlet) if count else "")


def _day_url(day: str, outlet: str) -> str:
    return reverse("day", args=[day]) + (f"?{urlencode({'outlet': outlet})}" if outlet else "")


def _month_url(month: str, outlet: str) -> str:
    address = reverse("calendar_month", args=[month])
    return address + (f"?{urlencode({'outlet': outlet})}" if outlet else "")
