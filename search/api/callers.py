"""Who calls, and how often: by a key in the header, by the session of a browser, or by address."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest

from archive.models import AccessKey
from archive.readers.access_keys import key_in_header
from archive.readers.request_limits import (
    CALLS_OF_ADDRESS,
    CALLS_OF_KEY,
    address_of,
    request_limits,
)
from search.api.problems import ProblemError


def admit(request: HttpRequest) -> AccessKey | bool:
    """Let ``request.user`` be who calls, and count the call; return the key, if there is one.

    Raises:
        ProblemError: the key is none, the archive is closed to who calls, or the call came too soon.
    """
    key = None
    if "Authorization" in request.headers:
        key = key_in_header(request)
        if key is None:
            raise _who_are_you("This key is not known, or was revoked.")
        request.user = key.person
    elif settings.ARCHIVE_ACCESS == "private" and not request.user.is_authenticated:
        raise _who_are_you("This archive is closed: send a key in `Authorization: Bearer …`.")
    wait = (
        request_limits().wait(f"key {key.pk}", CALLS_OF_KEY)
        if key
        else request_limits().wait(f"calls {address_of(request)}", CALLS_OF_ADDRESS)
    )
    if wait:
        raise ProblemError(
            HTTPStatus.TOO_MANY_REQUESTS,
            "too-many-calls",
            f"Too many calls: go on in {wait} seconds.",
            headers={"Retry-After": str(wait)},
        )
    return key or True


def _who_are_you(detail: str) -> ProblemError:
    return ProblemError(
        HTTPStatus.UNAUTHORIZED,
        "key-needed",
        detail,
        headers={"WWW-Authenticate": 'Bearer realm="khizana"'},
    )
