"""The sign of life of a worker, and what it does beside it once a minute.

That is a sample of how large the archive is, once a day; articles shown again whose hiding ends;
uploads swept that nobody finished; mails whose day has come.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from archive.captures.refused_originals import sweep_old_originals
from archive.captures.removal import show_due
from archive.error_counts import forget_old_errors
from archive.loads.uploads import sweep_uploads
from archive.models import RequestBucket, WorkerBeat
from archive.readers.alert_mails import request_mails
from search.service.site_status import BEAT_FILE, BEAT_SECONDS, sample_today

_FORGOTTEN: Final = timedelta(days=1)
UPKEEP_SECONDS: Final = 60.0
"""Between two rounds of what is done beside: each asks the database five times."""

_log = logging.getLogger("khizana.worker")


def beat_until(stopping: threading.Event) -> threading.Thread:
    """Start a thread that touches the worker's file every ten seconds until ``stopping``.

    It says that the process lives; whether its work gets on, the age of what waits says.
    """
    thread = threading.Thread(target=_beat, args=(stopping,), name="beat", daemon=True)
    thread.start()
    return thread


def _beat(stopping: threading.Event) -> None:
    path = Path(settings.ARCHIVE_HOME) / BEAT_FILE
    name, upkeep_at = f"{socket.gethostname()[:100]} {os.getpid()}", 0.0
    while not stopping.is_set():
        try:
            path.touch()
            _tell_others(name)
            if time.monotonic() >= upkeep_at:
                upkeep_at = time.monotonic() + UPKEEP_SECONDS
                _keep_up()
        except (OSError, DatabaseError) as error:
            _log.error("no sign of life: %s", error)
        finally:
            close_old_connections()
        stopping.wait(BEAT_SECONDS)
    path.unlink(missing_ok=True)


def _tell_others(name: str) -> None:
    """Tell machines that share the database that this worker lives; forget what is a day old."""
    if connection.vendor == "postgresql":
        now = timezone.now()
        WorkerBeat.objects.update_or_create(name=name, defaults={"at": now})
        WorkerBeat.objects.filter(at__lt=now - _FORGOTTEN).delete()
        RequestBucket.objects.filter(at__lt=now - _FORGOTTEN).delete()


def _keep_up() -> None:
    sample_today()
    forget_old_errors()
    sweep_uploads()
    sweep_old_originals()
    show_due(timezone.localdate())
    request_mails()
