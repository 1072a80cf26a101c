"""Moments that programs export twice: once by their own clock, once by the world's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_WIDEST_OFFSET: Final = timedelta(hours=14)
_OFFSET_STEP: Final = timedelta(minutes=15)
_LATEST_SECOND: Final = 4_102_444_800
"""The year 2100: seconds beyond it are milliseconds, or no moment."""


def with_offset(local: str, universal: str | datetime | None) -> str:
    """Return the moment of a local time in ISO 8601, its offset told by the universal one.

    The local time alone where the universal is missing or no whole quarter of an hour away;
    the universal alone where there is no local one; "" where neither is a moment.
    """
    own = _parsed(local)
    world = universal if isinstance(universal, datetime) else _parsed(universal or "")
    if world is not None and world.tzinfo is None:
        world = world.replace(tzinfo=UTC)
    if own is None:
        return world.isoformat() if world is not None else ""
    if world is None or own.tzinfo is not None:
        return own.isoformat()
    offset = own.replace(tzinfo=UTC) - world
    if abs(offset) > _WIDEST_OFFSET or offset % _OFFSET_STEP:
        return own.isoformat()
    return own.replace(tzinfo=timezone(offset)).isoformat()


def from_seconds(value: object) -> datetime | None:
    """Return the moment of Unix seconds (or milliseconds), or None."""
    try:
        seconds = float(str(value))
        seconds = seconds / 1000 if seconds > _LATEST_SECOND else seconds
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _parsed(value: str) -> datetime | None:
    """Read ISO 8601; WordPress writes «0000-00-00 00:00:00» for no moment."""
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None
