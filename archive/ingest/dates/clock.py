"""The clock time that stands beside a date, and its zone.

>>> read_clock("2022.10.08 | 17:41 دمشق", 0, 10).time
datetime.time(17, 41)

A zone is known by the names that stand beside clock times, and by an outlet's country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time, timedelta, timezone, tzinfo
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from archive.arabic.data_files import data_lines
from archive.arabic.normalize import fold

_OFFSET: Final = (
    r"(?:(?:gmt|utc)\s{0,3}[+-]\s?\d{1,2}(?::?\d\d)?|\+\d{1,2}(?::?\d\d)?"
    r"|(?:(?<=\d)|(?<=[\dm]\s))-(?:0\d|1[0-2]):?(?:00|30))(?!\d)"
)
"""A minus without GMT is a dash («10:22 - 345 مشاهدة») unless hour and half hour are glued to it."""
_OFFSET_PARTS: Final = re.compile(r"([+-])\s?(\d{1,2}?)(?::?(\d\d))?$")
_FURTHEST_HOURS: Final = 14
"""Kiribati's distance from Greenwich; no zone is further."""


@cache
def _zone_table() -> tuple[dict[str, str], dict[str, str]]:
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
    names = sorted(_zone_table()[0], key=len, reverse=True)
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
    zone = _zone_table()[0].get(key)
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
    zone = _zone_table()[1].get(country.upper())
    return _zone(zone) if zone else None


_REACH: Final = 60
"""Code points before a date in which its clock time begins."""
_NOON: Final = 12
_MORNING: Final = tuple(map(fold, ("ص", "صباحا", "صباح", "فجرا", "قبل الظهر", "am", "a.m.")))
_EVENING: Final = tuple(
    map(fold, ("م", "مساء", "مساءا", "ظهرا", "عصرا", "بعد الظهر", "pm", "p.m."))
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time in folded text at ``start`` to ``end``; ``zone`` None where unsaid."""

    start: int
    end: int
    time: time
    zone: tzinfo | None


@cache
def clock_pattern() -> re.Pattern[str]:
    """Return a pattern for a clock time in folded text, with its half of the day and zone."""
    halves = "|".join(re.escape(word) for word in sorted((*_MORNING, *_EVENING), key=len)[::-1])
    return re.compile(
        r"(?P<hour>\d{1,2})(?::|\s?h)(?P<minute>\d\d)(?::\d\d(?:\.\d{1,9})?)?(?!\d|:)"
        rf"(?:\s{{0,3}}(?P<half>{halves})(?![^\W\d_]))?"
        rf"(?:\s{{0,3}}[-–|,،]?\s{{0,3}}\(?\s{{0,3}}(?:ب?(?:ال)?توقيت\s{{1,3}})?(?P<zone>{zone_pattern()})(?:\s{{0,3}}\))?)?"
    )


_GAP_AFTER: Final = re.compile(
    r"[\s|,،.:/\\–()-]*(?:t(?=\d)|(?:في|عند|علي|at|à)\s{1,3})?(?:تمام\s{1,3})?(?:ال)?(?:ساعه|توقيت)?[\s:،,-]*"
)
_GAP_BEFORE: Final = re.compile(r"[\s|,،/\\–()-]*+(?:يوم|من|بتاريخ|في)?[\s(:،-]*")


def read_clock(plain: str, start: int, end: int) -> Clock | None:
    """Return the clock time right after, else right before, a date at ``start:end``.

    Only separators and words such as "الساعة" may stand between them.
    """
    gap = _GAP_AFTER.match(plain, end)
    after = clock_pattern().match(plain, gap.end() if gap else end)
    if after is not None:
        return _as_clock(after)
    for before in clock_pattern().finditer(plain, max(0, start - _REACH), start):
        if _GAP_BEFORE.fullmatch(plain, before.end(), start):
            return _as_clock(before)
    return None


def _as_clock(match: re.Match[str]) -> Clock | None:
    hour, minute, half = int(match["hour"]), int(match["minute"]), match["half"]
    if half in _EVENING and hour < _NOON:
        hour += _NOON
    elif half in _MORNING and hour == _NOON:
        hour = 0
    if hour > 23 or minute > 59:
        return None
    zone = find_zone(match["zone"]) if match["zone"] else None
    return Clock(match.start(), match.end(), time(hour, minute), zone)
