"""Addresses of the files that a page names, in one spelling.

Unlike ``document_key`` nothing is left out but the fragment: two spellings are the same only
where every browser would ask for the same file.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

from archive.ingest.decoding.origins import is_web_address

LONGEST: Final = 2000
"""Letters of an address; what is longer is no file's."""

_PORTS: Final = {"http": 80, "https": 443}
_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_STAYS: Final = "%!$&'()*+,;=:@/?-._~[]|"
_BLANKS: Final = re.compile(r"[\t\n\r]+")
_INSIDE: Final = "cid:"


def resource_key(address: str) -> str:
    """Return the one spelling of an absolute address (RFC 3986, 6.2.2 and 6.2.3); "" for none.

    The address of a part of a message (``cid:…``) is its own.

    >>> resource_key("HTTP://News.example:80/%7ea/صورة.png#top")
    'http://news.example/~a/%D8%B5%D9%88%D8%B1%D8%A9.png'
    """
    if address[: len(_INSIDE)].lower() == _INSIDE:
        return _INSIDE + address[len(_INSIDE) :].strip("<> ")
    if not is_web_address(address):
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host = _host(parts.hostname or "")
    host += f":{port}" if port not in (None, _PORTS.get(parts.scheme)) else ""
    query = f"?{_spelled(parts.query)}" if parts.query else ""
    return f"{parts.scheme}://{host}{_spelled(parts.path) or '/'}{query}"


def resolved(named: str, base: str) -> str:
    """Return the absolute address that ``named`` means at ``base``; "" where it is no file's.

    What is inside the page already (``data:``) or is run by a browser is none. At a page that has
    no address of its own, ``base`` is its path, and so is what is returned.
    """
    named = _BLANKS.sub("", named).strip()
    if not named or named.startswith("#") or len(named) > LONGEST:
        return ""
    try:
        address = urljoin(base, named)
        parts = urlsplit(address)
    except ValueError:
        return ""
    if len(address) > LONGEST:
        return ""
    if parts.scheme in _PORTS:
        return address.partition("#")[0] if parts.hostname else ""
    if address[: len(_INSIDE)].lower() == _INSIDE:
        return address
    is_path = not parts.scheme and not parts.netloc and not is_web_address(base)
    return address.partition("#")[0] if is_path else ""


def _host(name: str) -> str:
    if name.isascii():
        return name.rstrip(".")
    try:
        return name.rstrip(".").encode("idna").decode()
    except UnicodeError:
        return name


def _spelled(text: str) -> str:
    """Return a path or query, escaped as browsers do, and nowhere else."""
    return quote(_ESCAPED.sub(_unescaped, text), safe=_STAYS)


def _unescaped(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()
