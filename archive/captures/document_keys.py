"""What the addresses of one document have in common: pages are linked to in many spellings."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize
from urllib.parse import quote, unquote_to_bytes, urlsplit

_WEB: Final = frozenset({"http", "https"})
_PORTS: Final = {"http": 80, "https": 443}
_HOST_PREFIXES: Final = ("www.", "amp.")
_AMP_PATH: Final = re.compile(r"/amp/*$", re.IGNORECASE)
_VISITORS: Final = frozenset({"fbclid", "gclid"})
_VISITORS_PREFIX: Final = "utm_"
"""Parameters that tell how a visitor came, and nothing of the page."""

_AMP_VALUES: Final = frozenset({"", "1", "true"})
_STATE_FRAGMENTS: Final = ("!", "/")
"""Beginnings of fragments by which scripts tell pages apart."""

_REMEMBERED: Final = 2048
"""Addresses of a few batches: each is asked for before its page is read, and after."""

_ESCAPED: Final = re.compile("%[0-9A-Fa-f]{2}")
_STAYS: Final = "!$&'()*+,;=:@/-._~"
_KEPT_ESCAPES: Final = re.compile("%(?:2[356F]|3[BDF]|2B|5C)", re.IGNORECASE)
"""Escaped signs that would mean something else if they were not: ``%2F`` is no new folder."""


@lru_cache(_REMEMBERED)
def document_key(address: str) -> str:
    """Return what all addresses of one document share; anything but a web address as it is.

    The same whatever its scheme, ``www.``, trailing slash, fragment, spelling with or without
    percent signs, form for telephones (``/amp``, ``?amp=1``, ``amp.``) and what tells visitors
    apart. Total: an address that cannot be read is its own key.

    >>> document_key("http://www.example.org/a/?utm_source=x#top")
    'example.org/a'
    """
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        return address
    if parts.scheme not in _WEB or not parts.hostname:
        return address
    host = _without_form(parts.hostname)
    host += f":{port}" if port not in (None, _PORTS[parts.scheme]) else ""
    path = _AMP_PATH.sub("", _spelled(parts.path)).rstrip("/")
    query = "&".join(each for each in map(_parameter, parts.query.split("&")) if each)
    fragment = parts.fragment if parts.fragment.startswith(_STATE_FRAGMENTS) else ""
    return f"{host}{path}{'?' if query else ''}{query}{'#' if fragment else ''}{_spelled(fragment)}"


def address_key(address: str) -> str:
    """Return the key under which an address is kept, or "" where it is none of the web."""
    key = document_key(address)
    # Only what is no web address keeps its own spelling: the key of one has no scheme.
    return "" if key == address else hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def site_of(address: str) -> str:
    """Return the host of an address without what only names a form of the site, or ""."""
    try:
        return _without_form(urlsplit(address.strip()).hostname or "")
    except ValueError:
        return ""


def _without_form(host: str) -> str:
    host = host.rstrip(".")
    for prefix in _HOST_PREFIXES:
        if host.startswith(prefix) and "." in host.removeprefix(prefix):
            host = host.removeprefix(prefix)
    return host


def is_same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site, or one of a part of the other's."""
    first, second = site_of(one), site_of(other)
    if not first or not second:
        return False
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def plainest(known: str, new: str, uri: str) -> str:
    """Return the one of two addresses that a document of ``uri`` is shown under.

    One of its own address's spellings goes before any other, then the shorter one.
    """
    if not known or not new or known == new:
        return new
    own = document_key(uri)
    return min(known, new, key=lambda each: (document_key(each) != own, len(each)))


def _parameter(text: str) -> str:
    """Return a parameter of a query as it is spelled, or "" where it is not the page's."""
    name, _, value = text.partition("=")
    lowered = name.lower()
    if lowered in _VISITORS or lowered.startswith(_VISITORS_PREFIX):
        return ""
    if lowered == "amp" and value.lower() in _AMP_VALUES:
        return ""
    return _spelled(text.replace("+", "%20"))


def _spelled(text: str) -> str:
    """Return a part of an address in one spelling: UTF-8, NFC, escaped where it must be."""
    pieces = []
    end = 0
    for kept in _KEPT_ESCAPES.finditer(text):
        pieces += [_readable(text[end : kept.start()]), kept[0].upper()]
        end = kept.end()
    return "".join([*pieces, _readable(text[end:])])


def _readable(text: str) -> str:
    if not _ESCAPED.search(text) and text.isascii() and " " not in text:
        return text
    raw = unquote_to_bytes(text)
    try:
        return quote(normalize("NFC", raw.decode()), safe=_STAYS)
    except UnicodeDecodeError:
        return quote(raw, safe=_STAYS)
