"""The facet of dates: a histogram of years, and years that open into months and days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from search.pages.charts import Bar, Count, year_bars
from search.query.state import APPROXIMATE, SearchState
from search.results.records import Facet, FacetValue, ResultPage

YEARS_SHOWN: Final = 6
"""Years that stand open; earlier ones wait behind "earlier years"."""
_YEAR: Final = len("2024")
_BELOW: Final = {0: _YEAR, _YEAR: len("2024-03"), len("2024-03"): len("2024-03-05")}
"""Letters of a date value, by the letters of the value that holds it."""


@dataclass(frozen=True, slots=True)
class DateBranch:
    """A year, month or day with the values within it, where the search has counted them."""

    value: FacetValue
    children: tuple[DateBranch, ...] = ()


def date_facet(page: ResultPage) -> Facet | None:
    """Return the facet of dates, where there is one."""
    return next((f for f in page.facets if f.name == "date" and f.values), None)


def date_context(facet: Facet, state: SearchState) -> dict[str, Any]:
    """Return what the template of this facet reads."""
    years = date_tree(facet)
    shown = tuple(
        year for number, year in enumerate(years) if number < YEARS_SHOWN or year.children
    )
    return {
        "dates": facet,
        "date_bars": date_bars(facet, state),
        "years_shown": shown,
        "years_hidden": tuple(year for year in years if year not in shown),
        "approximate": next((v for v in facet.values if v.value == APPROXIMATE), None),
    }


def date_tree(facet: Facet) -> tuple[DateBranch, ...]:
    """Return years with their months, and months with their days, in the facet's order."""
    return _branches(facet.values, "")


def _branches(values: tuple[FacetValue, ...], parent: str) -> tuple[DateBranch, ...]:
    letters = _BELOW.get(len(parent))
    return tuple(
        DateBranch(value, _branches(values, value.value))
        for value in values
        if len(value.value) == letters and value.value.startswith(parent)
    )


def date_bars(facet: Facet, state: SearchState) -> tuple[Bar, ...]:
    """Return the histogram of years, empty ones among them; each bar chooses its year."""
    return year_bars(
        {
            int(value.value): Count(
                value.label,
                value.count,
                f"?{state.toggle_facet('date', value.value).to_query_string()}",
                value.chosen,
            )
            for value in facet.values
            if len(value.value) == _YEAR
        }
    )
