"""The facet of dates: years, the months of open years, the days of open months.

A value that is chosen beside one of its own parts (2024 beside 2024-03) only holds the way
to it open: the part narrows the search, not the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext

from archive.models.dates_in_words import day_in_words, month_in_words
from search.contract import AnyFilter, EitherFilter, FacetRequest, Filter
from search.fields import (
    APPROXIMATE,
    DATE,
    DATE_COLUMNS,
    DATE_DAY,
    DATE_MONTH,
    DATE_YEAR,
    column_of_period,
    first_day,
    period_of,
)
from search.query.state import SearchState

Counts = Mapping[str, Sequence[tuple[str, int]]]


def column_of(value: str) -> str:
    """Return the column that holds ``value``; what is approximate stands beside the years."""
    return column_of_period(value) or DATE_YEAR


def narrowing(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values that narrow the search: those without a chosen part of their own."""
    chosen = tuple(values)
    return tuple(
        value for value in chosen if not any(other.startswith(f"{value}-") for other in chosen)
    )


def date_filters(state: SearchState) -> Iterator[AnyFilter]:
    """Yield the filters of the chosen and of the excluded dates."""
    chosen = tuple(
        Filter(column, any_of=frozenset(values))
        for column, values in _by_column(narrowing(state.chosen.get(DATE, ()))).items()
    )
    if chosen:
        yield chosen[0] if len(chosen) == 1 else EitherFilter(DATE_YEAR, chosen)
    for column, values in _by_column(state.excluded.get(DATE, ())).items():
        yield Filter(column, none_of=frozenset(values))


def date_requests(state: SearchState) -> Iterator[FacetRequest]:
    """Yield what to count: always years, and what of them stands open."""
    touched = state.touched(DATE)
    dated = [value for value in touched if value != APPROXIMATE]
    yield _request(DATE_YEAR, touched, "")
    if dated:
        years = {period_of(value, DATE_YEAR) for value in dated}
        yield _request(DATE_MONTH, touched, f"{years.pop()}-" if len(years) == 1 else "")
    months = {
        period_of(value, DATE_MONTH) for value in dated if column_of_period(value) != DATE_YEAR
    }
    if months:
        yield _request(DATE_DAY, touched, f"{months.pop()}-" if len(months) == 1 else "")


def date_counts(state: SearchState, counts: Counts) -> list[tuple[str, int]]:
    """Return the values to show with their counts, newest first, what is approximate last."""
    touched = state.touched(DATE)
    opened = {period_of(value, column) for value in touched for column in (DATE_YEAR, DATE_MONTH)}
    shown = dict(counts.get(DATE_YEAR, ()))
    for column in (DATE_MONTH, DATE_DAY):
        shown |= {
            value: count
            for value, count in counts.get(column, ())
            if value.rpartition("-")[0] in opened
        }
    return sorted(shown.items(), key=_newest_first, reverse=True)


def date_labels(values: Collection[str]) -> dict[str, str]:
    """Return value → the year, month or day in words."""
    return {value: _in_words(value) for value in values}


def _in_words(value: str) -> str:
    if value == APPROXIMATE:
        return gettext("Approximate or unknown")
    column = column_of_period(value)
    if column == DATE_DAY:
        return day_in_words(first_day(value))
    return month_in_words(first_day(value)) if column == DATE_MONTH else value


def _newest_first(counted: tuple[str, int]) -> tuple[bool, str]:
    return counted[0] != APPROXIMATE, counted[0]


def _request(column: str, touched: Sequence[str], prefix: str) -> FacetRequest:
    return FacetRequest(
        column,
        limit=None,
        prefix=prefix,
        ignoring=frozenset(DATE_COLUMNS) - {column},
        always=frozenset(value for value in touched if column_of(value) == column),
    )


def _by_column(values: Iterable[str]) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    for value in values:
        columns.setdefault(column_of(value), []).append(value)
    return columns
