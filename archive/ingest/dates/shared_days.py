"""The days that many captures of an outlet share in their headers: those of the captures."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

FEWEST_CAPTURES: Final = 5
"""Captures of different addresses that must bear the one date: fewer may share it by chance."""
SMALLEST_SHARE: Final = 0.8
"""Share of an outlet's captures that bear the one date; a busy day of news has less."""


class DatedPage(NamedTuple):
    """The date that the page at ``uri`` states, under the name of its outlet or layout."""

    outlet: str
    day: date
    uri: str


def shared_header_days(pages: Iterable[DatedPage]) -> set[tuple[str, date]]:
    """Return each (outlet, day) that so many captures share that it is their capture's day.

    A site that prints today's date above every page gives all pages captured on one day
    the same line: ``FEWEST_CAPTURES`` or more, and ``SMALLEST_SHARE`` of all that the outlet
    has in ``pages``. Give it only unlabelled lines without a clock time (those of which
    ``read_capture_header`` tells a day): articles of one day may honestly share what a label
    calls their publication.
    """
    captures: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for page in pages:
        captures[page.outlet][page.day].add(page.uri)
    shared = set()
    for outlet, days in captures.items():
        total = sum(map(len, days.values()))
        counts = Counter({day: len(uris) for day, uris in days.items()})
        day, count = counts.most_common(1)[0]
        if count >= FEWEST_CAPTURES and count >= SMALLEST_SHARE * total:
            shared.add((outlet, day))
    return shared


def days_without_share(most: int) -> int:
    """Return how many days pages must have so that none of them can be shared.

    ``most`` is the greatest number of pages of one day, or more: each other day has one at least.
    """
    return math.floor(most * (1 - SMALLEST_SHARE) / SMALLEST_SHARE) + 3
