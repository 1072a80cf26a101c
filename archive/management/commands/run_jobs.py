"""Do the background work that waits."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from django.core.management import CommandParser

from archive.jobs import run_waiting
from archive.management.writing_command import WritingCommand


class Command(WritingCommand):
    """Does what was asked for at the desk; a served site calls it by itself."""

    help = "Do the background work that waits, then end. A served site does this by itself."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--parent", type=int, help="end when this process ends")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it; a signal ends it after the step that it is in."""
        stopping = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda _signal, _frame: stopping.set())
        parent: int | None = options["parent"]

        def goes_on() -> bool:
            return not stopping.is_set() and (parent is None or os.getppid() == parent)

        ended = run_waiting(goes_on)
        if options["verbosity"]:
            self.stdout.write(f"jobs ended: {ended}")
