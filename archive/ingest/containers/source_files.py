"""The files below the paths that an archivist names, in a stable order."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from archive.ingest.containers.bounded_streams import clean_name
from archive.records.documents import Rejection

_HIDDEN: Final = "."
_PAGE_FILES: Final = "_files"
_VANISHED: Final = "vanished while loading"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read, its path relative to the folder that was named (POSIX), its bytes."""

    path: Path
    name: str
    size: int

    def open(self) -> BinaryIO:
        """Open the file for reading."""
        return self.path.open("rb")


def walk(paths: Iterable[Path]) -> Iterator[SourceFile | Rejection]:
    """Yield the files of ``paths``, folders in the order of their names.

    Hidden files are left out. A symbolic link inside a folder is followed only to what
    lies inside that folder: a collection must not reach out into the machine. Of files
    that are named one by one and bear the same name, each goes by its whole path.
    """
    named = list(paths)
    bearers = Counter(path.name for path in named if not path.is_dir())
    for path in named:
        if path.is_dir():
            yield from _walk_folder(path.resolve())
        elif path.exists():
            yield _file(path, path.name if bearers[path.name] == 1 else path.as_posix())
        else:
            yield Rejection(str(path), "no such file or folder")


def _walk_folder(root: Path) -> Iterator[SourceFile | Rejection]:
    unreadable: list[Rejection] = []

    def note(error: OSError) -> None:
        unreadable.append(Rejection(str(error.filename), f"cannot be read ({error.strerror})"))

    for folder, subfolders, names in os.walk(root, onerror=note):
        subfolders[:] = sorted(name for name in subfolders if not _is_aside(name, names))
        # A linked folder is not entered; where it leads out, that is told like a linked file.
        linked = [name for name in subfolders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *linked]):
            if name.startswith(_HIDDEN):
                continue
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                yield Rejection(clean_name(relative), "symbolic link out of the loaded folder")
            elif name not in linked:
                yield _file(path, relative)
    yield from unreadable


def _is_aside(folder: str, names: Sequence[str]) -> bool:
    """Whether a folder is hidden, or holds the images and styles of a page saved beside it."""
    page = folder.removesuffix(_PAGE_FILES)
    saved = page != folder and any(page + suffix in names for suffix in (".html", ".htm"))
    return saved or folder.startswith(_HIDDEN)


def _file(path: Path, name: str) -> SourceFile | Rejection:
    try:
        status = path.stat()
    except FileNotFoundError:
        return Rejection(clean_name(name), _VANISHED)
    except OSError as error:
        return Rejection(clean_name(name), f"cannot be read ({error.strerror})")
    if not stat.S_ISREG(status.st_mode):
        return Rejection(clean_name(name), "neither a file nor a folder")
    return SourceFile(path, clean_name(name), status.st_size)
