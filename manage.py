#!/usr/bin/env python
"""Khizana's command line."""

from __future__ import annotations

import os
import signal
import sys

_CUT_SHORT = 128 + 13
"""How a shell tells of a program that ended because nobody read on (SIGPIPE is 13)."""


_INTERRUPTED = 128 + 2
"""The same of one that Ctrl-C ended (SIGINT is 2)."""
_INTERRUPTION = "interrupted; run the same command again to go on.\n"


def main() -> None:
    """Run the command that the arguments name; Ctrl-C ends it in a sentence at any moment."""
    # Before a command begins nothing is to be undone, and imports pass interruptions on as
    # errors of their own.
    signal.signal(signal.SIGINT, _end_at_once)
    try:
        _run()
    except KeyboardInterrupt:
        sys.stderr.write(_INTERRUPTION)
        sys.exit(_INTERRUPTED)
    finally:
        # What is left are the interpreter's own last steps.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end_at_once(_signal: int, _frame: object) -> None:
    os.write(sys.stderr.fileno(), _INTERRUPTION.encode())
    os._exit(_INTERRUPTED)


def _run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import BaseCommand, ManagementUtility

    from archive.errors import ArchiveError
    from archive.terminal_text import for_terminal

    class Commands(ManagementUtility):
        def fetch_command(self, subcommand: str) -> BaseCommand:
            command = super().fetch_command(subcommand)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            return command

    try:
        Commands(sys.argv).execute()
        sys.stdout.flush()
    except ArchiveError as error:
        sys.exit(for_terminal(error))
    except BrokenPipeError:
        # The reader has what it wanted (`export_articles | head`). What is still buffered goes
        # nowhere, else Python would complain at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_CUT_SHORT)


if __name__ == "__main__":
    main()
