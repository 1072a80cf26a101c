"""Who may read a feed, and how often: by a key in the address where the archive is closed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.models import AccessKey, KeyPurpose
from archive.readers.access_keys import find_key
from archive.readers.request_limits import (
    FEEDS_OF_ADDRESS,
    FEEDS_OF_KEY,
    address_of,
    request_limits,
)
from search.exports.atom_feed import Feed, atom

KEY: Final = "key"
"""The parameter that holds the key of a feed."""
LANGUAGE: Final = "lang"
"""The parameter that says in which language a feed speaks: its readers send no cookie."""
_ATOM: Final = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FeedAccess:
    """Whether the feed ``name`` may be read.

    ``refusal`` is the answer where not; ``key`` is the key by which it is read, if by any.
    """

    name: str
    key: AccessKey | None = None
    refusal: HttpResponse | None = None


def is_closed() -> bool:
    """Return whether nobody reads the archive without an account."""
    return bool(settings.ARCHIVE_ACCESS == "private")


def feed_access(request: HttpRequest, name: str, *, personal: bool = False) -> FeedAccess:
    """Return whether this request may read the feed ``name``; it is counted.

    A feed that is ``personal`` needs a key in an open archive, too: it is its owner's alone.
    """
    if wait := request_limits().wait(address_of(request), FEEDS_OF_ADDRESS):
        return FeedAccess(name, refusal=_too_often(wait))
    token = request.GET.get(KEY, "")
    key = find_key(token, KeyPurpose.FEED, name) if token else None
    if key is not None and (wait := request_limits().wait(f"key {key.pk}", FEEDS_OF_KEY)):
        return FeedAccess(name, refusal=_too_often(wait))
    needed = personal or is_closed()
    if needed and key is None and not request.user.is_authenticated:
        return FeedAccess(name, refusal=_refused())
    return FeedAccess(name, key)


def feed_language(request: HttpRequest) -> str:
    """Return the language that the address of a feed asks for, else the reader's."""
    asked = request.GET.get(LANGUAGE, "")
    return asked if asked in dict(settings.LANGUAGES) else str(get_language())


def conditional_feed(
    request: HttpRequest, access: FeedAccess, mark: object, feed: Callable[[], Feed]
) -> HttpResponseBase:
    """Return a feed, or 304 where its reader has it as it is (``If-None-Match``).

    ``mark`` is what changes with its entries; ``feed`` makes it, where it is asked for.
    """
    marked = repr((request.get_full_path(), get_language(), mark))
    etag = f'"{hashlib.sha256(marked.encode()).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=etag)
    response = known or HttpResponse(atom(feed()), content_type=_ATOM)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache" if access.key else "no-cache"
    return response


def told_in_text(told: str, status: HTTPStatus) -> HttpResponse:
    """Return a sentence for the reader of a feed, which may be a program."""
    return HttpResponse(f"{told}\n", status=status, content_type="text/plain; charset=utf-8")


def _too_often(seconds: int) -> HttpResponse:
    told = _("Too many requests: ask again in %(seconds)d seconds.") % {"seconds": seconds}
    response = told_in_text(told, HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


def _refused() -> HttpResponse:
    told = _("This feed opens by its own key. Make one on the page of the search, when logged in.")
    return told_in_text(told, HTTPStatus.FORBIDDEN)
