"""Do the background work that waits."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

from django.core.management import CommandParser

from archive.jobs import Lane, open_jobs, run_waiting
from archive.management.writing_command import WritingCommand

_LOOK_SECONDS = 0.25
"""Between two looks of a process that waits for more work: a look costs 0.1 ms."""
_NICENESS = 5
"""By how much long work gives way to the processes that serve, and to what a person waits for."""


class Command(WritingCommand):
    """Does what was asked for at the desk; a served site calls it by itself."""

    help = "Do the background work that waits, then end. A served site does this by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--parent", type=int, help="end when this process ends")
        parser.add_argument(
            "--linger", type=float, default=0.0, help="seconds to wait for more work at the end"
        )
        parser.add_argument(
            "--lane",
            choices=[lane.value for lane in Lane],
            help="only what a person waits for, or only what takes minutes (default: both)",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a signal ends it after the step that it is in."""
        stopping = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda _signal, _frame: stopping.set())
        parent: int | None = options["parent"]
        lanes = [Lane(options["lane"])] if options["lane"] else list(Lane)
        if lanes == [Lane.LONG]:
            # On a busy machine readers go first, and the worker that brings edits into search.
            os.nice(_NICENESS)

        def goes_on() -> bool:
            return not stopping.is_set() and (parent is None or os.getppid() == parent)

        ended = run_waiting(goes_on, lanes)
        last = time.monotonic()
        while goes_on() and time.monotonic() - last < options["linger"]:
            stopping.wait(_LOOK_SECONDS)
            if any(open_jobs(lane).exists() for lane in lanes):
                ended += run_waiting(goes_on, lanes)
                last = time.monotonic()
        if options["verbosity"]:
            self.stdout.write(f"jobs ended: {ended}")
