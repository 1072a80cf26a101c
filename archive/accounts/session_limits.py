"""How long a session lasts.

A session ends three days after its last request and two weeks after logging in, whatever it does:
NIST SP 800-63B asks for no more than thirty days where one secret proves who somebody is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

IDLE_SECONDS: Final = 3 * 24 * 3600
"""After the last request: a weekend passes without logging in again."""
LONGEST_SECONDS: Final = 14 * 24 * 3600
"""After logging in."""
_NOTED_SECONDS: Final = 600
"""Between two notes of when a session was last used: each writes a row."""
_BEGUN: Final = "begun"
_SEEN: Final = "seen"


class SessionLimitsMiddleware:
    """Logs out whoever has been away too long, or logged in too long ago."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``, as nobody's where its session has ended."""
        # Asked in this order, a request without a session costs nothing.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _limit(request, int(time.time()))
        return self.get_response(request)


def _limit(request: HttpRequest, now: int) -> None:
    session = request.session
    begun = session.setdefault(_BEGUN, now)
    seen = session.get(_SEEN, begun)
    if now - seen > IDLE_SECONDS or now - begun > LONGEST_SECONDS:
        logout(request)
    elif _SEEN not in session or now - seen > _NOTED_SECONDS:
        session[_SEEN] = now
