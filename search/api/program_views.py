"""Views for programs beside the API: who may call them, and how they tell what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, Final, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from archive.captures.address_forms import AddressQuery, BadAddressError, read_address
from archive.captures.address_ranges import TooManySitesError
from search.api.callers import admit
from search.api.problems import ProblemError, problem_response
from search.pages.capture_pages import captures_open_to

_SAFE: Final = ("GET", "HEAD")

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


def capture_call(view: _View[_Rest]) -> _View[_Rest]:
    """Let programs call ``view`` that may know of captures, and count their calls.

    What it raises as ``ProblemError`` is told by RFC 9457.
    """

    @wraps(view)
    def called(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        try:
            _check(request)
            return view(request, *args, **kwargs)
        except BadAddressError as error:
            return problem_response(ProblemError(HTTPStatus.BAD_REQUEST, "bad-address", str(error)))
        except TooManySitesError:
            detail = "The archive has too many sites to go through them all: ask for one address."
            return problem_response(
                ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "too-costly", detail)
            )
        except ProblemError as problem:
            return problem_response(problem)

    return login_not_required(called)


def _check(request: HttpRequest) -> None:
    if request.method not in _SAFE:
        allowed = ", ".join(_SAFE)
        detail = f"This address takes {allowed} alone."
        raise ProblemError(
            HTTPStatus.METHOD_NOT_ALLOWED, "bad-method", detail, headers={"Allow": allowed}
        )
    admit(request)
    if not captures_open_to(request):
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED,
            "key-needed",
            "Saved pages are open to people with an account: send a key in `Authorization`.",
        )


def address_in_path(request: HttpRequest, marker: str) -> AddressQuery:
    """Return the address that follows ``marker`` in a path, with its own query.

    It is taken as it was sent where the server tells that: a path that is unescaped no longer
    knows ``%2F`` from a slash.

    Raises:
        BadAddressError: it is none.
    """
    raw = request.META.get("REQUEST_URI", "")
    if marker in raw:
        sent = raw.split(marker, 1)[1].encode("latin-1", "replace").decode("utf-8", "replace")
        return read_address(sent)
    query = request.META.get("QUERY_STRING", "")
    path = request.path_info.split(marker, 1)[1]
    return read_address(f"{path}?{query}" if query else path)
