"""The days that have articles, and the articles of one day by outlet."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whoosh import query as whoosh

from archive.models import Article
from search.contract import FacetRequest
from search.fields import APPROXIMATE, DATE, DATE_DAY, DATE_MONTH
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget

_OUTLET: Final = "outlet"
_SECTION: Final = "section"


@dataclass(frozen=True, slots=True)
class KnownDays:
    """The days and the months that have articles, each with how many, of one outlet or of all."""

    days: Mapping[str, int]
    months: Mapping[str, int]

    def before(self, period: str) -> str:
        """Return the last day, or month, with articles before ``period``; empty where there is none."""
        known = self._known(period)
        place = bisect_left(known, period)
        return known[place - 1] if place else ""

    def after(self, period: str) -> str:
        """Return the next day, or month, with articles after ``period``."""
        known = self._known(period)
        place = bisect_right(known, period)
        return known[place] if place < len(known) else ""

    def of_day_unknown(self, month: str) -> int:
        """Return the articles of a month whose day is not known."""
        known = sum(count for day, count in self.days.items() if day.startswith(f"{month}-"))
        return self.months.get(month, 0) - known

    def _known(self, period: str) -> Sequence[str]:
        return sorted(self.days if len(period) > len("2024-03") else self.months)


@dataclass(frozen=True, slots=True)
class DayOfArticles:
    """The articles of one day: those of one page by outlet, and how many each outlet has."""

    total: int
    outlets: Sequence[tuple[str, int]]
    articles: Sequence[Article]

    def by_outlet(self) -> Iterator[tuple[str, list[Article]]]:
        """Yield the slug of each outlet of the page with its articles, empty where it is unknown."""
        groups: dict[str, list[Article]] = {}
        for article in self.articles:
            slug = article.outlet.slug if article.outlet else ""
            groups.setdefault(slug, []).append(article)
        yield from groups.items()


def known_days(outlet: str, budget: TimeBudget) -> KnownDays:
    """Return the days with articles of an outlet, of all where it is empty.

    Raises ``IndexUnavailableError``, ``QueryTooCostlyError``.
    """
    state = SearchState().with_facet(_OUTLET, outlet) if outlet else SearchState()
    requests = (FacetRequest(DATE_DAY, None), FacetRequest(DATE_MONTH, None))
    found = PreparedSearch.of(state, budget).run(whoosh.Every(), facets=requests, limit=0)
    days, months = (
        {value: count for value, count in found.facets[column] if value != APPROXIMATE}
        for column in (DATE_DAY, DATE_MONTH)
    )
    return KnownDays(days, months)


def day_articles(
    day: str, outlet: str, budget: TimeBudget, *, offset: int, limit: int
) -> DayOfArticles:
    """Return the articles of one day, of an outlet where one is named, in order of their outlets.

    Raises ``IndexUnavailableError``, ``QueryTooCostlyError``.
    """
    state = SearchState().with_facet(DATE, day)
    if outlet:
        state = state.with_facet(_OUTLET, outlet)
    found = PreparedSearch.of(state, budget).run(
        whoosh.Every(),
        facets=(FacetRequest(_OUTLET, None),),
        sort=((_OUTLET, False),),
        limit=limit,
        offset=offset,
    )
    keys = [int(hit.key) for hit in found.hits]
    rows = Article.objects.for_display().in_bulk(keys)
    return DayOfArticles(
        found.total, found.facets[_OUTLET], [rows[key] for key in keys if key in rows]
    )


def sections(limit: int, budget: TimeBudget) -> tuple[Sequence[tuple[str, int]], int]:
    """Return the most frequent sections with their articles, and how many sections there are.

    Raises ``IndexUnavailableError``, ``QueryTooCostlyError``.
    """
    prepared = PreparedSearch.of(SearchState(), budget)
    found = prepared.run(whoosh.Every(), facets=(FacetRequest(_SECTION, limit),), limit=0)
    return found.facets[_SECTION], found.distinct[_SECTION]
