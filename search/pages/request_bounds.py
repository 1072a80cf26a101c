"""Requests that are refused before anything reads them: bodies that are too large."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RequestBoundsMiddleware:
    """Answer 413 to a body of more bytes than ``DATA_UPLOAD_MAX_MEMORY_SIZE``, unread.

    The server bounds a body without a stated length while it reads it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` where its body is within bounds."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal():
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        if int(stated) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
            return render(request, "request_too_large.html", status=status)
        return self.get_response(request)
