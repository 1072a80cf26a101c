"""Long answers, over real connections: whoever fetches them slowly holds up nobody."""

from __future__ import annotations

import gc
import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory, override_settings
from django.urls import include, path

from search.pages.long_answers import AT_ONCE, long_answer
from search.serving import bounded_server as bounds
from search.serving.bounded_server import BoundedServer, bounded_server

pytestmark = pytest.mark.fault

PART = b"x" * 65_536
PARTS = 1_600
"""A hundred megabytes: more than connections and the server keep ready."""


def _parts() -> Iterator[bytes]:
    for _ in range(PARTS):
        yield PART


@long_answer
def much(_request: HttpRequest) -> HttpResponseBase:
    return StreamingHttpResponse(_parts())


@long_answer
def wrong(_request: HttpRequest) -> HttpResponseBase:
    raise ValueError("wrong")


@long_answer
def short(_request: HttpRequest) -> HttpResponseBase:
    return HttpResponse("short")


def page(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


urlpatterns = [path("much", much), path("page", page), path("", include("archive.urls"))]


@pytest.fixture
def served() -> Iterator[BoundedServer]:
    with override_settings(ROOT_URLCONF=__name__):
        server = bounded_server(WSGIHandler(), "127.0.0.1", 0, 10_000, None)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield server
        server.accepting = False
        server._map.clear()
        thread.join(5)
        server.close()


def asked(server: BoundedServer, stack: ExitStack, address: str = "/much") -> socket.socket:
    """Ask for something, and fetch nothing of it."""
    dialled = stack.enter_context(
        socket.create_connection(("127.0.0.1", int(server.effective_port)), timeout=15)
    )
    dialled.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return dialled


def status(server: BoundedServer, address: str) -> tuple[int, str | None]:
    port = int(server.effective_port)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Retry-After")
    finally:
        connection.close()


def eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


def test_ten_slow_downloads_and_pages_still_answer(served: BoundedServer) -> None:
    with ExitStack() as stack:
        slow = [asked(served, stack) for _ in range(10)]
        heads = [each.recv(300) for each in slow]
        begun = [head for head in heads if b" 200 " in head.splitlines()[0]]
        refused = [head for head in heads if b" 503 " in head.splitlines()[0]]
        assert (len(begun), len(refused)) == (AT_ONCE, 10 - AT_ONCE)
        start = time.monotonic()
        for _ in range(5):
            assert status(served, "/page") == (200, None)
        assert time.monotonic() - start < 5
        code, retry_after = status(served, "/much")
        assert code == 503
        assert retry_after is not None
        assert int(retry_after) > 0
    assert eventually(lambda: status(served, "/much")[0] == 200), "readers who left hold nothing"


def test_an_answer_that_nobody_fetches_is_ended(
    served: BoundedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "STALLED_SECONDS", 1.0)
    with ExitStack() as stack:
        for _ in range(AT_ONCE):
            assert b" 200 " in asked(served, stack).recv(300)
        assert eventually(lambda: status(served, "/much")[0] == 200)


def test_a_whole_download_comes_and_gives_its_place_back(served: BoundedServer) -> None:
    port = int(served.effective_port)
    for _ in range(AT_ONCE + 1):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/much")
        assert len(connection.getresponse().read()) == PARTS * len(PART)
        connection.close()


def test_places_are_given_back_by_errors_and_short_answers() -> None:
    request = RequestFactory().get("/")
    for _ in range(AT_ONCE + 1):
        with pytest.raises(ValueError, match="wrong"):
            wrong(request)
        assert short(request).status_code == 200


def test_an_answer_that_is_never_sent_gives_its_place_back() -> None:
    request = RequestFactory().get("/")
    for _ in range(AT_ONCE + 1):
        response = much(request)
        assert response.status_code == 200
        del response
        gc.collect()
