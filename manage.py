#!/usr/bin/env python
"""Khizana's command line."""

from __future__ import annotations

import os
import sys

_CUT_SHORT = 128 + 13
"""How a shell tells of a program that ended because nobody read on (SIGPIPE is 13)."""


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import execute_from_command_line

    from archive.errors import ArchiveError
    from archive.terminal_text import for_terminal

    try:
        execute_from_command_line(sys.argv)
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
