"""Whether anything was written to the database since one looked: a question that costs next to nothing.

SQLite counts the commits of all other connections, of other processes too, in memory that every
connection shares (https://sqlite.org/pragma.html#pragma_data_version), and the rows that a
connection changed itself (https://sqlite.org/c3ref/total_changes.html). PostgreSQL has no such
numbers: there the answer is always yes.
"""

from __future__ import annotations

from typing import Any

from django.db import connection


class DatabaseChanges:
    """What a thread asks again and again before it looks. It belongs to the thread that made it."""

    def __init__(self) -> None:
        # The connection is held: another one might get its address, and count anew.
        self._seen: tuple[Any, int, int] | None = None

    def since_last_asked(self) -> bool:
        """Return whether anything may have been committed since; at first, that it may.

        Ask before looking: what is committed while one looks counts for the next time. Within a
        transaction the answer is yes. Raises ``DatabaseError``.
        """
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            self._seen = None
            return True
        connection.ensure_connection()
        opened = connection.connection
        with connection.wrap_database_errors:
            # No query of a page: it is asked beside Django's cursors, which log and measure.
            version: int = opened.execute("PRAGMA data_version").fetchone()[0]
        now = (opened, version, opened.total_changes)
        changed, self._seen = now != self._seen, now
        return changed

    def forget(self) -> None:
        """Let the next answer be yes."""
        self._seen = None
