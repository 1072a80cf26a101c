"""Bars: counts as shares of the largest, for charts drawn without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

_SMALLEST_SHARE: Final = 2
"""Per cent of the largest bar below which a bar that counts something would vanish."""
_ALL_LABELLED: Final = 7
"""Years up to which each has a label; on a phone more of them would touch."""
_LABEL_EVERY: Final = 5
_LABEL_ROOM: Final = 3
"""Years between a label and the labels of the ends."""

_MONTHS: Final = 12
_MOST_YEARS_OF_MONTHS: Final = 25
"""Years whose months a chart can show: on a phone each of them is one pixel wide then."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``share`` is its length in per cent of the longest one."""

    label: str
    count: int
    share: int
    url: str = ""
    chosen: bool = False
    labelled: bool = True
    short: str = ""
    """What stands under the bar, where that is shorter than its label."""


@dataclass(frozen=True, slots=True)
class BarCount:
    """What a bar is made of: its label, its count, and the address that it leads to."""

    label: str
    count: int
    url: str = ""
    chosen: bool = False
    short: str = ""


def bars(counts: Iterable[BarCount]) -> tuple[Bar, ...]:
    """Return a bar for each count, in order."""
    counted = list(counts)
    largest = max((each.count for each in counted), default=0)
    return tuple(
        Bar(
            each.label,
            each.count,
            _share(each.count, largest),
            each.url,
            each.chosen,
            short=each.short or each.label,
        )
        for each in counted
    )


def year_bars(counts: Mapping[int, BarCount]) -> tuple[Bar, ...]:
    """Return a bar for each year from the first to the last, empty years among them."""
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    years = range(first, last + 1)
    labelled = {year for year in years if _has_room(year, first, last)}
    return tuple(
        replace(bar, labelled=year in labelled)
        for year, bar in zip(
            years, bars(counts.get(year, BarCount(str(year), 0)) for year in years), strict=True
        )
    )


def period_bars(counts: Iterable[BarCount]) -> tuple[Bar, ...]:
    """Return a bar for each month of a year, or each day of a month, some of them labelled."""
    drawn = bars(counts)
    every = 1 if len(drawn) <= _MONTHS else _LABEL_EVERY
    return tuple(
        replace(bar, labelled=number % every == 0 or number == 1)
        for number, bar in enumerate(drawn, 1)
    )


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month's bar in a chart of months: it stands at ``place`` and reaches from ``top`` down."""

    place: int
    top: int
    share: int
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Bars of the months that count something, above the years from the first to the last."""

    width: int
    bars: tuple[MonthBar, ...]
    years: tuple[Bar, ...]


def month_chart(months: Mapping[str, BarCount], years: Mapping[int, BarCount]) -> MonthChart | None:
    """Return the chart of ``months`` (2024-03); ``None`` for none, and for more than 25 years.

    ``years`` are what stands under it; those without a count of their own are without a link.
    """
    under = year_bars(years)
    if not months or len(under) > _MOST_YEARS_OF_MONTHS:
        return None
    first = int(under[0].label)
    largest = max(each.count for each in months.values())
    drawn = []
    for value, each in sorted(months.items()):
        share = _share(each.count, largest)
        place = 12 * (int(value[:4]) - first) + int(value[5:7]) - 1
        drawn.append(MonthBar(place, 100 - share, share, each.label, each.count, each.url))
    return MonthChart(12 * len(under), tuple(drawn), under)


def _has_room(year: int, first: int, last: int) -> bool:
    """Return whether a year's label fits: all in a short chart, else the ends and each fifth."""
    if last - first < _ALL_LABELLED or year in (first, last):
        return True
    return year % _LABEL_EVERY == 0 and min(year - first, last - year) >= _LABEL_ROOM


def _share(count: int, largest: int) -> int:
    if count == 0 or largest == 0:
        return 0
    return max(round(100 * count / largest), _SMALLEST_SHARE)
