"""The load by which memory is judged finds nothing wrong with a small archive, and sees what is."""

from __future__ import annotations

import socket
import subprocess
import threading
from contextlib import nullcontext
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.load.__main__ import judged, load, make_archive, served, table
from tests.load.memory import Sample, as_lines
from tests.load.visitors import Browser, Journal

SECONDS = 12.0


@pytest.mark.exhaustive
@pytest.mark.fault
def test_readers_and_an_editor_meet_no_error(tmp_path: Path) -> None:
    with served(make_archive(tmp_path, 100)) as (port, process):
        journal, curve = load(port, process, readers=8, seconds=SECONDS)
    assert journal.errors == []
    assert journal.pages > 10
    assert journal.found_after
    assert curve[-1].web >= curve[-1].web_anonymous > 10_000
    assert curve[-1].worker > 10_000
    assert "| search |" in table(journal, curve, SECONDS)


@pytest.mark.parametrize(("refusals", "waits"), [(1, 1), (9, 3)])
def test_a_reader_waits_where_he_is_told_to(refusals: int, waits: int) -> None:
    left = [503] * refusals

    class Busy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(left.pop() if left else 200)
            self.send_header("Retry-After", "0.01")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    journal = Journal()
    with ThreadingHTTPServer(("127.0.0.1", 0), Busy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = Browser(server.server_port, journal)
        with nullcontext() if refusals == waits else pytest.raises(OSError, match="503"):
            browser.get("/outlet/x/captures.warc")
        server.shutdown()
    assert journal.told_to_wait == waits


def test_memory_that_grows_is_a_fault() -> None:
    curve = [Sample(second, 0, 100_000 + second * 20, 0, 50_000, 0) for second in range(0, 600, 5)]
    journal = Journal(found_after=[0.1])
    (fault,) = (bar for bar in judged(journal, curve, 600) if not bar.holds)
    assert fault.name == "web: less than 5% more private memory after 180 s"
    assert fault.found.startswith("+7.")
    assert as_lines(curve).count("\n") == len(curve) + 1
    level = [Sample(second, 0, 100_000, 0, 50_000, 0) for second in range(0, 600, 5)]
    assert all(bar.holds for bar in judged(journal, level, 600))
    (fault,) = (bar for bar in judged(Journal(), level, 600) if not bar.holds)
    assert fault.name == "each edit found"
    assert sum(not bar.holds for bar in judged(journal, [], 600)) == 2


def test_a_server_that_ends_is_told_and_no_traceback() -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
        journal, curve = load(port, ended.pid, readers=1, seconds=6)
    assert any("the editor could not begin" in each for each in journal.errors)
    assert any("memory cannot be read" in each for each in journal.errors)
    assert "0 pages" in table(journal, curve, 6)
    assert not any(bar.holds for bar in judged(journal, curve, 6))
