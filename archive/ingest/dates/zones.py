"""Time zones by the names that stand beside a clock time, and by an outlet's country."""

from __future__ import annotations

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

_OFFSET: Final = r"(?:(?:gmt|utc)\s{0,3})?[+-]\s?\d{1,2}(?::?\d\d)?(?!\d)"
_OFFSET_PARTS: Final = re.compile(r"([+-])\s?(\d{1,2}?)(?::?(\d\d))?$")
_FURTHEST_HOURS: Final = 14


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    countries: dict[str, str] = {}
    for line in data_lines("zones.txt"):
        heading, _, spellings = line.partition(":")
        zone, country = heading.split()
        countries[country] = zone
        names.update((fold(name.strip()), zone) for name in spellings.split("|"))
    countries.pop("-", None)
    return names, countries


@cache
def zone_pattern() -> str:
    """Return a regular expression without groups for a zone in folded text."""
    names = sorted(_table()[0], key=len, reverse=True)
    return f"(?:{_OFFSET}|(?:{'|'.join(map(re.escape, names))})(?![^\\W\\d_]))"


@cache
def _zone(key: str) -> tzinfo | None:
    try:
        return ZoneInfo(key)
    except ZoneInfoNotFoundError:
        # A machine without the IANA database (Windows without the tzdata package)
        # still reads the day; only the moment stays unknown.
        return None


def find_zone(name: str) -> tzinfo | None:
    """Return the zone of a name or offset ("دمشق", "GMT", "+03:00"), or None.

    None is also the answer on a machine that lacks the IANA time zone database.
    """
    key = fold(name.strip())
    zone = _table()[0].get(key)
    return _zone(zone) if zone else _offset(key)


def _offset(text: str) -> tzinfo | None:
    match = _OFFSET_PARTS.search(text)
    if match is None:
        return None
    hours, minutes = int(match[2]), int(match[3] or 0)
    if hours > _FURTHEST_HOURS or minutes > 59:
        return None
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if match[1] == "-" else distance)


def zone_of_country(country: str) -> tzinfo | None:
    """Return the zone that a country's outlets keep (ISO 3166-1 alpha-2), or None."""
    zone = _table()[1].get(country.upper())
    return _zone(zone) if zone else None
