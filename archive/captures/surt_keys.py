"""Addresses in the order of web archives' indexes: SURT keys, as CDX files are sorted by.

A key is an address with its host turned round, so that what belongs together stands together:
``http://www.example.org/A?b=2&a=1`` is ``org,example)/a?a=1&b=2``. The form is that of the Internet
Archive's CDX files, which pywb and the Wayback Machine ask for ("CDX and DAT Legend"; the rules of
``IAURLCanonicalizer``). Our own code: the package of that name is AGPL.
"""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Address
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

_PORTS: Final = {"http": 80, "https": 443}
_WWW: Final = re.compile(r"www\d*\.")
_PATH_SESSIONS: Final = re.compile(r"(?<=/)\([a-z0-9()]{20,60}\)/(?=[^?]+\.aspx)")
_QUERY_SESSIONS: Final = re.compile(
    r"(?:(?<=&)|^)(?:jsessionid=[0-9a-z]{32}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}"
    r"|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)
"""Words that name one visit of one visitor, which no two captures share."""

_PLAIN: Final = bytes(sign for sign in range(0x21, 0x7F) if sign not in b"#%")
_ROUNDS: Final = 8
"""How often an address may have been escaped over and over."""


def surt_key(address: str) -> str:
    """Return the SURT key of a web address; anything else as it is, in small letters.

    >>> surt_key("https://www.example.org:443/News/?b=2&a=1#top")
    'org,example)/news?a=1&b=2'
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return _without_spaces(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        return _without_spaces(address)
    host = _turned_host(parts.hostname)
    host += f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    query = _query(parts.query)
    return f"{host}){_path(parts.path)}{'?' if query else ''}{query}"


def surt_host(host: str) -> str:
    """Return a host turned round: ``news.example.org`` → ``org,example,news``."""
    return _turned_host(host)


def _without_spaces(address: str) -> str:
    return _escaped(address.strip().encode("utf-8", "replace")).lower()


def _turned_host(host: str) -> str:
    host = _unescaped(host).decode("utf-8", "replace").lower().strip(".")
    try:
        return ",".join(reversed(str(IPv4Address(host)).split(".")))
    except AddressValueError:
        pass
    try:
        ascii_form = host.encode("ascii" if host.isascii() else "idna")
    except UnicodeError:
        ascii_form = host.encode("utf-8", "replace")
    host = _escaped(ascii_form).lower()
    www = _WWW.match(host)
    return ",".join(reversed(host[www.end() if www else 0 :].split(".")))


def _path(path: str) -> str:
    folders: list[bytes] = []
    for folder in _unescaped(path).removeprefix(b"/").split(b"/"):
        if folder == b".." and folders:
            folders.pop()
        elif folder != b".":
            folders.append(folder)
    kept = b"/".join(filter(None, folders))
    return _PATH_SESSIONS.sub("", "/" + _escaped(kept).lower())


def _query(query: str) -> str:
    spelled = _escaped(_unescaped(query)).lower()
    parameters = _QUERY_SESSIONS.sub("", spelled).split("&")
    return "&".join(sorted(parameters, key=lambda each: each.split("=", 1)))


def _unescaped(text: str) -> bytes:
    """Return a part of an address without percent signs, however often it was escaped."""
    raw = text.encode("utf-8", "replace")
    for _round in range(_ROUNDS):
        plain = unquote_to_bytes(raw)
        if plain == raw:
            break
        raw = plain
    return raw


def _escaped(raw: bytes) -> str:
    """Escape what is no plain sign of ASCII, and ``#`` and ``%``, which would mean something."""
    return quote_from_bytes(raw, safe=_PLAIN)
