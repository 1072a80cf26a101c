"""What holds for every page: the reader's language, and an index that is being built."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers

from search.contract import IndexUnavailableError

_TRY_AGAIN_SECONDS: Final = 60
"""When a reader who came while the index was being built is told to try again."""


class ChosenLanguageMiddleware:
    """Activate the language of the reader's cookie, else Arabic.

    Django's own middleware follows the browser's settings; an Arabic archive greets
    everybody in Arabic and leaves the change to them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class IndexBeingBuiltMiddleware:
    """Answer with a page that says so where a view needs an index that is being built."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` as its view does; ``process_exception`` sees what that raises."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for ``IndexUnavailableError``; other errors are left to Django."""
        if not isinstance(error, IndexUnavailableError):
            return None
        response = render(request, "index_being_built.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(_TRY_AGAIN_SECONDS)
        return response
