"""Archives that take no changes, because they are being moved or have been.

Triggers refuse each change in the database itself, with a sentence: so every program says why,
those too that were running before, and a move that was killed leaves the source as it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import DatabaseError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

MOVING: Final = "This archive is being moved to {}: nothing can be changed until that is done."
MOVED: Final = "This archive was moved to {}: nothing can be changed here any more."
_SIGNS: Final = ("This archive is being moved to", "This archive was moved to")
_NAME: Final = "archive_read_only"
_CHANGES: Final = ("INSERT", "UPDATE", "DELETE")


def tells_read_only(error: BaseException | None) -> bool:
    """Return whether an error says that the archive takes no changes."""
    return isinstance(error, DatabaseError) and any(sign in str(error) for sign in _SIGNS)


def refuse_changes(
    database: BaseDatabaseWrapper, tables: Iterable[type[models.Model]], sentence: str
) -> None:
    """Refuse every change of these tables from now on; whoever is writing is waited for."""
    with transaction.atomic(using=database.alias):
        allow_changes(database, tables)
        with database.cursor() as cursor:
            for statement in _refusing(database, tables, _quoted(sentence)):
                cursor.execute(statement)


def allow_changes(database: BaseDatabaseWrapper, tables: Iterable[type[models.Model]]) -> None:
    """Take away what refuses changes of these tables, where it is there."""
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        for table in _names(tables):
            if database.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{_NAME}" ON "{table}"')
            else:
                for change in _CHANGES:
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{_NAME}_{change}_{table}"')


def _refusing(
    database: BaseDatabaseWrapper, tables: Iterable[type[models.Model]], sentence: str
) -> Iterable[str]:
    """Yield the statements; names are those of our own models."""
    if database.vendor == "postgresql":
        # Of the class "operator intervention": for a worker, trouble that may pass.
        yield (
            f'CREATE OR REPLACE FUNCTION "{_NAME}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN RAISE EXCEPTION USING MESSAGE = {sentence}, ERRCODE = '57000'; END $$"
        )
        for table in _names(tables):
            yield (
                f'CREATE TRIGGER "{_NAME}" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON '
                f'"{table}" FOR EACH STATEMENT EXECUTE FUNCTION "{_NAME}"()'
            )
        return
    for table in _names(tables):
        for change in _CHANGES:
            yield (
                f'CREATE TRIGGER "{_NAME}_{change}_{table}" BEFORE {change} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, {sentence}); END"
            )


def _names(tables: Iterable[type[models.Model]]) -> list[str]:
    return [model._meta.db_table for model in tables]


def _quoted(sentence: str) -> str:
    return "'" + sentence.replace("'", "''").replace("$", "").replace("%", "") + "'"
