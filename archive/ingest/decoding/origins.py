"""Where a document comes from and when it was saved, by its own word: addresses and moments."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

_WEB: Final = ("http", "https")
_HEAD: Final = 100_000
"""Bytes of a page in which its origin is looked for: scripts can make a head this long."""

_BROWSER: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SINGLE_FILE: Final = re.compile(
    r"\burl:\s*+(https?://\S{1,2000}+)\s++saved date:\s*([^\n(]{10,60})"
)
_CANONICAL: Final = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_OG_URL: Final = re.compile(r"<meta\b[^>]*\bproperty\s*=\s*[\"']?og:url\b[^>]*>", re.IGNORECASE)
_VALUE: Final = re.compile(r"\b(?:href|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)
_YEARS: Final = range(1900, 2200)
"""Years of a moment of saving; at either end of the calendar it has no equal in other zones."""
_HOME_PATHS: Final = ("", "index.html", "index.php", "home", "ar")


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """The address that a page was saved from, or "", and when, where it says so.

    ``by_markup`` says that the address is the one that the page's markup names as canonical.
    """

    url: str = ""
    saved: datetime | None = None
    by_markup: bool = False


def page_origin(content: bytes) -> PageOrigin:
    """Return the origin that a page's head states.

    The notes of browsers and of SingleFile are believed first; then the canonical address
    and ``og:url``, unless they name a whole site: careless pages all name their home.
    """
    head = content[:_HEAD].decode("utf-8", "replace")
    if found := _SINGLE_FILE.search(head):
        return PageOrigin(found[1], _saved(found[2]))
    if (found := _BROWSER.search(head)) and _is_page_address(found[1]):
        return PageOrigin(found[1])
    for pattern in (_CANONICAL, _OG_URL):
        url = _named(pattern, head)
        if _is_page_address(url):
            return PageOrigin(url, by_markup=True)
    return PageOrigin()


def canonical_address(content: bytes, url: str) -> str:
    """Return the address that the page at ``url`` names as canonical; "" for a whole site's."""
    named = _named(_CANONICAL, content[:_HEAD].decode("utf-8", "replace"))
    try:
        address = urljoin(url, named) if named else ""
    except ValueError:
        return ""
    return address if _is_page_address(address) else ""


def _named(pattern: re.Pattern[str], head: str) -> str:
    """Return the address of the element of a page's head that ``pattern`` finds, or ""."""
    tag = pattern.search(head)
    value = _VALUE.search(tag[0]) if tag else None
    return unescape(next(filter(None, value.groups()), "")).strip() if value else ""


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _WEB and bool(parts.hostname)


def host_of(url: str) -> str:
    """Return the host name of an address without its port, or ""."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def read_moment(value: str) -> datetime | None:
    """Return an ISO 8601 moment, in UTC where it states no zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except (ValueError, OverflowError):
        return None
    return _aware(moment)


def _is_page_address(url: str) -> bool:
    """Whether an address is one page's and not a whole site's."""
    if not is_web_address(url):
        return False
    parts = urlsplit(url)
    return bool(parts.query) or parts.path.strip("/").lower() not in _HOME_PATHS


def _saved(words: str) -> datetime | None:
    """Read JavaScript's ``Tue Oct 08 2024 17:41:00 GMT+0300``, or a date of e-mail."""
    try:
        return _aware(datetime.strptime(words.strip(), "%a %b %d %Y %H:%M:%S GMT%z"))
    except ValueError:
        pass
    try:
        return _aware(parsedate_to_datetime(words.strip()))
    except (ValueError, OverflowError, TypeError):
        return None


def _aware(moment: datetime) -> datetime | None:
    """Return a moment with its zone; None in a year in which nothing can have been saved."""
    if moment.year not in _YEARS:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
