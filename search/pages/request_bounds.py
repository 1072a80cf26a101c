"""Requests that are refused before anything reads them: bodies that are too large."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RequestBoundsMiddleware:
    """Answer 413 to a body of more bytes than ``DATA_UPLOAD_MAX_MEMORY_SIZE``, unread.

    Addresses that take slices of files allow ``REQUEST_MAX_BYTES`` to whoever bears a session. The server bounds a body without a stated length while it reads it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` where its body is within bounds."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal():
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        if int(stated) > _most_bytes(request):
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return render(request, "request_too_large.html", status=status)
        return self.get_response(request)


def _most_bytes(request: HttpRequest) -> int:
    takes_files = request.path_info.startswith(f"/{settings.UPLOAD_PATH}")
    if takes_files and settings.SESSION_COOKIE_NAME in request.COOKIES:
        return int(settings.REQUEST_MAX_BYTES)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
