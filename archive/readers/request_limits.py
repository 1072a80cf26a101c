"""How often somebody may ask: by key, and by the address that a request comes from.

Each asker has a bucket of requests that fills again as time passes (the token bucket of
Turner, "New Directions in Communications", 1986). On SQLite buckets live in the process: what is
counted is how busy it is kept, which no database is written for. On PostgreSQL they are rows of a
table that is not logged, since several processes and machines answer the same askers.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from django.apps import apps
from django.db import connection
from django.http import HttpRequest

if TYPE_CHECKING:
    from archive.apps import ArchiveConfig

MOST_ASKERS: Final = 10_000
"""Whose buckets are kept, some 2 MB; beyond, the one that asked longest ago is forgotten."""
_ASKER_LETTERS: Final = 120
_NETWORK_BITS: Final = 64
"""Of an IPv6 address: one visitor has all that follow (RFC 6177)."""


class Rate(NamedTuple):
    """``at_once`` requests, and ``a_second`` more for each second that passes."""

    at_once: int
    a_second: float


FEEDS_OF_KEY: Final = Rate(30, 0.1)
"""A reader of feeds asks every few minutes at most."""
FEEDS_OF_ADDRESS: Final = Rate(120, 1.0)
"""Many people, each with many feeds, may sit behind one address."""
CALLS_OF_KEY: Final = Rate(120, 4.0)
CALLS_OF_ADDRESS: Final = Rate(60, 1.0)


# How full a bucket is now: what was left in it, and what came since, up to all of it. A row comes
# back where one could be taken.
_FULL: Final = """
    least(%(most)s, bucket."left" + %(rate)s
        * greatest(0, extract(epoch FROM statement_timestamp() - bucket.at)::float8))"""
_TAKE: Final = f"""
    INSERT INTO archive_requestbucket AS bucket (asker, "left", at)
    VALUES (%(asker)s, %(most)s - 1, statement_timestamp())
    ON CONFLICT (asker) DO UPDATE SET "left" = {_FULL} - 1, at = statement_timestamp()
    WHERE {_FULL} >= 1 RETURNING 1"""  # nosec B608  # noqa: S608 - our own formula; values travel apart
_LEFT: Final = f"""
    SELECT {_FULL} FROM archive_requestbucket AS bucket WHERE asker = %(asker)s"""  # nosec B608  # noqa: S608 - our own formula; values travel apart


class RequestLimits:
    """The buckets of all askers; ``clock`` is in seconds."""

    def __init__(
        self, most: int = MOST_ASKERS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most: Final = most
        self._clock: Final = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock: Final = threading.Lock()

    def wait(self, asker: str, rate: Rate) -> int:
        """Count a request; return the seconds after which it may be made, 0 where it may be now.

        A request that has to wait takes nothing.
        """
        now = self._clock()
        with self._lock:
            left, at = self._buckets.pop(asker, (float(rate.at_once), now))
            left = min(left + (now - at) * rate.a_second, float(rate.at_once))
            allowed = left >= 1
            self._buckets[asker] = (left - 1 if allowed else left, now)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        return 0 if allowed else ceil((1 - left) / rate.a_second)


class SharedRequestLimits:
    """Buckets in a PostgreSQL database: several processes and machines answer the same askers."""

    def wait(self, asker: str, rate: Rate) -> int:
        """Do as ``RequestLimits.wait``, by the clock of the server."""
        values: dict[str, str | float] = {
            "asker": asker[:_ASKER_LETTERS],
            "most": float(rate.at_once),
            "rate": rate.a_second,
        }
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, values)
            if cursor.fetchone():
                return 0
            cursor.execute(_LEFT, values)
            (left,) = cursor.fetchone()
        return ceil((1 - min(left, 1.0)) / rate.a_second) or 1


def request_limits() -> RequestLimits | SharedRequestLimits:
    """Return the limits of this process, or of all that share the database."""
    if connection.vendor == "postgresql":
        return SharedRequestLimits()
    return cast("ArchiveConfig", apps.get_app_config("archive")).request_limits


def address_of(request: HttpRequest) -> str:
    """Return whom a request is counted for where it bears no key: its address, or its network."""
    told = str(request.META.get("REMOTE_ADDR", ""))
    try:
        found = ip_address(told)
    except ValueError:
        return f"address {told[:45]}"
    if not isinstance(found, IPv6Address):
        return f"address {found}"
    return f"network {int(found) >> (found.max_prefixlen - _NETWORK_BITS):x}"
