"""What questions cost SQLite: the instructions of its machine, which no clock and no cache change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.db import connection

_INSTRUCTIONS: Final = 10


def instructions(ask: Callable[[], object]) -> int:
    """Return about how many instructions SQLite's machine did for what ``ask`` asks of it.

    See https://sqlite.org/c3ref/progress_handler.html; each row that is read takes several.
    """
    connection.ensure_connection()
    done = 0

    def count() -> int:
        nonlocal done
        done += _INSTRUCTIONS
        return 0

    connection.connection.set_progress_handler(count, _INSTRUCTIONS)
    try:
        ask()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return done
