"""The files below the paths that an archivist names, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from archive.ingest.records import Rejection

_HIDDEN: Final = "."


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, and its path relative to the folder that was named (POSIX)."""

    path: Path
    name: str


def walk(paths: Iterable[Path]) -> Iterator[SourceFile | Rejection]:
    """Yield the files of ``paths``, folders in the order of their names.

    Hidden files are left out. A symbolic link inside a folder is followed only to what
    lies inside that folder: a collection must not reach out into the machine.
    """
    for path in paths:
        if path.is_dir():
            yield from _walk_folder(path.resolve())
        elif path.exists():
            yield SourceFile(path, path.name)
        else:
            yield Rejection(str(path), "no such file or folder")


def _walk_folder(root: Path) -> Iterator[SourceFile | Rejection]:
    unreadable: list[Rejection] = []

    def note(error: OSError) -> None:
        unreadable.append(Rejection(str(error.filename), f"cannot be read ({error.strerror})"))

    for folder, subfolders, names in os.walk(root, onerror=note):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith(_HIDDEN))
        for name in sorted(names):
            if name.startswith(_HIDDEN):
                continue
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield Rejection(relative, "symbolic link out of the loaded folder")
            else:
                yield SourceFile(path, relative)
    yield from unreadable
