"""Serve the site: a web server and one index worker, started and stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from argparse import ArgumentTypeError
from typing import Any

import waitress
from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.db import connections

from archive.management.writing_command import ArchiveCommand
from archive.wsgi import application
from search.service.search_suggestions import warm_caches

_THREADS = 8
"""Requests that are answered at once."""
_RESTART_SECONDS = 2.0
"""Between the end of a worker that died and the start of the next."""
_LAST_PORT = 65_535
_STOP_SECONDS = 10.0
"""For a worker to end its batch before it is killed."""


class Command(ArchiveCommand):
    help = "Serve the site with a production server and one index worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=_port, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            server = waitress.create_server(
                application,
                host=options["host"],
                port=options["port"],
                threads=_THREADS,
                ident=None,
                trusted_proxy="127.0.0.1",
                trusted_proxy_headers={"x-forwarded-proto", "x-forwarded-for"},
                clear_untrusted_proxy_headers=True,
            )
        except OSError as error:
            raise CommandError(
                f"port {options['port']} on {options['host']}: {error.strerror}. "
                "Choose another with --port."
            ) from error
        worker = WorkerProcess()
        worker.start()
        threading.Thread(target=_warm, name="warming", daemon=True).start()
        signal.signal(signal.SIGTERM, _interrupt)
        self.stdout.write(
            f"Khizana serves http://{options['host']}:{options['port']} (Ctrl-C stops it)"
        )
        self.stdout.flush()
        try:
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            worker.stop()
            server.close()


def _port(text: str) -> int:
    """Return a port as typed. Raises ``ArgumentTypeError``."""
    if not text.isascii() or not text.isdecimal() or int(text) > _LAST_PORT:
        raise ArgumentTypeError(f"{text} is no port; give a number up to {_LAST_PORT}")
    return int(text)


class WorkerProcess:
    """The index worker as a child process, started again should it die."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Start the worker and keep it alive until ``stop``."""
        self._watcher.start()

    def stop(self) -> None:
        """Stop the worker; it ends the batch that it is writing."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _watch(self) -> None:
        manage = os.path.join(settings.BASE_DIR, "manage.py")
        command = [sys.executable, manage, "index_worker", "--parent", str(os.getpid())]
        while not self._stopping.is_set():
            self._process = subprocess.Popen(command)  # noqa: S603 - our own manage.py
            self._process.wait()
            self._stopping.wait(_RESTART_SECONDS)


def _warm() -> None:
    try:
        warm_caches()
    finally:
        # The thread has database connections of its own, which nothing else would close.
        connections.close_all()


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
