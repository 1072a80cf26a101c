"""A PostgreSQL server that is restarted while readers ask, editors save, and a load runs.

Readers wait, or are told when to ask again; what was saved is there once, what was loaded too.
"""

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
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.database_server import DatabaseServer
from tests.load.visitors import Browser, Journal, form_of, log_in, token_of
from tests.processes import Environment, command, manage, wait_for

pytestmark = [pytest.mark.cluster, pytest.mark.fault]

_NAME, _PASSWORD = "editor", "مخزن-الأخبار-2024"
_LOADED = 400


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


class Editor(threading.Thread):
    """Saves one article again and again, each time under a title of its own."""

    def __init__(self, address: str, article: int, first: int) -> None:
        super().__init__()
        self._browser = Browser(int(address.rpartition(":")[2]), Journal(), language="en")
        self._page = f"/admin/archive/article/{article}/change/"
        self._first = first
        self._ended = threading.Event()
        self.saved: list[str] = []
        self.refused: list[str] = []
        log_in(self._browser, _NAME, _PASSWORD)

    def run(self) -> None:
        for number in count(self._first):
            if self._ended.is_set():
                return
            title = token_of(number)
            try:
                form = form_of(self._browser.get(self._page))
                self._browser.send(self._page, form | {"title": title})
            except (OSError, HTTPException):
                self.refused.append(title)
                time.sleep(0.2)
            else:
                self.saved.append(title)

    def end(self) -> None:
        self._ended.set()
        self.join()


def _wait_for_edits(editors: list[Editor]) -> None:
    """Wait until each has saved once more."""
    wanted = [len(editor.saved) + 1 for editor in editors]
    wait_for(lambda: all(len(e.saved) >= n for e, n in zip(editors, wanted, strict=True)))


def test_what_was_saved_and_loaded_during_restarts_is_there_once(
    archive: Environment,
    site: tuple[str, subprocess.Popen[bytes]],
    template: DatabaseServer,
    tmp_path: Path,
) -> None:
    account = {**archive, "DJANGO_SUPERUSER_PASSWORD": _PASSWORD}
    made = manage(account, "createsuperuser", "--noinput", f"--username={_NAME}", "--email=")
    assert made.returncode == 0, made.stderr
    name = archive["ARCHIVE_DATABASE"].rpartition("/")[2]
    articles = template.run(name, "SELECT id FROM archive_article ORDER BY id LIMIT 2")
    editors = [Editor(site[0], int(str(pk)), 5_000 * place) for place, (pk,) in enumerate(articles)]
    for editor in editors:
        editor.start()
    loaded = tmp_path / "loaded"
    loaded.mkdir()
    for number in range(_LOADED):
        text = f"غادر الباص {number} المدينة\nالثلاثاء 14 أيار 2024\nقال السائق {number} إن الطريق طويل.\n"
        (loaded / f"bus-{number}.txt").write_text(text, encoding="utf-8")
    load = subprocess.Popen(
        command("load_articles", str(loaded), "--no-index"), env=archive, stderr=subprocess.PIPE
    )
    loading = "SELECT 1 FROM archive_load WHERE finished_at IS NULL"
    for how in ("fast", "immediate"):
        wait_for(lambda: bool(template.run(name, loading)) or load.poll() is not None)
        template.stop(how)
        template.start()
        _wait_for_edits(editors)
    load.communicate()
    for editor in editors:
        editor.end()
    # Whatever came of the load, the same command brings what is lacking, and that alone.
    again = manage(archive, "load_articles", str(loaded), "--no-index")
    assert again.returncode == 0, again.stderr
    found = (
        "SELECT count(*), count(DISTINCT title) FROM archive_article WHERE title LIKE 'غادر الباص%'"
    )
    assert template.run(name, found) == [(_LOADED, _LOADED)]
    history = "SELECT title, count(*) FROM archive_historicalarticle GROUP BY title"
    times = Counter({str(title): int(str(n)) for title, n in template.run(name, history)})
    for editor in editors:
        assert [times[title] for title in editor.saved] == [1] * len(editor.saved)
        assert all(times[title] <= 1 for title in editor.refused)
    waiting = "SELECT count(*) FROM archive_outboxentry"
    wait_for(lambda: template.run(name, waiting) == [(0,)])
    titles = {str(title) for (title,) in template.run(name, "SELECT title FROM archive_article")}
    reader = Browser(int(site[0].rpartition(":")[2]), Journal())
    for editor in editors:
        (title,) = titles & {*editor.saved, *editor.refused}
        assert title >= editor.saved[-1]
        assert "/article/" in reader.get(f"/search/?q={quote(title)}")
