"""Makes a backup while the archive goes on.

The database is copied first, then every capture that the copy names: bytes are stored before
the database names them, so that none is missing but what was withdrawn meanwhile.
"""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db.models import Count, QuerySet, Sum

from archive.backups.backup_folder import (
    CAPTURES,
    DATABASE,
    FORMAT,
    PART,
    STAMP,
    Backup,
    BackupFolder,
    Manifest,
    Unreadable,
    file_sum,
    sync_folder,
    write_synced,
)
from archive.backups.database_copy import copy_database, database_path, has_table, pack
from archive.backups.removal_register import (
    current_removals,
    withdrawn_hashes,
    write_register,
)
from archive.captures.capture_keeping import KeptBytes
from archive.captures.store import DamagedCaptureError, capture_store
from archive.errors import ArchiveError
from archive.models import ArchiveIdentity, Capture, CapturePart

Advance = Callable[[int], None]

_BATCH: Final = 200
"""Captures that are brought to the disk together."""
_BATCH_BYTES: Final = 8 << 20
_PLAIN: Final = "database.sqlite3"
_NAMED: Final = {
    "archive_capture": "SELECT DISTINCT sha256 FROM archive_capture WHERE status != 'withdrawn'",
    "archive_capturepart": "SELECT DISTINCT sha256 FROM archive_capturepart",
    "archive_capturerecord": "SELECT DISTINCT body_sha256 FROM archive_capturerecord",
}
"""What names bytes in the store, by table: the database of an earlier version lacks some."""
_SPARE: Final = 64 << 20
"""Bytes that stay free on the disk of the backups."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made.

    ``copied`` is the number of captures that its folder did not have, ``taken_out`` of those that
    went from it since they were withdrawn, ``still_holding`` the older backups whose database
    still has text that was withdrawn since. ``unreadable`` says of each older backup that is
    damaged what is wrong with it: what it holds is not known, and no capture is deleted that it
    may need.
    """

    backup: Backup
    copied: int
    taken_out: int
    still_holding: Sequence[str]
    unreadable: Sequence[Unreadable]


def make_backup(
    root: Path,
    advance: Advance = lambda _done: None,
    expect: Advance = lambda _total: None,
) -> Made:
    """Add a backup of this archive to the folder ``root``; only new captures are copied.

    ``advance`` is called with the number of captures just dealt with, ``expect`` before with how
    many there are to be.

    Raises:
        ArchiveError: the folder is the archive's own, holds another archive's backups, or has no
            room; another backup is being written there; the database is damaged.
    """
    folder = BackupFolder(root.expanduser().resolve())
    _check_place(folder)
    with _locked(folder):
        older = list(folder.contents())
        backups = [each for each in older if isinstance(each, Backup)]
        _check_archive(backups)
        _sweep_parts(folder.root)
        moment = datetime.now(UTC)
        part = folder.root / f"{_name(moment, [each.name for each in older])}{PART}"
        part.mkdir()
        hashes = copy_named_database(part)
        had = set(folder.captures.hashes())
        _check_room(folder.root, len(hashes - had))
        expect(len(hashes - had))
        missing = copy_captures(capture_store(), folder.captures, hashes - had, advance)
        removals = current_removals()
        withdrawn = withdrawn_hashes(removals)
        manifest = describe(part, moment, hashes, sorted(missing - withdrawn))
        manifest.write(part)
        write_register(folder.register, removals)
        whole = part.with_suffix("")
        part.rename(whole)
        sync_folder(folder.root)
        backup = Backup(whole, manifest)
        known = set(hashes)
        holding, unreadable = _named(older, known, withdrawn)
        taken_out = _sweep_captures(folder, None if unreadable else known, withdrawn)
    return Made(backup, len(hashes - had - missing), taken_out, holding, unreadable)


def copy_named_database(part: Path) -> set[str]:
    """Copy and pack the database into ``part``; return the hashes of all bytes that it names."""
    source = database_path()
    if not source.exists() or not source.stat().st_size:
        raise ArchiveError(f"{source}: there is no database to back up.")
    _check_space(part, 2 * source.stat().st_size)
    copy_database(source, part / _PLAIN)
    pack(part / _PLAIN, part / DATABASE)
    with _facts(part) as facts:
        there = {row[0] for row in facts.execute("SELECT name FROM sqlite_master")}
        questions = [each for table, each in _NAMED.items() if table in there]
        hashes = {row[0] for question in questions for row in facts.execute(question)}
    write_synced(part / CAPTURES, "".join(f"{each}\n" for each in sorted(hashes)).encode())
    return hashes


