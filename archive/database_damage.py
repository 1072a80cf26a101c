"""Whether the database is damaged: what SQLite finds by reading all of it, and how its errors say so."""

from __future__ import annotations

import sqlite3
from typing import Final

from django.db import DatabaseError, connection

_SIGNS: Final = (
    "malformed",
    "not a database",
    "Could not decode to UTF-8",
    "unsupported file format",
)
"""SQLite's own words for damage (SQLITE_CORRUPT, SQLITE_NOTADB), and Python's for its texts."""
_MOST_FOUND: Final = 5
WAY_OUT: Final = (
    "What can still be read of it is not to be trusted: restore the latest backup into an empty "
    "folder (manage.py restore), and keep this one until that is done."
)


def tells_damage(error: BaseException | None) -> bool:
    """Return whether an error says that the database is damaged, and not that it is busy or full."""
    of_database = isinstance(error, (DatabaseError, sqlite3.DatabaseError))
    return of_database and any(sign in str(error) for sign in _SIGNS)


def database_damage() -> list[str]:
    """Read the whole database; return what is wrong with it, in SQLite's words, a few at most.

    A letter that changed within a text is not seen: SQLite has no checksums. PostgreSQL looks
    after itself.
    """
    if connection.vendor != "sqlite":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA integrity_check({_MOST_FOUND})")
            found = [str(row[0]) for row in cursor.fetchall()]
    except DatabaseError as error:
        if not tells_damage(error):
            raise
        return [str(error)]
    return [] if found == ["ok"] else found
