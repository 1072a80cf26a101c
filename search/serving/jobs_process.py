"""The process that does background work, started when something waits."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from archive.models import Job

LOOK_SECONDS: Final = 1.0
"""Between two looks whether something waits: a look costs 0.1 ms."""
_STOP_SECONDS: Final = 10.0
"""For the process to end its step before it is killed: a step that was cut is done again."""

_log = logging.getLogger("khizana.worker")


def start_jobs_until(stopping: threading.Event) -> threading.Thread:
    """Start a thread that has jobs done by a process of their own, until ``stopping``."""
    thread = threading.Thread(target=_watch, args=(stopping,), name="jobs", daemon=True)
    thread.start()
    return thread


def _watch(stopping: threading.Event) -> None:
    while not stopping.wait(LOOK_SECONDS):
        try:
            if Job.objects.open().exists():
                _run_until_done(stopping)
        except (OSError, DatabaseError) as error:
            _log.error("background work waits: %s", error)
        finally:
            close_old_connections()


def _run_until_done(stopping: threading.Event) -> None:
    manage = os.path.join(settings.BASE_DIR, "manage.py")
    command = [sys.executable, manage, "run_jobs", "--parent", str(os.getpid()), "--verbosity", "0"]
    process = subprocess.Popen(command)  # nosec B603  # noqa: S603 - our own manage.py
    while process.poll() is None:
        if stopping.wait(LOOK_SECONDS / 4):
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
