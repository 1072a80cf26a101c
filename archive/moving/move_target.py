"""The database that takes a moved archive: made empty, filled without its indexes, then finished.

What the target lacks while it is filled is kept in a table of its own there, so that a run that
was killed at any moment goes on.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from archive.database_settings import ADDRESS, FILE, place_of, postgresql, sqlite
from archive.database_start import MOVE_TABLE
from archive.errors import ArchiveError
from archive.moving.moved_rows import MovedTable

TARGET: Final = "moved"
"""The alias of the database that the archive goes to."""
SQLITE: Final = "sqlite"
"""What is given for the file in the archive's folder."""
_FOLDER: Final = "moving"
"""In the archive's folder: where its file of SQLite is made, before it takes its place."""
_REST: Final = "archive_move_rest"
"""The table of the statements that bring back what the target lacks while it is filled."""
_OTHERS: Final = """
    SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')
    AND relnamespace = current_schema()::regnamespace"""
_KEYS: Final = """
    SELECT 1, format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
                     pg_get_constraintdef(oid)),
           format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"""
_INDEXES: Final = """
    SELECT 0, pg_get_indexdef(indexrelid), format('DROP INDEX %s', indexrelid::regclass)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = current_schema()::regnamespace AND NOT indisunique"""


class MoveTarget:
    """The database at ``address``: one of PostgreSQL, or ``sqlite``. Raises ``ArchiveError``."""

    def __init__(self, address: str, home: Path) -> None:
        self._home: Final = home
        self.is_server: Final = address != SQLITE
        self._address: Final = address
        path = home / _FOLDER / FILE
        told = postgresql(address, "--to") if self.is_server else sqlite(path)
        self.place: Final = place_of(told) if self.is_server else str(home / FILE)
        if self.is_server:
            # One connection, held from the beginning to the end.
            del told["OPTIONS"]["pool"]
        else:
            path.parent.mkdir(mode=0o700, exist_ok=True)
        self.database: Final = _connection(told)

    def prepare(self, source_key: str, tables: Sequence[MovedTable]) -> None:
        """Make empty tables, unless a run did before. Raises ``ArchiveError``: others are there."""
        held = self._source_key()
        if held is not None and held != source_key:
            raise ArchiveError(f"{self.place}: another archive is being moved there.")
        if held is None:
            if self._number_of_tables():
                raise ArchiveError(f"{self.place}: this database is not empty; make another.")
            with transaction.atomic(using=TARGET), self.database.cursor() as cursor:
                cursor.execute(f"CREATE TABLE {MOVE_TABLE} (source varchar(32), ready integer)")
                cursor.execute(f"CREATE TABLE {_REST} (indexed integer, statement text)")
                cursor.execute("INSERT INTO archive_move VALUES (%s, 0)", [source_key])
        if not self._is_ready():
            self._make_tables()
            self._empty(tables)
        if not self.is_server:
            with self.database.cursor() as cursor:
                # Until it is whole nobody else reads it; then it is synced.
                cursor.execute("PRAGMA foreign_keys=OFF")
                cursor.execute("PRAGMA synchronous=OFF")

    def finish(self, advance: Callable[[str], None]) -> None:
        """Bring back indexes and checks of keys, each once. Raises ``ArchiveError``."""
        with self.database.cursor() as cursor:
            if not self.is_server:
                cursor.execute("PRAGMA foreign_key_check")
                if wrong := cursor.fetchone():
                    raise ArchiveError(f"{self.place}: a row of {wrong[0]} names one that is gone.")
                return
            cursor.execute("SET maintenance_work_mem = '256MB'")
            cursor.execute("SELECT statement FROM archive_move_rest ORDER BY indexed, statement")
            for (statement,) in cursor.fetchall():
                with transaction.atomic(using=TARGET):
                    cursor.execute(statement)
                    cursor.execute(
                        "DELETE FROM archive_move_rest WHERE statement = %s", [statement]
                    )
                advance(statement.partition(" USING ")[0].partition(" ADD ")[0])
            cursor.execute("ANALYZE")

    def keep_numbering(self, source: BaseDatabaseWrapper, tables: Sequence[MovedTable]) -> None:
        """Let new rows get keys behind all that the source ever gave: none is given twice."""
        for table in tables:
            key = table.model._meta.pk
            if isinstance(key, models.AutoField):
                highest = max(_numbered(source, table, key), table.last_key(TARGET) or 0)
                _number_from(self.database, table, key, highest)

    def complete(self) -> None:
        """Take away the marks of a move, and let a file of SQLite stand where the archive's does."""
        with transaction.atomic(using=TARGET), self.database.cursor() as cursor:
            for table in (_REST, MOVE_TABLE):
                cursor.execute(f"DROP TABLE {table}")
        if not self.is_server:
            with self.database.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.database.close()
            _take_place(self._home / _FOLDER / FILE, self._home / FILE)

    def _number_of_tables(self) -> int:
        with self.database.cursor() as cursor:
            if not self.is_server:
                return len(self.database.introspection.table_names(cursor))
            cursor.execute(_OTHERS)
            return int(cursor.fetchone()[0])

    def _source_key(self) -> str | None:
        """Return the key of the archive that is being moved here, ``None`` where none is."""
        with self.database.cursor() as cursor:
            if MOVE_TABLE not in self.database.introspection.table_names(cursor):
                return None
            cursor.execute("SELECT source FROM archive_move")
            found = cursor.fetchone()
        return str(found[0]) if found else ""

    def _is_ready(self) -> bool:
        with self.database.cursor() as cursor:
            cursor.execute("SELECT ready FROM archive_move")
            return bool(cursor.fetchone()[0])

    def _make_tables(self) -> None:
        """Make the tables in a process of its own, for which the target is the only database."""
        environment = {**os.environ, ADDRESS: self._address if self.is_server else ""}
        environment["ARCHIVE_HOME"] = str(self._home / ("" if self.is_server else _FOLDER))
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        manage = os.path.join(settings.BASE_DIR, "manage.py")
        made = subprocess.run(  # nosec B603  # noqa: S603 - our own manage.py
            [sys.executable, manage, "migrate", "--verbosity=0", "--skip-checks"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            last = made.stderr.strip().splitlines()[-1:] or ["no reason is told"]
            raise ArchiveError(f"{self.place}: its tables cannot be made ({last[0]}).")

    def _empty(self, tables: Sequence[MovedTable]) -> None:
        """Remove what making tables wrote, and what slows down filling them, all at once or not."""
        quote = self.database.ops.quote_name
        with transaction.atomic(using=TARGET), self.database.cursor() as cursor:
            if self.is_server:
                cursor.execute(f"TRUNCATE {', '.join(quote(each.name) for each in tables)}")
                for query in (_INDEXES, _KEYS):
                    cursor.execute(query)
                    for indexed, back, away in cursor.fetchall():
                        cursor.execute(
                            "INSERT INTO archive_move_rest VALUES (%s, %s)", [indexed, back]
                        )
                        cursor.execute(away)
            else:
                cursor.execute("PRAGMA defer_foreign_keys=ON")
                for each in tables:
                    cursor.execute(f"DELETE FROM {quote(each.name)}")  # nosec B608  # noqa: S608 - our own tables
            cursor.execute("UPDATE archive_move SET ready = 1")


def _connection(told: dict[str, Any]) -> BaseDatabaseWrapper:
    """Return a connection under the alias of the target."""
    settings_of_all = connections.configure_settings({"default": {}, TARGET: told})
    wrapper = load_backend(told["ENGINE"]).DatabaseWrapper(settings_of_all[TARGET], TARGET)
    connections[TARGET] = wrapper
    found: BaseDatabaseWrapper = wrapper
    return found


def _numbered(database: BaseDatabaseWrapper, table: MovedTable, key: models.Field[Any, Any]) -> int:
    """Return the last key that a table's numbering gave."""
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, key.column])
            sequence = cursor.fetchone()[0]
            cursor.execute(f"SELECT last_value FROM {sequence}")  # nosec B608  # noqa: S608 - one of our own tables'
        else:
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _number_from(
    database: BaseDatabaseWrapper, table: MovedTable, key: models.Field[Any, Any], highest: int
) -> None:
    if not highest:
        return
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s)",
                [table.name, key.column, highest],
            )
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table.name, highest])


def _take_place(made: Path, place: Path) -> None:
    """Let a new file stand where the archive's is looked for; an older one stays beside it."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    if place.exists():
        for ending in ("-wal", "-shm"):
            Path(f"{place}{ending}").unlink(missing_ok=True)
        os.replace(place, f"{place}.moved")
    os.replace(made, place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    for left in made.parent.iterdir():
        left.unlink()
    made.parent.rmdir()
