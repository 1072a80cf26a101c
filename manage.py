#!/usr/bin/env python
"""Khizana's command line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command that the arguments name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import execute_from_command_line

    from archive.errors import ArchiveError

    try:
        execute_from_command_line(sys.argv)
    except ArchiveError as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()
