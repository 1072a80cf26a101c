"""The API at its addresses: calls, their description, and a page for people."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from search.api.callers import admit
from search.api.problems import MEDIA_TYPE, ProblemError, problem_response
from search.api.routes import router
from search.pages.database_away import passes

_log = logging.getLogger("django.request")


class _Letters(JSONRenderer):
    """JSON in which Arabic letters stand as they are, in a third of the bytes."""

    def __init__(self) -> None:
        self.json_dumps_params = {"ensure_ascii": False}


api: Final = NinjaAPI(
    title="Khizana",
    version="1",
    description="An archive of Arabic news, read only. What cannot be answered is told by RFC 9457.",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    auth=admit,
    renderer=_Letters(),
)
api.add_router("", router)


@api.exception_handler(ProblemError)
def _problem(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(error)


@api.exception_handler(ValidationError)
def _bad_parameter(_request: HttpRequest, error: Any) -> HttpResponse:
    faults = [
        {"parameter": str(each["loc"][-1]) if each["loc"] else "", "fault": each["msg"]}
        for each in error.errors
    ]
    told = "; ".join(f"{each['parameter']}: {each['fault']}" for each in faults)
    return problem_response(
        ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "bad-parameter", told, faults=faults)
    )


@api.exception_handler(HttpError)
def _unread(_request: HttpRequest, error: Any) -> HttpResponse:
    status = HTTPStatus(error.status_code)
    return problem_response(ProblemError(status, "unreadable", f"{error}. Send JSON in UTF-8."))


@api.exception_handler(SuspiciousOperation)
def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(ProblemError(HTTPStatus.BAD_REQUEST, "bad-parameter", str(error)))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    if passes(error):
        raise error  # Answered as on the site's pages: once more, or with 503.
    _log.error("Internal Server Error: %s", request.path, exc_info=error)
    detail = "The archive could not answer; its operator finds why in the log."
    return problem_response(
        ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "internal-error", detail)
    )


@login_not_required
def no_such_call(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """Tell that there is no call at this address."""
    detail = f"There is no call {rest[:200]!r}: see `openapi.json`."
    return problem_response(ProblemError(HTTPStatus.NOT_FOUND, "not-found", detail))


def described() -> dict[str, Any]:
    """Return the description of the API by OpenAPI 3.1; problems have their own media type."""
    schema = api.get_openapi_schema()
    for methods in schema["paths"].values():
        for call in methods.values():
            for status, response in call["responses"].items():
                if int(status) >= HTTPStatus.BAD_REQUEST:
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    return schema


@login_not_required
@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """Describe the API by OpenAPI."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def for_people(request: HttpRequest) -> HttpResponse:
    """Show which calls there are, and what each takes."""
    schema = api.get_openapi_schema()
    calls = [
        {
            "path": address,
            "method": method.upper(),
            "summary": call.get("description", ""),
            "parameters": call.get("parameters", ()),
        }
        for address, methods in schema["paths"].items()
        for method, call in methods.items()
    ]
    return render(request, "api.html", {"calls": calls})


def _told(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let ``view`` say who may call it by itself, and tell of a method that it does not take."""

    @wraps(view)
    def told(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            response = view(request, **given)
        except Http404:
            return no_such_call(request, request.path)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = response.headers.get("Allow", "")
        detail = f"This address takes {allowed} alone."
        return problem_response(
            ProblemError(
                HTTPStatus.METHOD_NOT_ALLOWED, "bad-method", detail, headers={"Allow": allowed}
            )
        )

    return login_not_required(told)


def _calls() -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        # The page for people stands at the root, under the name by which the description finds it.
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = _told(pattern.callback)
            yield pattern


app_name = "api"
urlpatterns = [
    path("", for_people, name="api-root"),
    path("openapi.json", description, name="description"),
    *_calls(),
    path("<path:rest>", no_such_call, name="no_such_call"),
]
