"""Reads backups again: every checksum, every capture's bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.backups.backup_folder import CAPTURES, Backup, BackupFolder, file_sum
from archive.backups.removal_register import read_register, withdrawn_hashes
from archive.captures.store import DamagedCaptureError
from archive.errors import ArchiveError


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a backup."""

    backup: str
    what: str

    def __str__(self) -> str:
        return f"{self.backup}: {self.what}"


def verify_backups(
    root: Path,
    advance: Callable[[int], None],
    expect: Callable[[int], None] = lambda _total: None,
) -> Iterator[Problem]:
    """Yield what is wrong in a folder of backups.

    ``advance`` counts captures that were read, ``expect`` hears before how many there are.

    Raises:
        ArchiveError: a manifest or the register is damaged, or there is no backup.
    """
    folder = BackupFolder(root)
    backups = folder.backups()
    if not backups:
        raise ArchiveError(f"{root} holds no whole backup.")
    withdrawn = withdrawn_hashes(read_register(folder.register))
    damaged = set()
    expect(sum(1 for _hash in folder.captures.hashes()))
    for sha256 in folder.captures.hashes():
        try:
            folder.captures.get(sha256)
        except DamagedCaptureError:
            damaged.add(sha256)
            path = folder.captures.path(sha256)
            yield Problem(
                "captures", f"{path} is damaged; delete it, and the next backup copies it anew"
            )
        advance(1)
    there = set(folder.captures.hashes()) - damaged
    for backup in backups:
        yield from verify_files(backup)
        for sha256 in sorted(named_captures(backup) - there - damaged - withdrawn):
            yield Problem(backup.name, f"capture {sha256} is missing")


def verify_files(backup: Backup) -> Iterator[Problem]:
    """Yield which files of a backup are missing or not what its manifest says."""
    for name, expected in backup.manifest.files.items():
        path = backup.folder / name
        if not path.exists():
            yield Problem(backup.name, f"{name} is missing")
        elif file_sum(path) != expected:
            yield Problem(backup.name, f"{name} is damaged")


def named_captures(backup: Backup) -> set[str]:
    """Return the captures that a backup must have: those that it names and did have whole."""
    if not (backup.folder / CAPTURES).exists():
        return set()
    return backup.captures() - set(backup.manifest.missing)
