"""Searches over time: drawn by year, month, week or day, as counts or per thousand articles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.exports.table_lines import BYTE_ORDER_MARK, csv_line
from search.fields import DATE, TimeUnit
from search.pages.outlet_choices import OutletChoices
from search.presentation.links import search_address
from search.presentation.period_names import period_in_words
from search.presentation.time_chart import ChartLine, TimeChart
from search.query.compared_searches import ComparedSearch, ComparedSearches, compared_searches
from search.query.periods import read_period
from search.query.state import SearchState, quoted
from search.service.period_counts import MOST_PERIODS, OverTime, PeriodLine, counted_over_time
from search.service.prepared_search import TimeBudget

MOST_LINES: Final = 5
"""Searches that are drawn together."""
_ROWS_OFFERED: Final = 2
"""Rows that the form has at least."""
_TWO: Final = 2
_SHARE: Final = "share"
_ROOM: Final = 700_000
"""Bytes of links from which on the numbers have none: each repeats the whole search."""
_LINK_BYTES: Final = 150
"""Bytes of a link beside the search that it repeats: a week has seven days."""
_UNITS: Final = {
    TimeUnit.YEAR: gettext_lazy("Year"),
    TimeUnit.MONTH: gettext_lazy("Month"),
    TimeUnit.WEEK: gettext_lazy("Week"),
    TimeUnit.DAY: gettext_lazy("Day"),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for, and what was counted for it."""

    searches: ComparedSearches
    choices: OutletChoices
    over_time: OverTime
    unit: TimeUnit | None
    after: str
    before: str
    as_share: bool

    @classmethod
    def of(cls, request: HttpRequest) -> _Asked:
        """Read the address and count. Raises ``IndexUnavailableError``."""
        choices = OutletChoices.of_archive()
        searches = compared_searches(request.GET, MOST_LINES, choices.keys)
        if not searches.rows:
            searches = ComparedSearches((ComparedSearch("", "", searches.shared),), searches.shared)
        asked = request.GET.get("by", "")
        unit = TimeUnit(asked) if asked in set(TimeUnit) else None
        first, last = _stretch(searches.shared)
        counted = counted_over_time(
            [row.state for row in searches.rows], TimeBudget(), unit=unit, first=first, last=last
        )
        return cls(
            searches,
            choices,
            counted,
            unit,
            first.isoformat() if first else "",
            last.isoformat() if last else "",
            request.GET.get("show") == _SHARE,
        )

    def address(self, path: str = "", **other: str) -> str:
        """Return an address of this page, or of ``path``, with other parameters."""
        pairs = {
            "by": self.unit or "",
            "after": self.after,
            "before": self.before,
            "show": _SHARE if self.as_share else "",
            **other,
        }
        rows = [] if self.is_everything else self.searches.pairs()
        kept = [*rows, *((name, value) for name, value in pairs.items() if value)]
        return f"{path}?" + "&".join(f"{name}={quoted(value)}" for name, value in kept)

    @property
    def is_everything(self) -> bool:
        """Whether nothing was asked for: then the whole archive is drawn."""
        rows = self.searches.rows
        return len(rows) == 1 and not (rows[0].text or rows[0].outlet or self.searches.shared_pairs)

    def label(self, row: ComparedSearch) -> str:
        """Return what a line is called."""
        named = [part for part in (row.text, row.outlet and self._outlet(row)) if part]
        return " · ".join(named) or (
            _("All articles") if self.is_everything else _("These articles")
        )

    def _outlet(self, row: ComparedSearch) -> str:
        return self.choices.name(row.state.chosen["outlet"][0])

    def value(self, line: PeriodLine, period: str) -> float | None:
        """Return what is drawn of a period."""
        return line.per_thousand(period) if self.as_share else line.count(period)

    def chart(self, *, linked: bool = True) -> TimeChart:
        """Return the drawing."""
        unit, periods = self.over_time.unit, self.over_time.periods
        pairs = zip(self.searches.rows, self.over_time.lines, strict=True)
        return TimeChart(
            [period_in_words(period, unit) for period in periods],
            periods,
            [
                ChartLine(
                    self.label(row),
                    [self.value(line, period) for period in periods],
                    [_address_of(line.state, period, unit) for period in periods]
                    if linked and self.has_room
                    else (),
                )
                for row, line in pairs
            ],
            self.caption,
            mirrored=get_language_bidi(),
        )

    @property
    def has_room(self) -> bool:
        """Whether the numbers may be links: a long search would make a page of megabytes."""
        one = sum(len(line.state.to_query_string()) + _LINK_BYTES for line in self.over_time.lines)
        return one * len(self.over_time.periods) <= _ROOM

    @property
    def caption(self) -> str:
        """What the drawing counts, in words."""
        unit = str(_UNITS[self.over_time.unit])
        if self.as_share:
            return _("Articles per thousand of each period, by: %(unit)s") % {"unit": unit}
        return _("Articles, by: %(unit)s") % {"unit": unit}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A period of one line: its count, its share of a thousand, the search for its articles."""

    count: int | None
    per_thousand: float | None
    url: str


@require_safe
def over_time(request: HttpRequest) -> HttpResponse:
    """Draw the searches that the address states; without one, the whole archive."""
    asked = _Asked.of(request)
    counted, rows = asked.over_time, asked.searches.rows
    context: dict[str, Any] = {
        "asked": asked,
        "rows": _form_rows(asked),
        "lines": [
            (number, asked.label(row), row, line)
            for number, (row, line) in enumerate(zip(rows, counted.lines, strict=True))
        ],
        "chart": asked.chart().on_page() if counted.periods else "",
        "table": list(_table(asked)),
        "units": [
            (unit, label, asked.address(by=unit), unit == counted.unit)
            for unit, label in _UNITS.items()
        ],
        "count_url": asked.address(show=""),
        "share_url": asked.address(show=_SHARE),
        "most": MOST_PERIODS,
        "earlier_url": asked.address(after="", before=counted.earlier.isoformat())
        if counted.earlier
        else "",
        "whole_url": asked.address(after="", before=""),
        "svg_url": asked.address(reverse("over_time_svg")),
        "csv_url": asked.address(reverse("over_time_csv")),
        "compare_url": asked.address(reverse("side_by_side")) if len(rows) == _TWO else "",
        "coverage_url": reverse("coverage"),
    }
    return render(request, "over_time.html", context)


@require_safe
def over_time_svg(request: HttpRequest) -> HttpResponse:
    """Return the drawing as a file of its own."""
    drawing = _Asked.of(request).chart(linked=False).as_file()
    return HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")


@require_safe
def over_time_csv(request: HttpRequest) -> HttpResponse:
    """Return the numbers: a row for each period of each search; a hole has empty cells."""
    asked = _Asked.of(request)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="over-time.csv"'
    response.write(BYTE_ORDER_MARK)
    response.writelines(_csv_lines(asked))
    return response


def _csv_lines(asked: _Asked) -> Iterator[str]:
    yield csv_line(("search", "outlet", "period", "articles", "all_articles", "per_thousand"))
    for row, line in zip(asked.searches.rows, asked.over_time.lines, strict=True):
        for period in asked.over_time.periods:
            count, share = line.count(period), line.per_thousand(period)
            yield csv_line(
                (
                    row.text,
                    row.outlet,
                    period,
                    "" if count is None else str(count),
                    str((line.base or {}).get(period, 0)),
                    "" if share is None else f"{share:.3f}",
                )
            )


def _stretch(shared: SearchState) -> tuple[Any, Any]:
    """Return the days from which and to which is drawn: those typed, else the chosen dates."""
    spans = [
        span for value in shared.chosen.get(DATE, ()) if (span := read_period(value)) is not None
    ]
    first = shared.after or min((span.first for span in spans), default=None)
    last = shared.before or max((span.last for span in spans), default=None)
    return first, last


def _table(asked: _Asked) -> Iterator[tuple[str, str, list[_Cell]]]:
    """Yield each period with its name and what each line has of it."""
    unit = asked.over_time.unit
    for period in asked.over_time.periods:
        yield (
            period,
            period_in_words(period, unit),
            [
                _Cell(
                    count := line.count(period),
                    line.per_thousand(period),
                    _address_of(line.state, period, unit) if count and asked.has_room else "",
                )
                for line in asked.over_time.lines
            ],
        )


def _address_of(state: SearchState, period: str, unit: TimeUnit) -> str:
    """Return the search for what is counted in a period: of a week, for its seven days."""
    values = [period]
    if unit is TimeUnit.WEEK:
        first, last = unit.span(period)
        values = list(TimeUnit.DAY.between(first.isoformat(), last.isoformat()))
    for value in values:
        state = state.with_facet(DATE, value)
    return search_address(state)


def _form_rows(asked: _Asked) -> list[tuple[str, str]]:
    """Return the text and the outlet of each row of the form, an empty one at the end."""
    rows = [] if asked.is_everything else [(row.text, row.outlet) for row in asked.searches.rows]
    empty = max(_ROWS_OFFERED - len(rows), 1)
    return [*rows, *[("", "")] * empty][:MOST_LINES]
