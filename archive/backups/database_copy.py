"""The database of a backup: a copy of one moment, packed; and unpacked again.

``VACUUM INTO`` reads in one transaction: writers go on, and the copy never begins anew, as
SQLite's step-by-step backup does after each write of another connection
(https://sqlite.org/lang_vacuum.html). It also leaves out what lies in freed pages.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import zstandard
from django.db import connection
from django.db.models import Model

from archive.errors import ArchiveError

_LEVEL: Final = 3
_CHUNK: Final = 1 << 20


def database_path() -> Path:
    """Return where the archive's database lies.

    Raises:
        ArchiveError: it is on a server, whose own tools copy it.
    """
    if connection.vendor != "sqlite":
        raise ArchiveError(
            "The database is PostgreSQL: copy it with pg_dump, and ARCHIVE_HOME/captures "
            "beside it (docs/deployment.md, Backups)."
        )
    return Path(connection.settings_dict["NAME"])


def has_table(model: type[Model]) -> bool:
    """Return whether the database has a model's table; one of an earlier version may not."""
    return model._meta.db_table in connection.introspection.table_names()


def has_column(model: type[Model], name: str) -> bool:
    """Return whether the table of ``model`` has a column; a database of an earlier version lacks some."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return any(column.name == name for column in found)


def copy_database(source: Path, target: Path) -> None:
    """Write a consistent copy of an SQLite database to ``target``, which must not exist.

    Raises:
        ArchiveError: the database is damaged.
    """
    try:
        with closing(sqlite3.connect(source)) as database:
            database.execute("PRAGMA busy_timeout = 60000")
            database.execute("VACUUM INTO ?", (os.fspath(target),))
        check_database(target)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"{source}: the database cannot be copied ({error}).") from error


def check_database(path: Path) -> None:
    """Raise ``ArchiveError`` where a database is damaged."""
    with closing(sqlite3.connect(path)) as database:
        try:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            found = str(error)
    if found != "ok":
        raise ArchiveError(f"{path}: the database is damaged ({found}).")


def pack(source: Path, target: Path) -> None:
    """Compress a file with Zstandard and bring it to the disk."""
    with source.open("rb") as read, target.open("wb") as write:
        zstandard.ZstdCompressor(level=_LEVEL).copy_stream(read, write, read_size=_CHUNK)
        write.flush()
        os.fsync(write.fileno())


def unpack(source: Path, target: Path) -> None:
    """Write the file that was packed and bring it to the disk.

    Raises:
        ArchiveError: ``source`` is damaged.
    """
    try:
        with source.open("rb") as read, target.open("wb") as write:
            zstandard.ZstdDecompressor().copy_stream(read, write, read_size=_CHUNK)
            write.flush()
            os.fsync(write.fileno())
    except zstandard.ZstdError as error:
        raise ArchiveError(f"{source}: the file is damaged ({error}).") from error
