"""The day or month that an address spells: /2019/5/12/title, /2021-06-16-1.1502867, ?date=20190512.

Only pieces that spell a date count, never an id.

>>> days, piece = find_in_url("https://example.org/news/2024/10/26/title")
>>> str(days.earliest), piece
('2024-10-26', '/2024/10/26/')
>>> find_in_url("https://example.org/news/20241026771") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.arabic.calendar_names import Calendar, find_month
from archive.ingest.dates.intervals import Interval

LONGEST_URL: Final = 2_000
"""Code points of an address that are looked at."""
_YEAR: Final = r"(?P<y>(?:19[89]|20[0-4])\d)"
_MONTH: Final = r"(?P<m>0?[1-9]|1[0-2])"
_DAY: Final = r"(?P<d>0?[1-9]|[12]\d|3[01])"
_MONTH2: Final = r"(?P<m>0[1-9]|1[0-2])"
_DAY2: Final = r"(?P<d>0[1-9]|[12]\d|3[01])"
_NAME: Final = r"(?P<name>[^\W\d_]{3,14})"
_END: Final = r"(?=[/_.-]|$)"
_SECTION: Final = r"[^/\d][^/]{0,60}"

_DAYS: Final = tuple(
    re.compile(form)
    for form in (
        # /2019/5/12/title, /2019/05/12-title, /2019/may/12/, /2019/05/12.html
        rf"/{_YEAR}/{_MONTH}/{_DAY}{_END}",
        rf"/{_YEAR}/{_NAME}/{_DAY}{_END}",
        # /2021-06-16-1.1502867, /2021-06-16/title, /2021_06_16.html. Joomla names folders by the
        # second of their making (/2011-06-21-14-23-40/): no day of what lies in them.
        rf"/{_YEAR}(?P<s>[-_.]){_MONTH}(?P=s){_DAY}(?!-\d\d-\d\d-\d\d)(?=[/_-]|\.(?:html?|aspx?|php)|$)",
        # /20190512/, /title-20190512, /20190512-title, /20190512_123.html
        rf"(?:/|[^\W\d_][_-]){_YEAR}{_MONTH2}{_DAY2}{_END}",
        # /idARAKCN0LR1YO20150223, of Reuters
        rf"/id[A-Z0-9]{{6,16}}{_YEAR}{_MONTH2}{_DAY2}$",
        # /2019/0512/, /2019-05/12/, /201905/12/
        rf"/{_YEAR}/{_MONTH2}{_DAY2}(?=/)",
        rf"/{_YEAR}-{_MONTH2}/{_DAY2}(?=/)",
        rf"/{_YEAR}{_MONTH2}/{_DAY2}(?=/)",
        # /2013/03/130301_title, of the BBC
        r"/(?P<y>20(?P<yy>[0-4]\d))/(?P<m>0[1-9]|1[0-2])/(?P=yy)(?P=m)" + _DAY2 + "(?=_)",
        # /12/5/2019/, /12-05-2019/
        rf"/{_DAY}/{_MONTH}/{_YEAR}(?=/|$)",
        rf"/{_DAY2}(?P<s>[-_]){_MONTH2}(?P=s){_YEAR}{_END}",
        # /2013/middle_east/8/3/: the section stands inside the date
        rf"/{_YEAR}/{_SECTION}/{_MONTH}/{_DAY}(?=/|$)",
    )
)
_MONTHS: Final = tuple(
    re.compile(form)
    for form in (
        # /2019/05/title, of WordPress; /2014/3/888888.html; /2019-05/; /2019/may/
        rf"/{_YEAR}/{_MONTH2}(?=/(?!\d{{1,2}}(?:/|$))|$)",
        rf"/{_YEAR}/{_MONTH}(?=/\d{{5,}})",
        rf"/{_YEAR}[-_]{_MONTH2}(?=/|$)",
        rf"/{_YEAR}/{_NAME}(?=/(?!\d{{1,2}}(?:/|$))|$)",
    )
)
_KEYS: Final = frozenset(
    {"date", "day", "pubdate", "publishdate", "pub_date", "newsdate", "d", "dt"}
)
"""Parameters of an address that hold a date, in lower case."""
_VALUES: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}(?P<s>[-/.]?){_MONTH2}(?P=s){_DAY2}(?=$|[T ])",
        rf"{_YEAR}(?P<s>[-/.]){_MONTH}(?P=s){_DAY}(?=$|[T ])",
        rf"{_DAY}(?P<s>[-/.]){_MONTH}(?P=s){_YEAR}(?=$|[T ])",
    )
)
_YEAR_KEYS: Final = (("year", "month", "day"), ("y", "m", "d"))


def find_in_url(url: str) -> tuple[Interval, str] | None:
    """Return the day or month that an address spells and the piece of it that does; else None.

    A path or a parameter that spells two different days tells none.
    """
    try:
        parts = urlsplit(url[:LONGEST_URL])
        path, query = unquote(parts.path), dict(parse_qsl(parts.query))
    except ValueError:
        return None
    days = list(_found(_DAYS, path))
    if not days:
        days = list(_in_query(query)) or list(_found(_MONTHS, path))
    if not days or any((days[0][0] & other).is_empty for other, _ in days):
        return None
    return min(days, key=lambda found: found[0].days)


def _found(forms: tuple[re.Pattern[str], ...], path: str) -> Iterator[tuple[Interval, str]]:
    for form in forms:
        for match in form.finditer(path):
            days = _spelled_days(match.groupdict())
            if days is not None:
                piece = match.group()
                yield (
                    days,
                    f"{piece}/"
                    if piece.startswith("/") and path[match.end() :][:1] in ("/", "")
                    else piece,
                )


def _in_query(query: dict[str, str]) -> Iterator[tuple[Interval, str]]:
    lower = {key.lower(): value for key, value in query.items()}
    for key in _KEYS & lower.keys():
        for form in _VALUES:
            match = form.match(lower[key])
            days = _spelled_days(match.groupdict()) if match else None
            if days is not None:
                yield days, f"{key}={lower[key]}"
                break
    for keys in _YEAR_KEYS:
        values = [lower.get(key, "") for key in keys]
        if all(value.isascii() and value.isdigit() for value in values) and len(values[0]) == 4:
            days = _spelled_days(dict(zip(("y", "m", "d"), values, strict=True)))
            if days is not None:
                yield days, "&".join(f"{key}={lower[key]}" for key in keys)


def _spelled_days(parts: dict[str, str | None]) -> Interval | None:
    """Return the day or month of a match; None where there is no such day."""
    year, month = int(parts["y"] or 0), _month(parts)
    if month is None:
        return None
    try:
        if parts.get("d") is None:
            return Interval.of_month(year, month)
        return Interval.of_day(date(year, month, int(parts["d"] or 0)))
    except ValueError:
        return None


def _month(parts: dict[str, str | None]) -> int | None:
    if parts.get("m") is not None:
        return int(parts["m"] or 0)
    named = find_month(parts.get("name") or "")
    return named.number if named is not None and named.calendar is Calendar.GREGORIAN else None
