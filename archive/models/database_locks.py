"""Locks that hold between machines: PostgreSQL's advisory locks (its manual, 13.3.5).

On SQLite all processes are on one machine, where every transaction that writes is alone already and
a lock on a file serves for the rest; nothing here does anything there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import Final

from django.db import connection

_DEADLOCK: Final = "40P01"
"""PostgreSQL's manual, appendix A."""


class LockClass(IntEnum):
    """What a lock is for: the first of its two numbers."""

    OUTBOX = 0x6B01
    """Articles that a worker brings into the index; the second number is their lane."""
    JOBS = 0x6B02
    """Background work; the second number is its lane."""
    LOGIN = 0x6B03
    """Tries to log in; the second number is of a name or an address."""
    MOVE = 0x6B04
    """The move of an archive to another database."""


def number_of(text: str) -> int:
    """Return the second number of a lock by a text: 31 bits of its hash."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") >> 1


def wait_for(kind: LockClass, numbers: Sequence[int]) -> None:
    """Hold locks until the transaction ends; wait for each that another holds, in their order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for number in sorted(set(numbers)):
                cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [int(kind), number])


def take_free(kind: LockClass, numbers: Sequence[int], most: int) -> list[int]:
    """Hold up to ``most`` of the locks until the transaction ends; return which: none is waited for."""
    taken: list[int] = []
    with connection.cursor() as cursor:
        for number in numbers:
            if len(taken) == most:
                break
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [int(kind), number])
            if cursor.fetchone()[0]:
                taken.append(number)
    return taken


def is_held(kind: LockClass, number: int) -> bool:
    """Return whether anybody holds a lock; with SQLite nobody does."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid = %s AND objid = %s)",
            [int(kind), number],
        )
        return bool(cursor.fetchone()[0])


def is_deadlock(error: BaseException) -> bool:
    """Return whether a transaction was ended since it and another waited for each other."""
    return getattr(error.__cause__, "sqlstate", None) == _DEADLOCK


@contextmanager
def held_by_connection(kind: LockClass, number: int) -> Iterator[Callable[[], bool] | None]:
    """Hold a lock on a connection of its own; yield a question whether it is still held.

    Yields nothing where another holds it. Work of many transactions asks between them: a server
    that was restarted has given the lock away.
    """
    import psycopg

    told = {**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}
    told.pop("pool", None)
    with psycopg.connect(**told, autocommit=True) as own:

        def is_held() -> bool:
            try:
                own.execute("SELECT 1")
            except psycopg.Error:
                return False
            return True

        answer = own.execute("SELECT pg_try_advisory_lock(%s, %s)", [int(kind), number]).fetchone()
        yield is_held if answer is not None and answer[0] else None
