"""Reads backups again: every checksum, every capture's bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.backups.backup_folder import Backup, BackupFolder, Unreadable, file_sum
from archive.backups.removal_register import read_folder_register, withdrawn_hashes
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
    """Yield what is wrong in a folder of backups; what is damaged holds up nothing else.

    ``advance`` counts captures that were read, ``expect`` hears before how many there are.

    Raises:
        ArchiveError: there is no backup.
    """
    folder = BackupFolder(root)
    contents = list(folder.contents())
    if not contents:
        raise ArchiveError(f"{root} holds no whole backup.")
    withdrawn: set[str] = set()
    try:
        withdrawn = withdrawn_hashes(read_folder_register(folder))
    except ArchiveError as error:
        yield Problem("removals", str(error))
    expect(sum(1 for _hash in folder.captures.hashes()))
    there = set()
    for sha256 in folder.captures.hashes():
        there.add(sha256)
        try:
            folder.captures.get(sha256)
        except DamagedCaptureError:
            path = folder.captures.path(sha256)
            yield Problem(
                "captures", f"{path} is damaged; delete it, and the next backup copies it anew"
            )
        advance(1)
    for each in contents:
        if isinstance(each, Unreadable):
            yield Problem(each.name, each.why)
            continue
        yield from verify_files(each)
        for sha256 in sorted(named_captures(each) - there - withdrawn):
            yield Problem(each.name, f"capture {sha256} is missing")


def verify_files(backup: Backup) -> Iterator[Problem]:
    """Yield which files of a backup are missing or not what its manifest says."""
    for name, expected in backup.manifest.files.items():
        path = backup.folder / name
        try:
            if file_sum(path) != expected:
                yield Problem(backup.name, f"{name} is damaged")
        except FileNotFoundError:
            yield Problem(backup.name, f"{name} is missing")
        except OSError as error:
            yield Problem(backup.name, f"{name} cannot be read ({error.strerror})")


def named_captures(backup: Backup) -> set[str]:
    """Return the captures that a backup must have: those that it names and did have whole.

    Where its list is damaged that is not known, and nothing is returned: ``verify_files`` says so.
    """
    try:
        return backup.captures() - set(backup.manifest.missing)
    except ArchiveError:
        return set()
