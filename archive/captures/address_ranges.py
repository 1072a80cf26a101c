"""The captures of a site, of a domain or of a path, in the order of their addresses.

The index of ``Capture.uri`` serves them. What stands in front of a path (scheme, host, port) is
first gathered as it is spelled in the archive, by going from one to the next in that index; then
each that belongs to what is asked for is one range of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from django.db import connection

from archive.captures.address_forms import (
    AddressMatch,
    AddressQuery,
    host_spellings,
    path_spellings,
)
from archive.captures.document_keys import document_key, site_of
from archive.captures.surt_keys import surt_host
from archive.models import Capture

MOST_ORIGINS: Final = 20_000
"""Origins of the archive that are gone through, some 3 µs each."""
_MOST_RANGES: Final = 48
"""Ranges that one query reads."""
_LAST_KEY: Final = 2**63 - 1
_ORIGIN: Final = re.compile("https?://[^/?#]+")
_FIRST_LETTER: Final = "\x01"
_LAST_LETTER: Final = "\U0010ffff"
"""Before and behind every letter of an address in the order of code points, which is that of UTF-8."""


class Spot(NamedTuple):
    """A place in the order of addresses: a document's address, and the key of a capture of it."""

    uri: str
    key: int = _LAST_KEY


class TooManySitesError(Exception):
    """The archive has more sites than are gone through for one answer."""


@dataclass(frozen=True, slots=True)
class AddressPart:
    """Captures as (document's address, key) in order; ``next`` is where others may follow."""

    rows: tuple[Spot, ...]
    next: Spot | None = None


class _Range(NamedTuple):
    """A stretch of the index: addresses of the site ``site`` from ``prefix`` on, before ``end``."""

    site: str
    prefix: str
    end: str


def addresses_from(query: AddressQuery, after: Spot | None, most: int) -> AddressPart:
    """Return up to ``most`` captures of what ``query`` asks for. Two queries.

    A part may hold fewer, even none, and say where others follow.

    Raises:
        TooManySitesError: the archive has more sites than are gone through.
    """
    ranges = _ranges(query)
    sites = [list(found) for _site, found in groupby(ranges, key=lambda each: each.site)]
    if after is not None:
        sites = sites[_place(sites, after) :]
    read: list[_Range] = []
    while sites and (not read or len(read) + len(sites[0]) <= _MOST_RANGES):
        read += sites.pop(0)
    starts = list(_starts(read, after))
    rows = _merged(read, _read(starts, most + 1))
    if len(rows) > most:
        return AddressPart(tuple(rows[:most]), rows[most - 1])
    return AddressPart(tuple(rows), Spot(sites[0][0].prefix, -1) if sites else None)


def _ranges(query: AddressQuery) -> list[_Range]:
    """Return the ranges of what is asked for, those of one site beside each other."""
    asked = urlsplit(query.address)
    path = asked.path if query.match is AddressMatch.PREFIX else ""
    path += f"?{asked.query}" if query.match is AddressMatch.PREFIX and asked.query else ""
    asked_site, port = surt_host(query.host), _port(query.address)
    spelled_hosts = host_spellings(query.host)
    found = []
    for origin in _origins():
        if not any(host in origin.lower() for host in spelled_hosts):
            continue
        site = surt_host(site_of(origin))
        below = query.match is AddressMatch.DOMAIN and site.startswith(f"{asked_site},")
        if below or (site == asked_site and port in (_port(origin), None)):
            found += [_Range(site, *ends) for ends in _stretches(origin, path)]
    return sorted(set(found))


def _stretches(origin: str, path: str) -> Iterator[tuple[str, str]]:
    """Yield where the addresses of an origin begin and end that begin with ``path``, in order."""
    if not path.strip("/"):
        yield origin, origin + _FIRST_LETTER
        yield from ((origin + sign, origin + sign + _LAST_LETTER) for sign in "#/?")
        return
    key = document_key(origin + path)
    for spelled in path_spellings(path):
        if document_key(origin + spelled) == key:
            yield origin + spelled, origin + spelled + _LAST_LETTER


def _port(address: str) -> int | None:
    try:
        port = urlsplit(address).port
    except ValueError:
        return -1
    return None if port in (80, 443) else port


def _origins() -> Iterator[str]:
    """Yield scheme, host and port of the archive's web addresses, each as it is spelled there.

    Raises:
        TooManySitesError: there are more than are gone through.
    """
    with connection.cursor() as cursor:
        cursor.execute(_origins_query(_dialect()), [MOST_ORIGINS])
        found = [uri for (uri,) in cursor.fetchall()]
    if len(found) >= MOST_ORIGINS:
        raise TooManySitesError
    for uri in found:
        if origin := _ORIGIN.match(uri):
            yield origin[0]


