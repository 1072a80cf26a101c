"""The facet of dates as the sidebar shows it: a histogram, and a tree of years, months and days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from search.facets.date_facet import narrowing
from search.facets.facets import Facet, FacetValue
from search.fields import (
    APPROXIMATE,
    DATE,
    DATE_COLUMNS,
    DATE_MONTH,
    DATE_YEAR,
    TimeUnit,
    column_of_period,
    period_of,
)
from search.presentation.charts import Bar, BarCount, period_bars, year_bars
from search.query.state import SearchState
from search.service.search import ResultPage

YEARS_OPEN: Final = 6
"""Years that stand open; earlier ones wait behind "earlier years"."""


@dataclass(frozen=True, slots=True)
class DateBranch:
    """A year, month or day with the values within it, where the search has counted them."""

    value: FacetValue
    children: tuple[DateBranch, ...] = ()

    @property
    def own(self) -> tuple[FacetValue, ...]:
        """The period itself, as a list of one."""
        return (self.value,)


def date_facet(page: ResultPage) -> Facet | None:
    """Return the facet of dates, where there is one."""
    return next((f for f in page.facets if f.name == DATE and f.values), None)


def date_context(facet: Facet, state: SearchState, *, crowded: bool = False) -> dict[str, Any]:
    """Return what the template of the facet of dates reads; on a crowded page what is chosen."""
    if crowded:
        facet = _narrowed(facet)
    bars = () if crowded else date_bars(facet, state)
    years = date_tree(facet)
    shown = tuple(year for number, year in enumerate(years) if number < YEARS_OPEN or year.children)
    return {
        "dates": facet,
        "date_bars": bars if len(bars) > 1 else (),  # One bar says nothing.
        "years_shown": shown,
        "years_hidden": tuple(year for year in years if year not in shown),
        "approximate": [value for value in facet.values if value.value == APPROXIMATE],
    }


def _narrowed(facet: Facet) -> Facet:
    """Return the facet of dates with the latest years, what is chosen or excluded, and the way there."""
    touched = [value.value for value in facet.values if value.chosen or value.excluded]
    open_ = [v.value for v in facet.values if column_of_period(v.value) == DATE_YEAR][:YEARS_OPEN]
    kept = tuple(
        value
        for value in facet.values
        if value.value in (*open_, APPROXIMATE)
        or any(f"{other}-".startswith(f"{value.value}-") for other in touched)
    )
    return replace(facet, values=kept)


def date_tree(facet: Facet) -> tuple[DateBranch, ...]:
    """Return years with their months, and months with their days, in the facet's order."""
    return _branches(facet.values, "", DATE_COLUMNS)


def _branches(
    values: tuple[FacetValue, ...], parent: str, columns: Sequence[str]
) -> tuple[DateBranch, ...]:
    """Return the values of the first of ``columns`` that lie in ``parent``, with what is in them."""
    return tuple(
        DateBranch(value, _branches(values, value.value, columns[1:]))
        for value in values
        if columns
        and column_of_period(value.value) == columns[0]
        and value.value.startswith(parent)
    )


def date_bars(facet: Facet, state: SearchState) -> tuple[Bar, ...]:
    """Return the histogram of years; of the months of one chosen year, the days of one month.

    Periods without a hit are among them; each bar chooses its period.
    """
    counts = {value.value: value for value in facet.values}
    within = _opened_period(state)
    if within is None or not any(value.startswith(f"{within}-") for value in counts):
        years = {year: v for year, v in counts.items() if column_of_period(year) == DATE_YEAR}
        return year_bars({int(year): _bar_count(value, state) for year, value in years.items()})
    unit = TimeUnit.MONTH if len(within) == len("2024") else TimeUnit.DAY
    first, last = (TimeUnit.YEAR if unit is TimeUnit.MONTH else TimeUnit.MONTH).span(within)
    periods = unit.between(first.isoformat(), last.isoformat())
    return period_bars(
        BarCount(period[-2:].lstrip("0"), 0)
        if (value := counts.get(period)) is None
        else replace(_bar_count(value, state), short=period[-2:].lstrip("0"))
        for period in periods
    )


def _opened_period(state: SearchState) -> str | None:
    """Return the one year or month that the search is narrowed to; of a day its month."""
    chosen = narrowing(state.chosen.get(DATE, ()))
    if len(chosen) != 1 or column_of_period(chosen[0]) is None:
        return None
    return period_of(chosen[0], DATE_MONTH)


def _bar_count(value: FacetValue, state: SearchState) -> BarCount:
    address = f"?{state.toggle_facet(DATE, value.value).to_query_string()}"
    return BarCount(value.label, value.count, address, value.chosen)
