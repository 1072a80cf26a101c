"""Load what arrives in a folder."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser, call_command

from archive.loads.watching import watch
from archive.management.writing_command import WritingCommand
from archive.terminal_text import for_terminal


class Command(WritingCommand):
    """Watches a folder until it is stopped."""

    help = (
        "Load what arrives in a folder, once it is whole: it was renamed into place, or has not "
        "changed for some seconds. Goes on until Ctrl-C. The same file is taken again only when it "
        "has changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder."""
        parser.add_argument("folder", metavar="FOLDER")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Watch, load, index, and tell of each load."""
        signal.signal(signal.SIGTERM, _interrupt)
        self.stdout.write(for_terminal(f"watching {options['folder']} (Ctrl-C stops it)"))
        self.stdout.flush()
        try:
            for report in watch(Path(options["folder"])):
                for item in report.rejected:
                    self.stderr.write(for_terminal(f"rejected: {item.document}: {item.reason}"))
                self.stdout.write(report.in_words())
                self.stdout.flush()
                self._index()
        except KeyboardInterrupt:
            self.stdout.write("stopped; what was loaded is whole.")

    def _index(self) -> None:
        try:
            call_command("index_worker", once=True, verbosity=0)
        except CommandError as error:
            self.stderr.write(for_terminal(f"loaded, and not yet indexed: {error}"))


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
