"""Serve the site: a web server and one index worker, started and stopped together."""

from __future__ import annotations

import gc
import signal
import threading
from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import CommandError, CommandParser
from django.db import connection, connections
from django.urls import resolve

from archive.management.writing_command import ArchiveCommand
from archive.web_application import application
from search.index.index_home import index_home
from search.index.start_check import problem_at_start
from search.service.meaning_search import warm_meaning
from search.service.search_suggestions import warm_caches
from search.serving.bounded_server import bounded_server
from search.serving.worker_process import WorkerProcess

_LAST_PORT = 65_535


class Command(ArchiveCommand):
    help = "Serve the site with a production server and one index worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=_port, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        # An index that is another's is told of now; without one, articles are served all the same.
        away = problem_at_start(index_home())
        if away:
            self.stderr.write(away)
        try:
            server = bounded_server(
                application,
                options["host"],
                options["port"],
                settings.REQUEST_MAX_BYTES,
                settings.ARCHIVE_PROXY,
                settings.FORCE_SCRIPT_NAME or "",
                in_turns=settings.ARCHIVE_INDEX is None and connection.vendor == "sqlite",
            )
        except OSError as error:
            raise CommandError(
                f"port {options['port']} on {options['host']}: {error.strerror}. "
                "Choose another with --port."
            ) from error
        worker = WorkerProcess()
        worker.start()
        threading.Thread(target=_warm, name="warming", daemon=True).start()

        def leave(_signal: int, _frame: object) -> None:
            server.leaving = True

        signal.signal(signal.SIGTERM, leave)
        self.stdout.write(
            f"Khizana serves http://{options['host']}:{options['port']} (Ctrl-C stops it)"
        )
        self.stdout.flush()
        try:
            server.run()
        finally:
            worker.stop()


def _port(text: str) -> int:
    """Return a port as typed. Raises ``ArgumentTypeError``."""
    if not text.isascii() or not text.isdecimal() or int(text) > _LAST_PORT:
        raise ArgumentTypeError(f"{text} is no port; give a number up to {_LAST_PORT}")
    return int(text)


def _warm() -> None:
    try:
        resolve("/")  # Else the first reader waits until every page's module is imported.
        warm_caches()
        warm_meaning()
        # Modules, URLs and word lists stay: the collector need not look at 140,000 objects again
        # and again, 50 ms each time, in which no page is answered (https://docs.python.org/3/library/gc.html#gc.freeze).
        gc.collect()
        gc.freeze()
    finally:
        # The thread has database connections of its own, which nothing else would close.
        connections.close_all()
