"""Headers of every answer: who may keep it, embed it, and what a page may use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

_UNUSED: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "picture-in-picture",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "web-share",
    "xr-spatial-tracking",
)
"""Features of browsers that no page uses (W3C, Permissions Policy)."""
_PERMISSIONS: Final = ", ".join(f"{feature}=()" for feature in _UNUSED)


class SecurityHeadersMiddleware:
    """Closes what no page uses, and lets nobody keep what was shown to one person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``; its pages are no proxy's and no disk's where it bears a session."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _personal(request, response):
            response.headers["Cache-Control"] = "private, no-store"
        return response


def _personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether an answer is for one person: a static file never is."""
    if request.path.startswith(settings.STATIC_URL):
        return False
    cookie = settings.SESSION_COOKIE_NAME
    return (
        settings.ARCHIVE_ACCESS == "private"
        or cookie in request.COOKIES
        or cookie in response.cookies
    )
