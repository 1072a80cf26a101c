"""The index worker as a child process, started again should it die."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Final

from django.conf import settings

_RESTART_SECONDS: Final = 2.0
"""Between the end of a worker that died and the start of the next."""
_STOP_SECONDS: Final = 10.0
"""For a worker to end its batch before it is killed."""


class WorkerProcess:
    """An index worker that is kept alive until it is stopped."""

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
            self._process = subprocess.Popen(command)  # nosec B603  # noqa: S603 - our own manage.py
            self._process.wait()
            self._stopping.wait(_RESTART_SECONDS)
