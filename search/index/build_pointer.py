"""The small files beside the builds: which build serves, whose they are, what is wrong with one."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Final

from search.engine import IndexDamagedError, sync_directory, told_as_damage

BUILD: Final = "build-"
_CURRENT: Final = "current"
_OWNER: Final = "archive"
_DAMAGED: Final = "damaged"
_BUILD_NAME: Final = re.compile(rf"{BUILD}[0-9a-z]+")


class BuildPointer:
    """The file that names the build that serves."""

    def __init__(self, folder: Path) -> None:
        self.path: Final = folder / _CURRENT
        self._read: tuple[tuple[int, int, int], str] | None = None
        """Inode, length and time of the file when it was read, and its text."""

    def name(self) -> str | None:
        """Return the name in the file, which is read again only where it was replaced.

        Raises ``IndexDamagedError`` where it names no build.
        """
        try:
            found = os.stat(self.path)
            identity = (found.st_ino, found.st_size, found.st_mtime_ns)
            if self._read is None or self._read[0] != identity:
                with told_as_damage(self.path):
                    name = self.path.read_bytes().decode("ascii", "replace")
                if not _BUILD_NAME.fullmatch(name):
                    raise IndexDamagedError(self.path, "it names no build of the index")
                self._read = (identity, name)
            return self._read[1]
        except FileNotFoundError:
            return None

    def point_to(self, name: str) -> None:
        """Let the build ``name`` serve, for good: it and its name are on the disk first."""
        if self.path.is_dir():
            shutil.rmtree(self.path)
        write_whole(self.path, name)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that the old or the new one is there, whatever happens."""
    partial = path.with_name(f"{path.name}.part")
    with partial.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    sync_directory(path.parent)


class Owner:
    """The file that says of which archive the builds are, should none of them be left to say it."""

    def __init__(self, folder: Path) -> None:
        self._path: Final = folder / _OWNER

    def key(self) -> str:
        """Return the archive's key; empty where it is not known."""
        try:
            key = self._path.read_bytes().decode("ascii", "replace").strip()
        except OSError:
            return ""
        return key if re.fullmatch("[0-9a-f]{32}", key) else ""

    def differs(self, archive: str, named: str = "") -> bool:
        """Return whether ``named``, else the file, names another archive than ``archive``."""
        owner = named or self.key()
        return bool(owner and archive) and owner != archive

    def set(self, key: str) -> None:
        """Write the key down, where it is another than is there."""
        if key and key != self.key():
            write_whole(self._path, f"{key}\n")


class DamageNotice:
    """The file by which whoever finds damage tells the worker of it."""

    def __init__(self, folder: Path) -> None:
        self._path: Final = folder / _DAMAGED

    def leave(self, reason: str) -> None:
        """Say what is wrong; where nothing can be written, nothing is said."""
        try:
            if not self._path.exists():
                write_whole(self._path, f"{reason}\n")
        except OSError:
            return

    def reason(self) -> str:
        """Return what is wrong; empty where nobody found anything."""
        try:
            return self._path.read_text(encoding="utf-8", errors="replace").strip()
        except OSError:
            return ""

    def remove(self) -> None:
        """Take the notice away."""
        self._path.unlink(missing_ok=True)
