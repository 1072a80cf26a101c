"""What the log holds of requests: a line of each where it is wished, and no traceback of a refusal."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from archive.database_damage import WAY_OUT, tells_damage
from archive.secret_tokens import masked

_MOST_LETTERS: Final = 500
"""Letters of an address that a line holds."""

_MOST_TOLD: Final = 200
"""Letters of what SQLite says of damage, which may hold a whole text."""

_log = logging.getLogger("khizana.requests")


class WithoutRefusals(logging.Filter):
    """Takes the traceback off what Django tells of requests that were refused as they should be.

    Of what somebody may not do it adds who it was, and from which address. A damaged database is
    told in a sentence too, with the way out: its traceback would only name the page.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = record.exc_text = None
        elif record.exc_info and tells_damage(error := record.exc_info[1]):
            message = (
                f"{record.getMessage()}: the database is damaged ({str(error)[:_MOST_TOLD]!r})."
            )
            record.msg, record.args = f"{message} {WAY_OUT}", ()
            record.exc_info = record.exc_text = None
        request = getattr(record, "request", None)
        if status == HTTPStatus.FORBIDDEN and isinstance(request, HttpRequest):
            record.msg = f"{record.getMessage()}: {_who(request)}"
            record.args = ()
        return True


def _who(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    name = user.get_username() if user is not None and known else "nobody"
    return f"name {name}, address {request.META.get('REMOTE_ADDR', '-')}"


class RequestLogMiddleware:
    """Writes a line of each request: who, what, the status, bytes and milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``, then write its line."""
        begun = time.perf_counter()
        response = self.get_response(request)
        _log.info(
            "%s %s %s %d %s %.0f ms",
            request.META.get("REMOTE_ADDR", "-"),
            request.method,
            masked(request.get_full_path())[:_MOST_LETTERS],
            response.status_code,
            "-" if response.streaming else len(response.content),
            (time.perf_counter() - begun) * 1000,
        )
        return response