def copy_captures(
    source: KeptBytes, target: KeptBytes, hashes: Collection[str], advance: Advance
) -> set[str]:
    """Copy captures, each read and hashed; return those that are missing or damaged."""
    missing: set[str] = set()
    batch: dict[str, bytes] = {}
    for sha256 in sorted(hashes):
        try:
            batch[sha256] = source.get(sha256)
        except DamagedCaptureError:
            missing.add(sha256)
        if len(batch) >= _BATCH or sum(map(len, batch.values())) > _BATCH_BYTES:
            target.put_all(batch)
            batch.clear()
        advance(1)
    target.put_all(batch)
    return missing


def describe(
    part: Path, moment: datetime, hashes: Collection[str], missing: Sequence[str]
) -> Manifest:
    """Return the manifest of a backup whose other files stand in ``part``."""
    with _facts(part) as facts:
        migrations = dict(
            facts.execute("SELECT app, max(name) FROM django_migrations GROUP BY app").fetchall()
        )
        (articles,) = facts.execute("SELECT count(*) FROM archive_article").fetchone()
    (part / _PLAIN).unlink()
    return Manifest(
        format=FORMAT,
        archive=_archive_key(),
        made=moment.isoformat(timespec="seconds"),
        migrations=migrations,
        articles=articles,
        captures=len(hashes),
        missing=list(missing),
        files={name: file_sum(part / name) for name in (DATABASE, CAPTURES)},
    )


@contextmanager
def _facts(part: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(part / _PLAIN)) as database:
        yield database


def _check_place(folder: BackupFolder) -> None:
    home = Path(settings.ARCHIVE_HOME).resolve()
    if folder.root == home or home in folder.root.parents:
        raise ArchiveError(
            f"{folder.root} lies in the archive's own folder, and would be lost with it; "
            "name a folder on another disk."
        )
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder.root}: {error.strerror}.") from error


def _archive_key() -> str:
    return ArchiveIdentity.current() if has_table(ArchiveIdentity) else ""


def _check_archive(backups: Iterable[Backup]) -> None:
    key = _archive_key()
    for each in backups:
        if key and each.manifest.archive not in ("", key):
            raise ArchiveError(
                f"{each.folder} is a backup of another archive; name a folder of its own."
            )


@contextmanager
def _locked(folder: BackupFolder) -> Iterator[None]:
    with (folder.root / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ArchiveError(
                f"{folder.root}: another backup is being written there; wait for it."
            ) from None
        yield


def _name(moment: datetime, older: Sequence[str]) -> str:
    name = moment.strftime(STAMP)
    if older and max(older) >= name:
        raise ArchiveError(
            f"There is a backup of {max(older)} already, which is now or later: "
            "wait a second, or put the clock right."
        )
    return name


def _named(
    backups: Iterable[Backup | Unreadable], known: set[str], withdrawn: Collection[str]
) -> tuple[list[str], list[Unreadable]]:
    """Add the captures that backups name to ``known``, one backup after the other: memory is bounded.

    Return the names of those that hold any ``withdrawn``, and the backups that do not tell.
    """
    holding: list[str] = []
    unreadable: list[Unreadable] = []
    for each in backups:
        if isinstance(each, Unreadable):
            unreadable.append(each)
            continue
        try:
            named = each.captures()
        except ArchiveError as error:
            unreadable.append(Unreadable(each.name, str(error)))
            continue
        if not named.isdisjoint(withdrawn):
            holding.append(each.name)
        known |= named
    return holding, unreadable


def _sweep_parts(root: Path) -> None:
    """Remove what backups that were killed left half written."""
    for part in root.glob(f"*{PART}"):
        shutil.rmtree(part) if part.is_dir() else part.unlink()


def _check_room(root: Path, new: int) -> None:
    """Refuse where the new captures will surely not fit; their size is told by the database."""
    tables: list[QuerySet[Any]] = [Capture.objects.exclude(status="withdrawn")]
    if has_table(CapturePart):
        tables.append(CapturePart.objects.all())
    told = [each.aggregate(count=Count("pk"), size=Sum("size")) for each in tables]
    count = sum(each["count"] for each in told)
    if new and count:
        _check_space(root, sum(each["size"] or 0 for each in told) * new // count)


def _check_space(root: Path, needed: int) -> None:
    free = shutil.disk_usage(root).free
    if free < needed + _SPARE:
        raise ArchiveError(
            f"{root}: {needed / 1e6:,.0f} MB are needed, {free / 1e6:,.0f} MB are free. "
            "Make room, or name a folder on another disk."
        )


def _sweep_captures(
    folder: BackupFolder, named: Collection[str] | None, withdrawn: Collection[str]
) -> int:
    """Delete captures that were withdrawn, or that no backup names; return how many of the first.

    A backup goes when its folder is deleted by hand. Where a backup does not tell what it names,
    ``named`` is ``None``, and only what was withdrawn goes.
    """
    taken_out = 0
    for sha256 in list(folder.captures.hashes()):
        if sha256 in withdrawn or (named is not None and sha256 not in named):
            folder.captures.remove(sha256)
            taken_out += sha256 in withdrawn
    folder.captures.sweep()
    return taken_out
