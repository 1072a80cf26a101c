"""The page that says which kept file a checksum, or a file of the reader's own, is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.captures.known_files import LEAST_DIGITS, known_files, written_checksum
from search.pages.capture_pages import captures_open_to

_MOST_LETTERS: Final = 200
"""Letters of a checksum as it is typed: 64 digits, grouped and named."""


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form; with ``?checksum=`` say what the archive holds under it, if anything."""
    typed = request.GET.get("checksum", "")[:_MOST_LETTERS].strip()
    checksum = written_checksum(typed)
    context: dict[str, Any] = {
        "typed": typed,
        "checksum": checksum,
        "is_whole": len(checksum) == 64,
        "least_digits": LEAST_DIGITS,
        "misread": bool(typed) and not checksum,
        "captures_open": captures_open_to(request),
    }
    if checksum:
        context["found"] = known_files(checksum)
    status = HTTPStatus.BAD_REQUEST if context["misread"] else HTTPStatus.OK
    return render(request, "verify.html", context, status=status)
