"""Addresses of the desk that no page of it makes: answered with 404 or 400, as readers' are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.contrib.admin.options import TO_FIELD_VAR, IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse

KEY: Final = re.compile("[0-9]{1,18}")
"""A primary key in an address: every record of the desk has an integer of 64 bits."""


class OddAddressesMiddleware:
    """Refuses what the admin's views would take for a mistake of the program."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass."""
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _arguments: Sequence[Any],
        named: Mapping[str, Any],
    ) -> None:
        """Refuse a key that is none, and a relation by a field without a name.

        Raises:
            Http404, BadRequest: for one and the other.
        """
        if "object_id" in named and not KEY.fullmatch(str(named["object_id"])):
            raise Http404
        if "object_id" in named and request.GET.get(TO_FIELD_VAR) == "":
            raise BadRequest

    def process_exception(self, _request: HttpRequest, error: Exception) -> None:
        """Refuse a list by a filter that it does not have, and a number that no record can have.

        Raises ``BadRequest``.
        """
        too_large = isinstance(error, OverflowError) and "SQLite INTEGER" in str(error)
        if too_large or isinstance(error, IncorrectLookupParameters):
            raise BadRequest from error
