"""When what was written to the database is on the disk for good.

With SQLite every commit waits for the disk (``synchronous=FULL``): an editor who got an answer has
it kept. A load commits hundreds of times and is acknowledged once: it waits once, at its end.
PostgreSQL decides by its own ``synchronous_commit``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def synced_at_the_end() -> Iterator[None]:
    """Let commits of this connection not wait for the disk meanwhile, and wait once at the end.

    It waits however the work ends. Within a transaction nothing changes: SQLite does not
    allow it there.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _set("NORMAL")
    try:
        yield
    finally:
        _set("FULL")
        sync_database()


def sync_database() -> None:
    """Wait until everything that was committed is on the disk, whoever committed it.

    What is made of the database and is durable itself, the index above all, must not hold rows
    that a power cut would take back.
    """
    if connection.vendor != "sqlite":
        return
    # Commits stand in the log until SQLite, which syncs both files then, copies them into the
    # database (https://sqlite.org/wal.html). The database itself is never opened here: to close
    # it would give back the locks that this process holds on it.
    try:
        descriptor = os.open(f"{connection.settings_dict['NAME']}-wal", os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _set(level: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA synchronous={level}")
