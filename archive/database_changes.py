"""Whether anything was written to the database since one looked: a question that costs next to nothing.

SQLite counts the commits of all other connections, of other processes too, in a page that every
connection has in memory (https://sqlite.org/pragma.html#pragma_data_version). PostgreSQL has no
such number: there the answer is always yes.
"""

from __future__ import annotations

from django.db import connection


class DatabaseChanges:
    """What a thread that looks for work again and again asks before it looks.

    It belongs to the thread that made it, and knows nothing of what that thread writes itself.
    """

    def __init__(self) -> None:
        self._seen: tuple[int, int] | None = None

    def since_last_asked(self) -> bool:
        """Return whether anything may have been committed since; at first, that it may.

        Ask before looking: what is committed while one looks counts for the next time.
        Raises ``DatabaseError``.
        """
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            version: int = cursor.fetchone()[0]
        # Another connection counts anew.
        now = (id(connection.connection), version)
        changed, self._seen = now != self._seen, now
        return changed

    def forget(self) -> None:
        """Let the next answer be yes."""
        self._seen = None
