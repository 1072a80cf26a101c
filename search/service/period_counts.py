"""How many articles searches find in each year, month, week or day, beside all that there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from whoosh import query as whoosh

from search.contract import FacetRequest, QueryTooCostlyError, Response
from search.fields import APPROXIMATE, DATE, DATE_DAY, DATE_MONTH, DATE_YEAR, TimeUnit, first_day
from search.query.notices import Notice, NoticeKind, explain
from search.query.state import SearchState
from search.service.prepared_search import PreparedSearch, TimeBudget

MOST_PERIODS: Final = 366
"""Periods that are shown: a year of days, thirty years of months."""
DAYS_SHOWN: Final = 62
"""Days up to which a stretch of time is shown by day, where nobody chose a unit."""
_OUTLET: Final = "outlet"
_COLUMNS: Final = (DATE_YEAR, DATE_MONTH, DATE_DAY)


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """What one search, without its dates, finds by period.

    ``counts`` has no period without articles; ``base`` are all articles of the archive in each
    period, or of the outlets that the search chooses. ``undated`` counts the articles whose date
    is wider than a period, or unknown. ``given_up`` says that the search takes too long.
    """

    state: SearchState
    total: int = 0
    counts: Mapping[str, int] | None = None
    base: Mapping[str, int] | None = None
    undated: int = 0
    given_up: bool = False
    notices: tuple[str, ...] = ()

    def count(self, period: str) -> int | None:
        """Return the articles of a period; ``None`` where the archive has nothing of it."""
        if not self.base or not self.base.get(period):
            return None
        return (self.counts or {}).get(period, 0)

    def per_thousand(self, period: str) -> float | None:
        """Return the articles of each thousand of a period; ``None`` where there is none."""
        count = self.count(period)
        return None if count is None or not self.base else 1000 * count / self.base[period]


@dataclass(frozen=True, slots=True)
class OverTime:
    """Searches by period. Of too many periods the latest are there: others end at ``earlier``."""

    unit: TimeUnit
    periods: tuple[str, ...]
    lines: tuple[PeriodLine, ...]
    earlier: date | None = None


def counted_over_time(
    states: Sequence[SearchState],
    budget: TimeBudget,
    *,
    unit: TimeUnit | None = None,
    first: date | None = None,
    last: date | None = None,
) -> OverTime:
    """Count what each of ``states`` finds from the day ``first`` to ``last``.

    An article counts as it does in the facet of dates. Where no ``unit`` is given, a short stretch
    is shown by day, a longer one by month. Dates that a state itself chooses are not heeded.
    Raises ``IndexUnavailableError``.
    """
    archive = _Archive(budget)
    undated = [_undated(state) for state in states]
    found = [archive.found(state) for state in undated]
    shown = _unit(unit, found, first, last)
    lines = tuple(_line(state, each, shown) for state, each in zip(undated, found, strict=True))
    periods, earlier = _periods(lines, shown, first, last)
    return OverTime(shown, periods, lines, earlier)


@dataclass(frozen=True, slots=True)
class _Found:
    """The counts of one search by year, month and day, and those of its base."""

    total: int
    by_column: Mapping[str, Mapping[str, int]]
    base: Mapping[str, Mapping[str, int]]
    given_up: bool = False
    notices: tuple[str, ...] = ()

    def days(self) -> Iterable[date]:
        """Return the first and the last day of the months that are known, else of the years."""
        for column, unit in ((DATE_MONTH, TimeUnit.MONTH), (DATE_YEAR, TimeUnit.YEAR)):
            known = self.by_column[column].keys() - {APPROXIMATE}
            if known:
                return unit.span(min(known))[0], unit.span(max(known))[1]
        return ()


class _Archive:
    """Counts searches; what they are compared with is counted once for each choice of outlets."""

    def __init__(self, budget: TimeBudget) -> None:
        self._prepared = PreparedSearch.of(SearchState(), budget)
        self._bases: dict[tuple[tuple[str, ...], ...], Mapping[str, Mapping[str, int]]] = {}

    def found(self, state: SearchState) -> _Found:
        """Return the counts of one search."""
        prepared = self._prepared.with_state(state)
        try:
            base = self._base(state)
            response = _counted(prepared, prepared.query)
        except QueryTooCostlyError:
            nothing: dict[str, Mapping[str, int]] = {column: {} for column in _COLUMNS}
            notices = (explain(Notice(NoticeKind.TOO_COSTLY)),)
            return _Found(0, nothing, nothing, given_up=True, notices=notices)
        asked = (*prepared.parsed.repairs, *prepared.parsed.notices, *prepared.compiled.notices)
        told = tuple(dict.fromkeys(explain(each) for each in asked))
        return _Found(response.total, _by_column(response), base, notices=told)

    def _base(self, state: SearchState) -> Mapping[str, Mapping[str, int]]:
        chosen, excluded = state.chosen.get(_OUTLET, ()), state.excluded.get(_OUTLET, ())
        if (chosen, excluded) not in self._bases:
            outlets = SearchState(
                chosen={_OUTLET: chosen} if chosen else {},
                excluded={_OUTLET: excluded} if excluded else {},
            )
            counted = _counted(self._prepared.with_state(outlets), whoosh.Every())
            self._bases[chosen, excluded] = _by_column(counted)
        return self._bases[chosen, excluded]


def _counted(prepared: PreparedSearch, query: whoosh.Query) -> Response:
    """Count by every column. Raises ``QueryTooCostlyError``, for a part that was left out too."""
    requests = tuple(FacetRequest(column, None) for column in _COLUMNS)
    response = prepared.run(query, facets=requests, limit=0)
    if response.uncounted:
        prepared.budget.remaining()
        raise QueryTooCostlyError(0.0)
    return response


def _by_column(response: Response) -> dict[str, Mapping[str, int]]:
    return {column: dict(response.facets[column]) for column in _COLUMNS}


def _undated(state: SearchState) -> SearchState:
    """Return the search without its dates: the stretch that is shown takes their place."""
    return replace(
        state.without_facet(DATE).without_excluded(DATE), after=None, before=None, collapse=False
    )


def _unit(
    asked: TimeUnit | None, found: Sequence[_Found], first: date | None, last: date | None
) -> TimeUnit:
    """Return the unit to show: the one asked for, else one of which not too many are needed."""
    days = [day for each in found for day in each.days()]
    if asked is not None or not days:
        return asked or TimeUnit.MONTH
    start, end = first or min(days), last or max(days)
    if TimeUnit.DAY.count_between(start, end) <= DAYS_SHOWN:
        return TimeUnit.DAY
    few = TimeUnit.MONTH.count_between(start, end) <= MOST_PERIODS
    return TimeUnit.MONTH if few else TimeUnit.YEAR


def _line(state: SearchState, found: _Found, unit: TimeUnit) -> PeriodLine:
    counts = found.by_column[unit.column]
    return PeriodLine(
        state,
        found.total,
        _in_unit(counts, unit),
        _in_unit(found.base[unit.column], unit),
        undated=counts.get(APPROXIMATE, 0),
        given_up=found.given_up,
        notices=found.notices,
    )


def _in_unit(counts: Mapping[str, int], unit: TimeUnit) -> Mapping[str, int]:
    """Return the counts by period, those of days added up where the unit is a week."""
    added: dict[str, int] = {}
    for value, count in counts.items():
        if value != APPROXIMATE:
            period = unit.period_of(first_day(value)) if unit is TimeUnit.WEEK else value
            added[period] = added.get(period, 0) + count
    return added


def _periods(
    lines: Sequence[PeriodLine], unit: TimeUnit, first: date | None, last: date | None
) -> tuple[tuple[str, ...], date | None]:
    """Return the periods to show, and the day up to which there are others that are not.

    They are those of the stretch, else from the first article to the last; of too many the latest.
    """
    known = [period for line in lines for period in line.counts or ()]
    start = unit.period_of(first) if first else min(known, default="")
    end = unit.period_of(last) if last else max(known, default="")
    if not start or not end or first_day(start) > first_day(end):
        return (), None
    shown = unit.between(start, end, MOST_PERIODS)
    return shown, first_day(shown[0]) - timedelta(days=1) if shown[0] != start else None
