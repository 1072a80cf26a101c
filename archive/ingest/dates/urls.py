"""Dates in the path of an article's own address: ``/2024/10/26/``, never an id.

>>> read_url("https://example.org/news/2024/10/26/title").earliest
datetime.date(2024, 10, 26)
>>> read_url("https://example.org/news/20241026771") is None
True
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import unquote, urlsplit

from archive.ingest.dates.interval import Interval

LONGEST_URL: Final = 2_000
_YEARS: Final = r"(?:19[89]|20\d)\d"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"/(?P<y>{_YEARS})/(?P<m>{_MONTH})/(?P<d>{_DAY})(?=[/-]|$)",
        rf"/(?P<y>{_YEARS})-(?P<m>{_MONTH})-(?P<d>{_DAY})(?=/|$)",
        r"/(?P<y>20[0-4]\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=/|$)",
        rf"/(?P<d>{_DAY})/(?P<m>{_MONTH})/(?P<y>{_YEARS})(?=/|$)",
        rf"/(?P<y>{_YEARS})/(?P<m>0[1-9]|1[0-2])(?=/(?!\d{{1,2}}(?:/|$)))",
    )
)


def read_url(url: str) -> Interval | None:
    """Return the day, or the month, that segments of the path spell; None without one."""
    found = find_in_url(url)
    return found[0] if found else None


def find_in_url(url: str) -> tuple[Interval, str] | None:
    """Return the days that a path spells and the piece of the path that does."""
    try:
        path = unquote(urlsplit(url[:LONGEST_URL]).path)
    except ValueError:
        return None
    for form in _FORMS:
        match = form.search(path)
        if match is not None:
            interval = _interval(match.groupdict())
            return (interval, match.group() + "/") if interval else None
    return None


def _interval(parts: dict[str, str]) -> Interval | None:
    year, month = int(parts["y"]), int(parts["m"])
    try:
        if "d" not in parts:
            return Interval.of_month(year, month)
        return Interval.of_day(date(year, month, int(parts["d"])))
    except ValueError:
        return None
