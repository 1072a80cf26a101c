"""Haystack's facets of dates: which column is counted, and in which gap each day lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from haystack.backends import VALID_GAPS

from search.fields import (
    DATE,
    DATE_COLUMNS,
    DATE_DAY,
    DATE_MONTH,
    DATE_YEAR,
    FIELDS,
    Fields,
    first_day,
)
from search.haystack.field_filters import column_of
from search.haystack.refusals import UnanswerableSearchError, unknown_field

_FIXED: Final = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
"""Unit of a gap → its length; that of months and years changes."""
_MONTHS: Final = {"month": 1, "year": 12}


def date_column(name: str, gap: Mapping[str, Any], fields: Fields = FIELDS) -> str:
    """Return the column that a date facet of the field ``name`` counts.

    Years and months have columns of their own, which hold the less precise dates too. They are
    counted where the gaps begin and end with them, else days are. Raises
    ``UnanswerableSearchError`` for a field of no dates, or a gap that is none.
    """
    column, unit = column_of(name), _checked(name, gap)
    if column in DATE_COLUMNS:
        return column
    if column != DATE and column not in fields.numbers:
        raise unknown_field(name, "count by date", (*fields.numbers, *DATE_COLUMNS))
    ends = (_moment(gap["start_date"]), _moment(gap["end_date"]))
    if unit == "year" and all(_begins_month(end) and end.month == 1 for end in ends):
        return DATE_YEAR
    if unit in _MONTHS and all(map(_begins_month, ends)):
        return DATE_MONTH
    return DATE_DAY


def date_bins(
    counts: Iterable[tuple[str, int]], gap: Mapping[str, Any]
) -> list[tuple[datetime, int]]:
    """Return Haystack's date facet: the start of each gap that holds anything, and its count.

    Gaps are counted from ``start_date`` on; what lies before it, or on ``end_date`` and after,
    is left out. An article stands at the beginning of its day.
    """
    first, end = _moment(gap["start_date"]), _moment(gap["end_date"])
    bins: Counter[datetime] = Counter()
    for value, count in counts:
        day = _first_day(value)
        if day is not None and first <= day < end:
            bins[_start(day, gap["gap_by"], gap.get("gap_amount") or 1, first)] += count
    return sorted(bins.items())


def _checked(name: str, gap: Mapping[str, Any]) -> str:
    unit, amount = str(gap.get("gap_by")), gap.get("gap_amount")
    if unit not in VALID_GAPS:
        raise UnanswerableSearchError(
            f"the date facet {name!r} goes by {unit!r}; gap_by is one of {', '.join(VALID_GAPS)}"
        )
    if amount is not None and (not isinstance(amount, int) or amount < 1):
        raise UnanswerableSearchError(
            f"the date facet {name!r} has the gap_amount {amount!r}; give a number of at least 1"
        )
    return unit


def _start(day: datetime, unit: str, amount: int, first: datetime) -> datetime:
    """Return the start of the gap that holds ``day``."""
    if unit in _FIXED:
        length = _FIXED[unit] * amount
        return first + (day - first) // length * length
    step = _MONTHS[unit] * amount
    months = (day.year - first.year) * 12 + day.month - first.month
    number = months // step
    start = _months_after(first, number * step)
    return start if start <= day else _months_after(first, (number - 1) * step)


def _months_after(moment: datetime, months: int) -> datetime:
    """Return the same day of a later month, or its last day where it is shorter."""
    total = moment.year * 12 + moment.month - 1 + months
    year, month = total // 12, total % 12 + 1
    for day in range(moment.day, 0, -1):
        try:
            return moment.replace(year=year, month=month, day=day)
        except ValueError:
            continue
    return moment


def _begins_month(moment: datetime) -> bool:
    return moment.day == 1 and moment.time() == time.min


def _first_day(value: str) -> datetime | None:
    """Return the first moment of a period; ``None`` for a value that is none."""
    try:
        return datetime.combine(first_day(value), time.min)
    except ValueError:
        return None


def _moment(given: date | datetime) -> datetime:
    if isinstance(given, datetime):
        return given.replace(tzinfo=None)
    if isinstance(given, date):
        return datetime.combine(given, time.min)
    raise UnanswerableSearchError(f"a date facet begins and ends with dates, not with {given!r}")
