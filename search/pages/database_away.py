"""What readers are told where the database does not answer, or takes no changes.

A page that was only read is made again when the server is back within seconds; whoever sent a form
is told to send it again. Nothing was done then: its transaction was not committed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.db import DataError, InterfaceError, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.views import defaults

from archive.captures.bucket_store import CapturesAwayError
from archive.database_settings import WAIT_SECONDS
from archive.database_start import answers
from archive.refused_changes import tells_read_only

RETRY_SECONDS: Final = 5
"""What ``Retry-After`` says."""
_LOOK_SECONDS: Final = 0.2
_REFUSED_LETTER: Final = "NUL (0x00)"
"""In the words of psycopg."""
_AWAY: Final = "database_was_away"


def passes(error: BaseException | None) -> bool:
    """Return whether an error is answered with 503: what is away, or read only, may be there again."""
    return isinstance(error, CapturesAwayError) or tells_read_only(error) or _server_is_away(error)


def _server_is_away(error: BaseException | None) -> bool:
    return connection.vendor == "postgresql" and isinstance(
        error, (OperationalError, InterfaceError)
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error that nothing foresaw: 503 where the database is why, else 500."""
    error = sys.exc_info()[1]
    if tells_read_only(error):
        return _later("read_only.html")
    if isinstance(error, CapturesAwayError):
        return _later("database_away.html")
    if _server_is_away(error):
        response = _later("database_away.html")
        setattr(response, _AWAY, True)
        return response
    if _REFUSED_LETTER in str(error) or (
        isinstance(error, DataError) and request.method in ("GET", "HEAD")
    ):
        # What was asked for is no text, or no number, that a row could have.
        return defaults.bad_request(request, error if isinstance(error, Exception) else Exception())
    return defaults.server_error(request)


class DatabaseAwayMiddleware:
    """Makes a page once more that failed because a PostgreSQL server was away for a moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``; it waits ``WAIT_SECONDS`` at most for the server."""
        begun = time.monotonic()
        response = self.get_response(request)
        read = request.method in ("GET", "HEAD")
        if getattr(response, _AWAY, False) and read and _is_back_by(begun + WAIT_SECONDS):
            return self.get_response(request)
        return response


def _is_back_by(deadline: float) -> bool:
    connections.close_all()
    while time.monotonic() < deadline:
        if answers():
            return True
        time.sleep(_LOOK_SECONDS)
    return False


def _later(template: str) -> HttpResponse:
    # Without a request: it asks the database for nothing.
    response = HttpResponse(
        loader.get_template(template).render(), status=HTTPStatus.SERVICE_UNAVAILABLE
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
