"""A PostgreSQL server that is restarted while readers ask: they wait, or are told when to ask again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.database_server import DatabaseServer
from tests.processes import Environment, command, manage

pytestmark = [pytest.mark.cluster, pytest.mark.fault]


@pytest.fixture
def site(archive: Environment, documents: object) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A served archive of sixty articles, and its process."""
    loaded = manage(archive, "load_articles", str(documents))
    assert loaded.returncode == 0, loaded.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(command("serve", "--port", str(port)), env=archive)
    address = f"http://127.0.0.1:{port}"
    for _attempt in range(600):
        time.sleep(0.2)
        if _ask(f"{address}/health/")[0] == 200:
            break
    yield address, process
    process.send_signal(signal.SIGTERM)
    process.wait(60)


def _ask(address: str) -> tuple[int, str | None, float]:
    """Return status, ``Retry-After`` and seconds; status 0 where there was no answer."""
    begun = time.monotonic()
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own
            answer.read()
            return answer.status, None, time.monotonic() - begun
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Retry-After"), time.monotonic() - begun
    except OSError:
        return 0, None, time.monotonic() - begun


def test_readers_of_a_restarted_server_wait_or_are_told(
    site: tuple[str, subprocess.Popen[bytes]], template: DatabaseServer
) -> None:
    address, _process = site
    answers: list[tuple[int, str | None, float]] = []
    ending = threading.Event()

    def read() -> None:
        while not ending.is_set():
            answers.append(_ask(f"{address}/"))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    time.sleep(2)
    template.stop()
    time.sleep(1)
    template.start()
    time.sleep(8)
    quick = len(answers)
    # Away for longer than a reader waits.
    template.stop("immediate")
    time.sleep(9)
    template.start()
    for _attempt in range(100):
        time.sleep(0.3)
        if _ask(f"{address}/health/ready")[0] in (200, 503) and _ask(f"{address}/")[0] == 200:
            break
    ending.set()
    for reader in readers:
        reader.join()
    by_status = Counter(status for status, _retry, _seconds in answers)
    assert set(by_status) <= {200, 503}, by_status
    assert by_status[200] > 10
    assert all(retry == "5" for status, retry, _seconds in answers if status == 503)
    # A restart of a second is waited for.
    assert sum(status == 503 for status, _retry, _seconds in answers[:quick]) <= 3
    assert _ask(f"{address}/")[0] == 200


def test_a_server_that_is_stopped_answers_what_it_was_asked(
    site: tuple[str, subprocess.Popen[bytes]],
) -> None:
    address, process = site
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as slow:
        slow.sendall(b"GET /health/ HTTP/1.1\r\nHost: localhost\r\n")
        time.sleep(0.5)
        os.kill(process.pid, signal.SIGTERM)
        time.sleep(1.5)
        assert _ask(f"{address}/health/")[0] == 0
        slow.sendall(b"Connection: close\r\n\r\n")
        slow.settimeout(20)
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
    assert process.wait(60) == 0
