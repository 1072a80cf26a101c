"""What the archive holds of each outlet, month by month: the holes among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from whoosh import query as whoosh

from search.contract import Request
from search.fields import APPROXIMATE, DATE_MONTH, DATE_YEAR, TimeUnit
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget

_OUTLET: Final = "outlet"


@dataclass(slots=True)
class OutletCoverage:
    """The articles of one outlet by month and by year; ``undated`` lie within no year.

    ``slug`` is empty for articles whose outlet is unknown.
    """

    slug: str
    total: int = 0
    months: dict[str, int] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    undated: int = 0

    @property
    def first(self) -> str:
        """The first month with an article; empty where no month is known."""
        return min(self.months, default="")

    @property
    def last(self) -> str:
        """The last month with an article."""
        return max(self.months, default="")

    def lies_within(self, month: str) -> bool:
        """Return whether a month lies between the first and the last that have articles."""
        return bool(self.months) and self.first <= month <= self.last

    def holes(self) -> list[tuple[str, str]]:
        """Return the first and the last month of each stretch without articles between those."""
        if not self.months:
            return []
        found: list[tuple[str, str]] = []
        follows = False
        for month in TimeUnit.MONTH.between(self.first, self.last):
            if month in self.months:
                follows = False
            elif follows:
                found[-1] = (found[-1][0], month)
            else:
                found.append((month, month))
                follows = True
        return found

    def of_month_unknown(self, year: str) -> int:
        """Return the articles of a year whose month is not known."""
        known = sum(count for month, count in self.months.items() if month.startswith(f"{year}-"))
        return self.years.get(year, 0) - known


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every outlet that has articles, the one with most first; ``years`` are all with articles."""

    outlets: tuple[OutletCoverage, ...]
    years: tuple[str, ...]

    def of(self, slug: str) -> OutletCoverage:
        """Return what there is of one outlet, which may be nothing."""
        return next((each for each in self.outlets if each.slug == slug), OutletCoverage(slug))


def coverage(budget: TimeBudget, outlets: Iterable[str] = ()) -> Coverage:
    """Count the articles of every outlet, or of those named, by month.

    An article counts as in the facet of dates. Raises ``IndexUnavailableError``,
    ``QueryTooCostlyError``.
    """
    prepared = PreparedSearch.of(SearchState(), budget)
    snapshot, request = prepared.snapshot, Request(whoosh.Every(), time_limit=budget.remaining())
    wanted = frozenset(outlets)
    found: dict[str, OutletCoverage] = {}
    for column in (DATE_YEAR, DATE_MONTH):
        _add(found, snapshot.cross_counts(request, _OUTLET, column), column, wanted)
    years = sorted({year for each in found.values() for year in each.years})
    ordered = sorted(found.values(), key=lambda each: (not each.slug, -each.total, each.slug))
    return Coverage(tuple(ordered), tuple(years))


def _add(
    found: dict[str, OutletCoverage],
    counted: Mapping[tuple[str, str], int],
    column: str,
    wanted: frozenset[str],
) -> None:
    for (slug, period), count in counted.items():
        if wanted and slug not in wanted:
            continue
        outlet = found.setdefault(slug, OutletCoverage(slug))
        if column == DATE_MONTH:
            if period != APPROXIMATE:
                outlet.months[period] = count
            continue
        outlet.total += count
        if period == APPROXIMATE:
            outlet.undated += count
        else:
            outlet.years[period] = count