class _Dialect(NamedTuple):
    """How a database asks for the order of code points, in which its index of addresses stands."""

    more: str
    not_less: str
    less: str
    order: str
    position: str


def _dialect() -> _Dialect:
    if connection.vendor == "postgresql":
        return _Dialect("~>~", "~>=~", "~<~", "USING ~<~", "strpos")
    return _Dialect(">", ">=", "<", "ASC", "instr")


def _origins_query(order: _Dialect) -> str:
    """Return the query for an address of each origin: the first behind all of the one before.

    "0" comes behind the "/" that ends an origin. One without a slash is passed alone: the "-" and
    "." of other hosts come before it.
    """
    # Of the text all is our own: names of the table and the dialect; the number travels apart.
    table, at = Capture._meta.db_table, order.position
    slash = f"{at}(substr(found.uri, {at}(found.uri, '://') + 3), '/')"
    behind = f"substr(found.uri, 1, {at}(found.uri, '://') + 1 + {slash}) || '0'"
    ending = f"uri {order.less} 'httq' ORDER BY uri {order.order} LIMIT 1"
    first = f"SELECT CAST(uri AS text) FROM {table} WHERE uri {order.not_less} 'http' AND {ending}"  # nosec B608  # noqa: S608 - our own names; values travel apart
    later = (
        f"SELECT CAST(uri AS text) FROM {table} WHERE uri {order.more}"  # nosec B608  # noqa: S608 - our own names; values travel apart
        f" CASE WHEN {slash} > 0 THEN {behind} ELSE found.uri END AND {ending}"
    )
    return f"""WITH RECURSIVE found(uri, number) AS (
        SELECT ({first}), 1 UNION ALL
        SELECT ({later}), found.number + 1 FROM found
        WHERE found.uri IS NOT NULL AND found.number < %s)
        SELECT uri FROM found WHERE uri IS NOT NULL"""  # nosec B608  # noqa: S608 - our own names; values travel apart


def _read(starts: Sequence[tuple[str, Spot]], most: int) -> list[tuple[int, str, int]]:
    """Return up to ``most`` rows of each range as (its number, address, key). One query."""
    if not starts:
        return []
    order = _dialect()
    # Here, too, names and numbers are our own; what was asked travels apart.
    part = f"""SELECT uri, id FROM {Capture._meta.db_table}
        WHERE uri {order.not_less} %s AND uri {order.less} %s
        AND (uri {order.more} %s OR id > %s)
        ORDER BY uri {order.order}, id LIMIT %s"""  # nosec B608  # noqa: S608 - our own names; values travel apart
    parts = [
        f"SELECT {number} AS number, uri, id FROM ({part}) AS part{number}"  # nosec B608  # noqa: S608 - our own names; values travel apart
        for number in range(len(starts))
    ]
    values: list[str | int] = []
    for end, start in starts:
        values += [start.uri, end, start.uri, start.key, most]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return list(cursor.fetchall())


def _place(sites: Sequence[Sequence[_Range]], after: Spot) -> int:
    """Return the number of the site in which a place lies, or before which it lies."""
    site = surt_host(site_of(after.uri))
    return next((number for number, each in enumerate(sites) if each[0].site >= site), len(sites))


def _starts(read: Sequence[_Range], after: Spot | None) -> Iterator[tuple[str, Spot]]:
    """Yield of each range its end, and behind what it is read."""
    own = None
    if after is not None:
        own = next((n for n, each in enumerate(read) if each.prefix <= after.uri < each.end), None)
    for number, (site, prefix, end) in enumerate(read):
        start = Spot(prefix, -1)
        if after is not None and own is not None and read[own].site == site:
            rest = after.uri[len(read[own].prefix) :]
            key = after.key if number == own else (_LAST_KEY if number < own else -1)
            start = Spot(prefix + rest, key)
        yield end, start


def _merged(read: Sequence[_Range], rows: Iterable[tuple[int, str, int]]) -> list[Spot]:
    """Return rows of (number of a range, address, key) in order: by site, then by path."""

    def place(row: tuple[int, str, int]) -> tuple[str, str, int, int]:
        number, uri, key = row
        return read[number].site, uri[len(read[number].prefix) :], number, key

    return [Spot(uri, key) for _number, uri, key in sorted(rows, key=place)]
