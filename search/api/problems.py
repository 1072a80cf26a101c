"""What a program is told where its call cannot be answered: problem details by RFC 9457."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse, JsonResponse

MEDIA_TYPE: Final = "application/problem+json"
_TRY_AGAIN_SECONDS: Final = 60


class ProblemError(Exception):
    """A call that cannot be answered.

    ``kind`` is the last part of the problem's type, which programs may rely on; ``detail`` names
    the thing and the way out; ``more`` are further members of the answer, ``headers`` of its head.
    """

    def __init__(
        self,
        status: HTTPStatus,
        kind: str,
        detail: str,
        *,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.status: Final = status
        self.kind: Final = kind
        self.detail: Final = detail
        self.headers: Final = headers or {}
        self.more: Final = more


def problem_response(problem: ProblemError) -> HttpResponse:
    """Return the answer that tells of ``problem``."""
    told = {
        "type": f"urn:khizana:problem:{problem.kind}",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
        **problem.more,
    }
    return JsonResponse(
        told,
        status=problem.status,
        content_type=MEDIA_TYPE,
        headers=problem.headers,
        json_dumps_params={"ensure_ascii": False},
    )


def unknown(what: str, name: str) -> ProblemError:
    """Return the problem of a thing that is not there, or not shown."""
    return ProblemError(HTTPStatus.NOT_FOUND, "not-found", f"There is no {what} {name!r}.")


def too_costly() -> ProblemError:
    """Return the problem of a search for which the time did not last."""
    return ProblemError(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "too-costly",
        "This search takes too long: use rarer words, or fewer patterns.",
    )


def index_is_built() -> ProblemError:
    """Return the problem of an index that is not there yet."""
    return ProblemError(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "index-being-built",
        "The search index is being built; articles can be read meanwhile.",
        headers={"Retry-After": str(_TRY_AGAIN_SECONDS)},
    )
