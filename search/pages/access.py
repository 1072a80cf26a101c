"""Who may read what: the raw captures may be closed to people who are not logged in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def captures_open_to(request: HttpRequest) -> bool:
    """Return whether this reader may see raw captures."""
    return settings.ARCHIVE_ACCESS == "public" or request.user.is_authenticated


def capture_readers_only(view: _View[_Rest]) -> _View[_Rest]:
    """Send people who may not see captures to the login page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        if not captures_open_to(request):
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
