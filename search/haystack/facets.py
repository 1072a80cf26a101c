"""Names and shapes of Haystack's facets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from search.index.schema import NUMBERS

_EXACT: Final = "_exact"
_LEVELS: Final = {"year": "date_year", "month": "date_month"}


def facet_field(name: str, gap: Mapping[str, Any] | None = None) -> str:
    """Return the column behind Haystack's name of a field (``outlet_exact`` → ``outlet``).

    For a date facet, ``gap`` names its unit: years and months have columns of their own,
    finer units are counted by days.
    """
    column = name.removesuffix(_EXACT)
    if gap is not None and column in NUMBERS:
        return _LEVELS.get(gap["gap_by"], "date_day")
    return column


def binned_dates(
    counts: Iterable[tuple[str, int]], gap: Mapping[str, Any]
) -> list[tuple[datetime, int]]:
    """Return Haystack's date facet: the start of each gap that holds anything, and its count."""
    bins: Counter[datetime] = Counter()
    for value, count in counts:
        day = _day(value)
        if day is None or not _day_of(gap["start_date"]) <= day < _day_of(gap["end_date"]):
            continue
        bins[_start(day, gap["gap_by"], gap["gap_amount"], _day_of(gap["start_date"]))] += count
    return sorted(bins.items())


def _start(day: datetime, unit: str, amount: int, first: datetime) -> datetime:
    if unit == "year":
        return datetime(first.year + (day.year - first.year) // amount * amount, 1, 1)
    if unit == "month":
        months = (day.year - first.year) * 12 + day.month - first.month
        total = first.year * 12 + first.month - 1 + months // amount * amount
        return datetime(total // 12, total % 12 + 1, 1)
    days = (day - first).days if unit == "day" else 0
    return datetime.fromordinal(first.toordinal() + days // amount * amount) if days else day


def _day(value: str) -> datetime | None:
    """Return the first day of ``2024``, ``2024-03`` or ``2024-03-05``; None for other values."""
    try:
        parts = [int(part) for part in value.split("-")]
    except ValueError:
        return None
    return datetime(*(parts + [1, 1])[:3])  # type: ignore[arg-type]


def _day_of(moment: Any) -> datetime:
    return datetime(moment.year, moment.month, moment.day)
