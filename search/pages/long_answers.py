"""Answers that take long hold few of the server's threads: the others go on giving pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

AT_ONCE: Final = 2
"""Long answers that are given at once: a quarter of the server's threads."""
_TRY_AGAIN_SECONDS: Final = 30

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponseBase]


class _Slot:
    """A place among the long answers, given back once: at the latest when nobody holds it."""

    def __init__(self, places: threading.BoundedSemaphore) -> None:
        self._places: threading.BoundedSemaphore | None = places
        self._giving_back = threading.Lock()

    def give_back(self) -> None:
        """Let the next long answer begin."""
        with self._giving_back:
            places, self._places = self._places, None
        if places is not None:
            places.release()

    def __del__(self) -> None:
        self.give_back()


class _HeldContent:
    """The parts of an answer, which hold a place until the server has closed it."""

    def __init__(self, parts: Iterable[bytes], slot: _Slot) -> None:
        self._parts = iter(parts)
        self._slot = slot

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        """Called by the server at the end, or when the reader is gone."""
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()
        self._slot.give_back()


_places: Final = threading.BoundedSemaphore(AT_ONCE)
"""The threads of this process that may be held by long answers, of whichever view."""


class TooManyLongAnswersError(Exception):
    """As many long answers are given as may be at once."""


@contextmanager
def place_of_long_answer() -> Iterator[None]:
    """Hold a place among the long answers for the block. Raises ``TooManyLongAnswersError``."""
    if not _places.acquire(blocking=False):
        raise TooManyLongAnswersError
    try:
        yield
    finally:
        _places.release()


def long_answer(view: _View[_Rest]) -> _View[_Rest]:
    """Let ``view`` answer while fewer than ``AT_ONCE`` long answers are given, else say 503.

    The place is held until the view has answered, or until all of a streaming answer is sent.
    """

    @wraps(view)
    def bounded(
        request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs
    ) -> HttpResponseBase:
        if not _places.acquire(blocking=False):
            return _busy(request)
        slot = _Slot(_places)
        try:
            response = view(request, *args, **kwargs)
        except BaseException:
            slot.give_back()
            raise
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = _HeldContent(iter(response), slot)
        else:
            slot.give_back()
        return response

    return bounded


def _busy(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "busy.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    response.headers["Retry-After"] = str(_TRY_AGAIN_SECONDS)
    return response
