"""The processes that do background work, started when something waits: one a lane."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from archive.jobs import Lane, is_done_elsewhere, open_jobs
from archive.models.database_changes import DatabaseChanges

LOOK_SECONDS: Final = 1.0
"""Between two looks whether something waits, where anything was written at all."""
_LINGER_SECONDS: Final = 30
"""For which the process of the quick lane waits for more: to start one takes a second of processor,
and whoever changes many articles looks at them, and takes it back or goes on."""
_STOP_SECONDS: Final = 10.0
"""For the process to end its step before it is killed: a step that was cut is done again."""

_log = logging.getLogger("khizana.worker")


def start_jobs_until(stopping: threading.Event) -> list[threading.Thread]:
    """Start threads that have jobs done by processes of their own, until ``stopping``."""
    threads = [
        threading.Thread(target=_watch, args=(stopping, lane), name=f"jobs-{lane}", daemon=True)
        for lane in Lane
    ]
    for thread in threads:
        thread.start()
    return threads


def _watch(stopping: threading.Event, lane: Lane) -> None:
    changes = DatabaseChanges()
    while not stopping.wait(LOOK_SECONDS):
        try:
            if changes.since_last_asked() and open_jobs(lane).exists():
                changes.forget()
                if is_done_elsewhere(lane):
                    continue
                _run_until_done(stopping, lane)
        except (OSError, DatabaseError) as error:
            _log.error("background work waits: %s", error)
        finally:
            close_old_connections()


def _run_until_done(stopping: threading.Event, lane: Lane) -> None:
    manage = os.path.join(settings.BASE_DIR, "manage.py")
    own = ["--parent", str(os.getpid()), "--lane", lane.value, "--verbosity", "0"]
    if lane is Lane.QUICK:
        own += ["--linger", str(_LINGER_SECONDS)]
    command = [sys.executable, manage, "run_jobs", *own]
    process = subprocess.Popen(command)  # nosec B603  # noqa: S603 - our own manage.py
    while process.poll() is None:
        if stopping.wait(LOOK_SECONDS / 4):
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
