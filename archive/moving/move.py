"""One move of an archive's records, from beginning to end.

The source takes no changes from the first step on, and stays whole. The rows are copied, then
compared by counts and hashes; then the source is marked as moved, and only then does the target let
a server start on it: at no moment are there two archives that could be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from archive.database_start import IDENTITY_FILE
from archive.errors import ArchiveError
from archive.models.identity import ArchiveIdentity
from archive.moving.move_target import TARGET, MoveTarget
from archive.moving.moved_rows import MovedTable, moved_tables
from archive.refused_changes import MOVED, MOVING, allow_changes, refuse_changes

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move brought over."""

    tables: int
    rows: int
    place: str


def move(address: str, tell: Tell) -> Moved:
    """Move the archive's records to the database at ``address``; go on where a run was killed.

    ``tell`` takes a line about each step.

    Raises:
        ArchiveError: the target is in use, or does not take the rows, or they differ there.
    """
    home = Path(settings.ARCHIVE_HOME)
    target, tables = MoveTarget(address, home), moved_tables()
    if target.is_server == (connection.vendor == "postgresql"):
        raise ArchiveError(f"{target.place}: the archive's database is of this kind already.")
    key, moved_to = ArchiveIdentity.current(), _moved_to()
    if moved_to and moved_to != target.place:
        raise ArchiveError(f"This archive was moved to {moved_to}, and cannot be moved again.")
    target.prepare(key, tables)
    if not moved_to:
        models = [table.model for table in tables]
        refuse_changes(connection, models, MOVING.format(target.place))
        tell("the archive can be read and takes no changes until the move is done")
        rows = _copy(target, tables, tell)
        _compare(tables, tell)
        _mark_as_moved(target.place, tables)
    else:
        rows = sum(table.count(TARGET) for table in tables)
    target.complete()
    if target.is_server:
        (home / IDENTITY_FILE).write_text(f"{key}\n", encoding="ascii")
    else:
        (home / IDENTITY_FILE).unlink(missing_ok=True)
    return Moved(len(tables), rows, target.place)


def cancel_move() -> None:
    """Let the archive be changed again, whose move was not ended. Raises ``ArchiveError``."""
    if moved_to := _moved_to():
        raise ArchiveError(
            f"This archive was moved to {moved_to}: what is changed is changed there."
        )
    allow_changes(connection, [table.model for table in moved_tables()])


def _moved_to() -> str:
    return ArchiveIdentity.objects.values_list("moved_to", flat=True).first() or ""


def _copy(target: MoveTarget, tables: Sequence[MovedTable], tell: Tell) -> int:
    total = 0
    for table in tables:
        while table.copy_some(connection.alias, TARGET):
            tell(f"copied {table.name}: {table.count(TARGET):,} rows")
        total += table.count(TARGET)
    target.finish(lambda made: tell(f"made {made}"))
    target.keep_numbering(connection, tables)
    return total


def _compare(tables: Sequence[MovedTable], tell: Tell) -> None:
    """Raise ``ArchiveError`` where a table differs in the two databases."""
    for table in tables:
        here, there = table.digest(connection.alias), table.digest(TARGET)
        if here != there:
            raise ArchiveError(
                f"{table.name}: {here.rows:,} rows here, {there.rows:,} there"
                f"{'' if here.rows != there.rows else ', of other values'}. Nothing was marked as "
                "moved; make an empty database and move the archive to that."
            )
        if here.rows:
            tell(f"the same in both: {table.name}, {here.rows:,} rows, {here.sha256[:16]}")


def _mark_as_moved(place: str, tables: Sequence[MovedTable]) -> None:
    models = [table.model for table in tables]
    with transaction.atomic():
        allow_changes(connection, [ArchiveIdentity])
        ArchiveIdentity.objects.update(moved_to=place[:300])
        refuse_changes(connection, models, MOVED.format(place))
