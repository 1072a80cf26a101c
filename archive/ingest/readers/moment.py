"""Moments as machines write them."""

from __future__ import annotations

from datetime import UTC, datetime


def read_moment(value: str) -> datetime | None:
    """Return an ISO 8601 moment, in UTC where it states no zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
