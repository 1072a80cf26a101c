"""The origin of replayed pages: their addresses are answered before any cookie is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation

from search.replay.replay_answers import notice

PATH = "/replay/"
"""Where the addresses of replayed pages begin."""


class ReplayOriginMiddleware:
    """Answers what is under ``/replay/``, and nothing else on a host that is set for it.

    It stands before whatever knows people: no session, no language and no token of a form is read
    or set, and the cookies that a browser sent are taken off the request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer ``request`` where it is for a replayed page, else as the site does."""
        own = settings.ARCHIVE_REPLAY_URL
        is_replay = request.path_info.startswith(PATH)
        on_own_host = own is not None and _host(request) == own.host
        if not is_replay and not on_own_host:
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.get_host()  # An unknown one is refused.
        with translation.override(settings.LANGUAGE_CODE):
            if not is_replay or (own is not None and not on_own_host):
                return notice("unknown")
            return _answer(request)


def _host(request: HttpRequest) -> str:
    """Return the name by which the site was asked. Raises ``DisallowedHost``."""
    return split_domain_port(request.get_host())[0]


def _answer(request: HttpRequest) -> HttpResponseBase:
    try:
        found = resolve(request.path_info)
        answer: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    except (Resolver404, Http404):
        return notice("unknown")
    return answer
