"""The web server answers whoever asks, whatever others send slowly, or not at all."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from search.serving import bounded_server as bounds
from search.serving.bounded_server import BoundedServer, bounded_server

pytestmark = pytest.mark.fault

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc"
MAX_BODY = 10_000


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    told = (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], str(len(body)))
    return [" ".join(told).encode()]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[BoundedServer]:
    """A server that is quick to lose patience."""
    monkeypatch.setattr(bounds, "MAX_CONNECTIONS", 60)
    monkeypatch.setattr(bounds, "HEADER_SECONDS", 1.5)
    monkeypatch.setattr(bounds, "BODY_SECONDS", 3.0)
    yield from running(None)


@pytest.fixture
def behind_proxy() -> Iterator[BoundedServer]:
    yield from running("127.0.0.1")


def running(proxy: str | None) -> Iterator[BoundedServer]:
    server = bounded_server(application, "127.0.0.1", 0, MAX_BODY, proxy)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield server
    server.accepting = False
    server._map.clear()
    thread.join(5)
    server.close()


def get(
    server: BoundedServer, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", int(server.effective_port), timeout=5)
    try:
        connection.request("POST" if body else "GET", "/", body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def half_sent(server: BoundedServer, count: int, stack: ExitStack, start: bytes) -> list[Any]:
    opened = []
    for _ in range(count):
        address = ("127.0.0.1", int(server.effective_port))
        dialled = stack.enter_context(socket.create_connection(address, timeout=5))
        dialled.sendall(start)
        opened.append(dialled)
    return opened


@pytest.mark.parametrize("start", [HALF_A_HEAD, HALF_A_BODY, b""])
def test_half_sent_requests_hold_up_nobody(served: BoundedServer, start: bytes) -> None:
    with ExitStack() as stack:
        half_sent(served, 200, stack, start)
        begun = time.monotonic()
        assert get(served)[0] == 200
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("start", [HALF_A_HEAD, HALF_A_BODY])
def test_what_comes_letter_by_letter_is_cut_off(served: BoundedServer, start: bytes) -> None:
    with ExitStack() as stack:
        (slow,) = half_sent(served, 1, stack, start)
        for _ in range(30):
            time.sleep(0.2)
            try:
                slow.sendall(b"x")
            except OSError:
                return
        raise AssertionError("the connection still stands")


def test_a_body_is_refused_by_its_stated_length(served: BoundedServer) -> None:
    with ExitStack() as stack:
        stated = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000000\r\n\r\n"
        (sender,) = half_sent(served, 1, stack, stated)
        assert b" 413 " in sender.recv(1000)
    assert get(served, b"x" * MAX_BODY) == (200, f"127.0.0.1 http {MAX_BODY}")


def test_a_body_without_a_stated_length_is_refused_while_it_comes(served: BoundedServer) -> None:
    with ExitStack() as stack:
        start = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        (sender,) = half_sent(served, 1, stack, start)
        answer = b""
        for _ in range(20):
            try:
                sender.sendall(b"400\r\n" + b"x" * 0x400 + b"\r\n")
            except OSError:
                break
        answer = sender.recv(1000)
        assert b" 413 " in answer


def test_a_very_long_address_is_refused(served: BoundedServer) -> None:
    with ExitStack() as stack:
        (sender,) = half_sent(served, 1, stack, b"GET /?" + b"x" * 40_000 + b" HTTP/1.1\r\n\r\n")
        assert b" 431 " in sender.recv(1000)


def test_an_address_in_plain_utf8_is_read(served: BoundedServer) -> None:
    with ExitStack() as stack:
        line = "GET /search/?q=سوريا HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        (sender,) = half_sent(served, 1, stack, line)
        assert sender.recv(1000).startswith(b"HTTP/1.1 200 ")
        (sender,) = half_sent(served, 1, stack, b"GET /\xff\xd8 HTTP/1.1\r\n\r\n")
        assert sender.recv(1000).startswith(b"HTTP/1.1 200 ")


FORWARDED = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}


def test_nobody_is_believed_about_addresses_unless_a_proxy_is_declared(
    served: BoundedServer,
) -> None:
    assert get(served, headers=FORWARDED)[1] == "127.0.0.1 http 0"


def test_a_declared_proxy_is_believed(behind_proxy: BoundedServer) -> None:
    assert get(behind_proxy, headers=FORWARDED)[1] == "192.0.2.7 https 0"
    several = FORWARDED | {"X-Forwarded-For": "198.51.100.1, 192.0.2.9"}
    assert get(behind_proxy, headers=several)[1] == "192.0.2.9 https 0"


TWO_LENGTHS = {
    "two": b"Content-Length: 4\r\nContent-Length: 40\r\n",
    "a list": b"Content-Length: 4, 40\r\n",
    "signed": b"Content-Length: +4\r\n",
    "hidden chunks": b"Content-Length: 4\r\nTransfer-Encoding: xchunked\r\n",
    "a blank before the colon": b"Content-Length : 40\r\n",
    "both": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "endless": b"Content-Length: " + b"9" * 5_000 + b"\r\n",
    "folded": b"Transfer-Encoding:\r\n chunked, identity\r\n",
}


@pytest.mark.parametrize("name", TWO_LENGTHS)
def test_requests_of_two_lengths_are_refused(served: BoundedServer, name: str) -> None:
    """No second request is smuggled in the body of a first (RFC 9112, 11.2)."""
    smuggled = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\n" + TWO_LENGTHS[name] + b"\r\n"
    assert refused(served, head + b"0\r\n\r\n" + smuggled)


def test_a_body_too_large_is_not_asked_for(served: BoundedServer) -> None:
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    answer = said(served, head + b"Content-Length: 1000000\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")


def refused(server: BoundedServer, request: bytes) -> bool:
    """Return whether the server answers 400 or 501 once, and reads no second request."""
    answer = said(server, request)
    return answer.count(b"HTTP/1.") == 1 and answer.split(b" ")[1] in (b"400", b"501")


def said(server: BoundedServer, request: bytes) -> bytes:
    """Return all that a server answers before it closes, or says nothing more for two seconds."""
    answer = b""
    with socket.create_connection(("127.0.0.1", int(server.effective_port)), timeout=2) as line:
        line.sendall(request)
        try:
            while part := line.recv(65536):
                answer += part
        except TimeoutError:
            pass
    return answer
