"""Pages that show a capture say of what and of when it is, for programs (RFC 7089, Memento)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from archive.captures.address_lookup import captures_by_key
from search.presentation.links import whole_address
from search.presentation.memento_links import memento_headers

_View = Callable[..., HttpResponse]


def as_memento(view: _View) -> _View:
    """Add ``Memento-Datetime`` and its links to an answer of ``view`` that shows the capture ``pk``."""

    @wraps(view)
    def shown(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponse:
        response = view(request, pk=pk, **kwargs)
        if response.status_code == HTTPStatus.OK:
            for capture in captures_by_key([pk]):
                headers = memento_headers(capture, whole_address(request))
                for name, value in headers.items():
                    response.headers[name] = value
        return response

    return shown
