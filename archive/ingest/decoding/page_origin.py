"""Where a saved page comes from, by its own word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Final
from urllib.parse import urlsplit

_HEAD: Final = 100_000
_BROWSER: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SINGLE_FILE: Final = re.compile(r"\burl:\s*(https?://\S+)\s+saved date:\s*([^\n(]{10,60})")
_CANONICAL: Final = re.compile(r"<link\b[^>]*\brel\s*=\s*[\"']?canonical\b[^>]*>", re.IGNORECASE)
_OG_URL: Final = re.compile(r"<meta\b[^>]*\bproperty\s*=\s*[\"']?og:url\b[^>]*>", re.IGNORECASE)
_VALUE: Final = re.compile(r"\b(?:href|content)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.I)


@dataclass(frozen=True, slots=True)
class PageOrigin:
    """The address that a page was saved from, or "", and when, where it says so."""

    url: str = ""
    saved: datetime | None = None


def page_origin(content: bytes) -> PageOrigin:
    """Return the origin that a page's head states.

    The notes of browsers and of SingleFile are believed first; then the canonical address
    and ``og:url``, unless they name a whole site: careless pages all name their home.
    """
    head = content[:_HEAD].decode("utf-8", "replace")
    if found := _SINGLE_FILE.search(head):
        return PageOrigin(found[1], _saved(found[2]))
    if (found := _BROWSER.search(head)) and _is_page(found[1]):
        return PageOrigin(found[1])
    for pattern in (_CANONICAL, _OG_URL):
        tag = pattern.search(head)
        value = _VALUE.search(tag[0]) if tag else None
        url = unescape(next(filter(None, value.groups()), "")).strip() if value else ""
        if _is_page(url):
            return PageOrigin(url)
    return PageOrigin()


def _is_page(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    whole_site = parts.path.strip("/").lower() in ("", "index.html", "index.php", "home", "ar")
    named = bool(parts.hostname) and parts.scheme in ("http", "https")
    return named and not (whole_site and not parts.query)


def _saved(words: str) -> datetime | None:
    """Read JavaScript's ``Tue Oct 08 2024 17:41:00 GMT+0300``."""
    try:
        moment = datetime.strptime(words.strip(), "%a %b %d %Y %H:%M:%S GMT%z")
    except ValueError:
        try:
            moment = parsedate_to_datetime(words.strip())
        except ValueError:
            return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
