"""``manage.py serve``: site and worker, started together and stopped together."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TextIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.forked_commands import ForkedCommand
from tests.processes import manage, new_site, started

pytestmark = pytest.mark.fault

_PATIENCE = 60.0


class Site:
    """A served archive in processes of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = os.environ | {
            "ARCHIVE_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: ForkedCommand | None = None
        self._said: TextIO | None = None
        """What the server and its worker say; a pipe that nobody reads would end them."""

    def manage(self, *arguments: str) -> str:
        done = manage(self.environment, *arguments)
        done.check_returncode()
        return done.stdout

    def start(self) -> None:
        heard, said = os.pipe()
        with os.fdopen(said, "wb") as output:
            arguments = ("serve", "--port", str(self.port))
            self.process = started(self.environment, *arguments, output=output)
        self._said = os.fdopen(heard, encoding="utf-8")
        assert "serves" in self._said.readline()

    def get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as answer:
            return str(answer.read().decode())

    def workers(self) -> list[int]:
        """Processes that are index workers of this site's server."""
        assert self.process is not None
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"index_worker" in command and str(self.process.pid).encode() in command:
                found.append(int(folder.name))
        return found


def until(holds: Callable[[], object], seconds: float = _PATIENCE) -> bool:
    """Wait until ``holds()`` is true, or for ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    served = Site(tmp_path / "home")
    yield served
    if served.process is not None and served.process.poll() is None:
        served.process.kill()


def test_first_start_keeps_the_password_out_of_logs(site: Site) -> None:
    new_site(site.home)
    first = site.manage("prepare_archive")
    kept = Path(site.environment["ARCHIVE_HOME"]) / "first_password"
    password = kept.read_text().strip()
    assert len(password) >= 16
    assert str(kept) in first
    assert password not in first
    assert kept.stat().st_mode & 0o077 == 0
    assert "password" not in site.manage("prepare_archive")


def test_the_secret_key_is_its_owners_alone(site: Site) -> None:
    site.manage("check")
    key = Path(site.environment["ARCHIVE_HOME"]) / "secret_key"
    assert key.stat().st_mode & 0o077 == 0
    before = key.read_text()
    site.manage("check")
    assert key.read_text() == before


def test_stopping_the_server_stops_its_worker(site: Site) -> None:
    new_site(site.home)
    site.start()
    assert site.process is not None
    assert until(site.workers)
    assert "خزانة" in site.get("/")
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(_PATIENCE) == 0
    assert until(lambda: not site.workers())


def test_a_killed_server_leaves_no_worker(site: Site) -> None:
    new_site(site.home)
    site.start()
    assert site.process is not None
    assert until(site.workers)
    site.process.kill()
    site.process.wait(_PATIENCE)
    assert until(lambda: not site.workers())


def is_started_again(site: Site, number: signal.Signals) -> bool:
    killed = site.workers()
    for worker in killed:
        os.kill(worker, number)
    return until(lambda: set(site.workers()) - set(killed))


def test_a_killed_worker_is_started_again(site: Site) -> None:
    new_site(site.home)
    site.start()
    assert until(site.workers)
    assert is_started_again(site, signal.SIGKILL)
    # What a process ends by that reads a file of the index which was cut under its map.
    assert is_started_again(site, signal.SIGBUS)


def test_a_used_port_is_told_in_a_sentence(site: Site) -> None:
    new_site(site.home)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", site.port))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(site.port)],
            cwd=settings.BASE_DIR,
            env=site.environment,
            capture_output=True,
            text=True,
        )
    assert done.returncode != 0
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("port", ["65536", "-1", "٨٠", "http"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="is no port; give a number up to 65535"):
        call_command("serve", f"--port={port}")
