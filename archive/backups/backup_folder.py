"""A folder of backups: what lies where, and what a backup says of itself.

::

    captures/ab/abcdef….gz        bytes of captures, once for all backups of the folder
    removals.jsonl                what was withdrawn, deleted or hidden, by hash or public id
    20261128T233012Z/             one backup, by the second (UTC) at which it was begun
        database.sqlite3.zst      the database as it was then
        captures.txt              the SHA-256 of every capture that the database names, sorted
        manifest.json             sizes and SHA-256 of these two and itself; versions; numbers

A backup is written beside its place and renamed when it is whole: a folder that bears a time and
no ``.part`` is a whole backup.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from archive.captures.store import CaptureStore
from archive.errors import ArchiveError

FORMAT: Final = 2
"""2: the register of removals has an end (``removal_register``)."""
DATABASE: Final = "database.sqlite3.zst"
CAPTURES: Final = "captures.txt"
MANIFEST: Final = "manifest.json"
PART: Final = ".part"
STAMP: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"\d{8}T\d{6}Z")
_SUM: Final = "sha256"
"""The name under which a manifest has the checksum of all else in it."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file's size in bytes and its SHA-256 in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    ``archive`` is the archive's key, ``migrations`` the last of each app by name, ``missing`` the
    captures that the archive itself no longer had whole.
    """

    format: int
    archive: str
    made: str
    migrations: dict[str, str]
    articles: int
    captures: int
    missing: list[str]
    files: dict[str, FileSum]

    def write(self, folder: Path) -> None:
        """Write it into the folder of its backup, with a checksum of itself."""
        own = asdict(self)
        text = json.dumps({**own, _SUM: _sum_of(own)}, ensure_ascii=False, indent=1)
        write_synced(folder / MANIFEST, text.encode())


@dataclass(frozen=True, slots=True)
class Backup:
    """One whole backup: its folder and what it says of itself."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The second at which it was begun, as ``20261128T233012Z``."""
        return self.folder.name

    def captures(self) -> set[str]:
        """Return the SHA-256 of every capture that its database names.

        Raises:
            ArchiveError: the list is missing, or not what the manifest says.
        """
        path = self.folder / CAPTURES
        try:
            content = path.read_bytes()
        except OSError as error:
            raise ArchiveError(f"{path}: {error.strerror}.") from error
        if bytes_sum(content) != self.manifest.files.get(CAPTURES):
            raise ArchiveError(f"{path} is damaged.")
        return set(content.decode("ascii").split())


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A backup that cannot be read: the name of its folder, and why, in a sentence."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """A folder that holds the backups of one archive."""

    root: Path

    @property
    def captures(self) -> CaptureStore:
        """The bytes of the captures of all its backups."""
        return CaptureStore(self.root / "captures")

    @property
    def register(self) -> Path:
        """The file that keeps what may not come back."""
        return self.root / "removals.jsonl"

    def backups(self) -> list[Backup]:
        """Return the backups whose manifest can be read, the oldest first."""
        return [each for each in self.contents() if isinstance(each, Backup)]

    def unreadable(self) -> list[Unreadable]:
        """Return the others, the oldest first: they hold up nothing but themselves."""
        return [each for each in self.contents() if isinstance(each, Unreadable)]

    def contents(self) -> Iterator[Backup | Unreadable]:
        """Yield every backup, the oldest first."""
        if not self.root.is_dir():
            return
        for folder in sorted(self.root.iterdir()):
            if _NAME.fullmatch(folder.name) and folder.is_dir():
                try:
                    yield Backup(folder, read_manifest(folder))
                except ArchiveError as error:
                    yield Unreadable(folder.name, str(error))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup.

    Raises:
        ArchiveError: it is missing, damaged, or of a later version of the program.
    """
    path = folder / MANIFEST
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        if found.pop(_SUM) != _sum_of(found):
            raise ValueError("its checksum is another")
        if found["format"] > FORMAT:
            raise ArchiveError(f"{folder}: the backup was made by a later version of the program.")
        files = {name: FileSum(**each) for name, each in found.pop("files").items()}
        return Manifest(files=files, **found)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ArchiveError(
            f"{path}: the manifest is missing or damaged ({error}), so the backup cannot be used. "
            "Take another, and delete its folder."
        ) from error


def _sum_of(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def file_sum(path: Path) -> FileSum:
    """Return the size and the SHA-256 of a file, read in pieces."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            found.update(piece)
            size += len(piece)
    return FileSum(size, found.hexdigest())


def bytes_sum(content: bytes) -> FileSum:
    """Return the size and the SHA-256 of what is in memory."""
    return FileSum(len(content), hashlib.sha256(content).hexdigest())


def write_synced(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of a file at once, and bring it to the disk."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk: else a power cut takes back what bears them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
