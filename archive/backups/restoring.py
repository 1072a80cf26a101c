"""Makes an archive of a backup: whole, or not at all.

Until it is done, the file ``restoring`` in the archive's folder says so: nothing else works on
the folder meanwhile, and a restore that was interrupted goes on when it is called again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from archive.archive_home import RESTORING
from archive.backups.backup_folder import (
    DATABASE,
    PART,
    Backup,
    BackupFolder,
    Unreadable,
    sync_folder,
    write_synced,
)
from archive.backups.database_copy import check_database, database_path, unpack
from archive.backups.making import copy_captures
from archive.backups.removal_register import (
    Applied,
    apply_register,
    read_folder_register,
    withdrawn_hashes,
)
from archive.backups.verifying import named_captures, verify_files
from archive.captures.store import capture_store
from archive.database_version import bring_up_to_date
from archive.errors import ArchiveError

_OWN: Final = frozenset({"secret_key", "captures", f"{RESTORING}{PART}"})
"""What may lie in the folder of a new archive, the captures where there are none in it.

The last is what a restore leaves that was ended before it had written its mark.
"""


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that became this archive, what its register took out, and which others are damaged."""

    backup: Backup
    applied: Applied
    unreadable: Sequence[Unreadable]


def restore(
    root: Path,
    name: str,
    advance: Callable[[int], None],
    expect: Callable[[int], None] = lambda _total: None,
) -> Restored:
    """Make this archive, whose folder is empty, of a backup: the latest, or the one of ``name``.

    All sessions are ended. The index is not built. ``advance`` is called with the number of
    captures just copied, ``expect`` before with how many there are.

    Raises:
        ArchiveError: the folder is not empty; the backup is damaged, not whole, or of a later
            version of the program.
    """
    folder = BackupFolder(root.expanduser().resolve())
    backup = _chosen(folder, name)
    home = Path(settings.ARCHIVE_HOME)
    removals = read_folder_register(folder)
    with _marked(home, backup):
        _check_whole(folder, backup, withdrawn_hashes(removals))
        hashes = named_captures(backup) - withdrawn_hashes(removals)
        expect(len(hashes))
        _put_captures(folder, hashes, advance)
        _put_database(backup)
        bring_up_to_date()
        Session.objects.all().delete()
        applied = apply_register(removals)
    return Restored(backup, applied, folder.unreadable())


def _chosen(folder: BackupFolder, name: str) -> Backup:
    """Return the backup of that name, or the latest; never an older one in its place unasked."""
    contents = list(folder.contents())
    if not contents:
        raise ArchiveError(f"{folder.root} holds no whole backup.")
    readable = ", ".join(each.name for each in contents if isinstance(each, Backup)) or "none"
    chosen = {each.name: each for each in contents}.get(name or contents[-1].name)
    if chosen is None:
        raise ArchiveError(f"There is no backup {name} in {folder.root}; there are: {readable}.")
    if isinstance(chosen, Unreadable):
        raise ArchiveError(
            f"{chosen.why} Nothing was restored; with --at another is taken: {readable}."
        )
    return chosen


@contextmanager
def _marked(home: Path, backup: Backup) -> Iterator[None]:
    """Say in the archive's folder that it is being restored, and that it is where it is done.

    What is refused before anything was written leaves no mark.
    """
    mark = home / RESTORING
    begun = mark.read_text(encoding="utf-8").strip() if mark.exists() else ""
    if begun and begun != backup.name:
        raise ArchiveError(
            f"{home}: restoring the backup {begun} was begun; go on with it, or empty the folder."
        )
    if not begun:
        _check_empty(home)
        _check_version(backup)
        write_synced(mark, backup.name.encode())
    try:
        yield
    except ArchiveError:
        if not begun and not _is_begun():
            mark.unlink()
        raise
    mark.unlink()
    sync_folder(home)


def _is_begun() -> bool:
    return _has_tables() or any(capture_store().hashes())


def _has_tables() -> bool:
    """Return whether there is a database: asking for one makes a file without tables."""
    return bool(connection.introspection.table_names())


def _check_empty(home: Path) -> None:
    database = database_path().name
    own = {*_OWN, *(f"{database}{ending}" for ending in ("", "-wal", "-shm"))}
    strange = {each.name for each in home.iterdir()} - own
    if _has_tables():
        strange.add(database)
    if any(capture_store().hashes()):
        strange.add("captures")
    if strange:
        raise ArchiveError(
            f"{home} is not empty ({', '.join(sorted(strange))}); "
            "set ARCHIVE_HOME to a new folder to restore into."
        )


def _check_version(backup: Backup) -> None:
    """Refuse a database that a later version of the program made."""
    known = set(MigrationLoader(None).disk_migrations)
    apps = {app for app, _name in known}
    for app, name in backup.manifest.migrations.items():
        if app in apps and (app, name) not in known:
            raise ArchiveError(
                f"{backup.folder}: the backup was made by a later version of the program "
                f"({app} {name}); restore it with that version."
            )


def _check_whole(folder: BackupFolder, backup: Backup, withdrawn: Collection[str]) -> None:
    for problem in verify_files(backup):
        raise ArchiveError(f"{backup.folder}: {problem.what}; nothing was restored.")
    there = set(folder.captures.hashes())
    if lost := sorted(named_captures(backup) - there - set(withdrawn)):
        raise ArchiveError(
            f"{backup.folder}: {len(lost)} of its captures are missing, {lost[0]} first; "
            "nothing was restored."
        )


def _put_captures(
    folder: BackupFolder, hashes: Collection[str], advance: Callable[[int], None]
) -> None:
    store = capture_store()
    wanted = set(hashes) - set(store.hashes())
    damaged = copy_captures(folder.captures, store, wanted, advance)
    if damaged:
        for sha256 in wanted:
            store.remove(sha256)
        first = folder.captures.path(min(damaged))
        raise ArchiveError(
            f"{len(damaged)} captures of the backup are damaged, {first} first; "
            "nothing was restored. Another backup may have them whole."
        )


def _put_database(backup: Backup) -> None:
    """Unpack the database beside its place, check it, and put it there."""
    database = database_path()
    if _has_tables():
        return  # An earlier call put it there.
    part = database.with_name(database.name + PART)
    unpack(backup.folder / DATABASE, part)
    check_database(part)
    connection.close()
    for beside in ("-wal", "-shm"):
        Path(f"{os.fspath(database)}{beside}").unlink(missing_ok=True)
    part.replace(database)
    sync_folder(database.parent)
