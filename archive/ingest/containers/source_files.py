"""What is read: the files that an archivist names, members of archives, standard input."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from archive.ingest.containers.archivebox import (
    SNAPSHOTS,
    Snapshot,
    is_collection,
    read_snapshot,
)
from archive.ingest.containers.bounded_streams import BUFFER, ExpansionBudget
from archive.ingest.containers.files_beside import Beside, FolderFiles
from archive.ingest.containers.record_index import RecordIndex
from archive.ingest.containers.site_folders import RENDERINGS, SiteFolder
from archive.ingest.decoding.origins import PageOrigin
from archive.records.documents import Rejection

STANDARD_INPUT: Final = "standard input"
"""The name of the source that has none."""
STANDARD_INPUT_PATH: Final = "-"
"""What an archivist writes for it among the paths."""

_LONGEST_NAME: Final = 2000
"""Letters of the column that holds a document's identity."""

_DIGEST_LETTERS: Final = 16
_HIDDEN: Final = "."
_PAGE_FILES: Final = "_files"


@dataclass(frozen=True, slots=True)
class Source:
    """A file, a member of an archive or standard input, opened when it is read.

    ``name`` is its path relative to the loaded folder (POSIX), members of an archive below the
    archive's own. ``depth`` counts the archives around it; ``budget`` bounds what all of them
    together may grow to; ``passed_over`` counts, by kind, what of them is no document and is not
    read. ``path`` is where a file stands that was not in an archive. ``keep_ids`` says that what another
    archive told of its captures is to be kept. ``origin`` is what a file beside it says of its address. ``is_file`` says that it can be
    opened again and read from any place; then ``size`` is its number of bytes. ``is_unpacked`` says that its bytes are those of a
    packed file of this name, so that places in them are no places in the file. ``with_parts`` asks
    for what came with the pages too; ``beside`` is where a saved page's stands. ``stored`` opens a member that lies unpacked in its archive,
    as a file of its own. ``records`` are those of the WARC files of the same load.
    """

    name: str
    open: Callable[[], io.BufferedReader]
    budget: ExpansionBudget
    container: str = ""
    depth: int = 0
    is_file: bool = False
    size: int = 0
    is_unpacked: bool = False
    passed_over: Counter[str] = field(default_factory=Counter)
    path: Path | None = None
    keep_ids: bool = False
    origin: PageOrigin = PageOrigin()
    with_parts: bool = False
    beside: Beside | None = None
    stored: Callable[[], io.BufferedReader] | None = None
    records: RecordIndex | None = None

    @property
    def open_again(self) -> Callable[[], io.BufferedReader] | None:
        """What opens it once more, to be read from any place; None of what is read once."""
        return self.open if self.is_file else self.stored

    @property
    def document(self) -> str:
        """The last part of the name, which people know the document by."""
        return self.name.rsplit("/", 1)[-1]

    def name_of(self, content: bytes, suffix: str) -> str:
        """Return the name of the one document in it; in standard input, one by its content."""
        if self.name != STANDARD_INPUT:
            return self.name
        return f"stdin-{short_digest(content)}{suffix}"


def short_digest(content: bytes) -> str:
    """Return as much of the SHA-256 of ``content`` as tells the documents of a pipe apart."""
    return hashlib.sha256(content).hexdigest()[:_DIGEST_LETTERS]


def clean_name(name: str) -> str:
    """Return a name that can be stored: undecodable bytes of a file name are replaced."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\0", "")[:_LONGEST_NAME]


def walk(paths: Iterable[Path], passed_over: Counter[str]) -> Iterator[Source | Rejection]:
    """Yield the files of ``paths``, folders in the order of their names.

    Of a folder in which pages were mirrored each page is a file; what stands beside them is
    counted in ``passed_over``. What an archivist names is read whatever it is.

    Hidden files are left out. A symbolic link inside a folder is followed only to what
    lies inside that folder: a collection must not reach out into the machine. Of files
    that are named one by one and bear the same name, each goes by its whole path.
    """
    named = list(paths)
    bearers = Counter(path.name for path in named if not path.is_dir())
    for path in named:
        if path.is_dir():
            yield from _walk_folder(path.resolve(), passed_over)
        elif path.exists():
            name = path.name if bearers[path.name] == 1 else path.as_posix()
            files = FolderFiles(path.parent.resolve())
            beside = Beside(files, path.name, own_folder=True)
            yield _with(_file(path, name, passed_over), beside=beside)
        else:
            yield Rejection(str(path), "no such file or folder")


def named_file(path: Path, name: str, passed_over: Counter[str]) -> Source | Rejection:
    """Return one file as a source that people know by another ``name`` than that of its path."""
    return _file(path, name, passed_over)


def files_of(folder: Path) -> Iterator[Source]:
    """Yield the files of a folder that are read when it is loaded as a whole."""
    for found in _walk_folder(folder.resolve(), Counter()):
        if isinstance(found, Source):
            yield found


def _walk_folder(root: Path, passed_over: Counter[str]) -> Iterator[Source | Rejection]:
    unreadable: list[Rejection] = []
    site, files = SiteFolder(root), FolderFiles(root)

    def note(error: OSError) -> None:
        unreadable.append(Rejection(str(error.filename), f"cannot be read ({error.strerror})"))

    for folder, subfolders, names in os.walk(root, onerror=note):
        if snapshot := read_snapshot(Path(folder), names):
            subfolders.clear()
            yield from _snapshot_files(root, Path(folder), snapshot, passed_over)
            continue
        if is_collection(names, subfolders):
            subfolders[:] = [SNAPSHOTS]
            continue
        subfolders[:] = sorted(name for name in subfolders if not _is_aside(name, names))
        site.enter(folder, names)
        # A linked folder is not entered; where it leads out, that is told like a linked file.
        linked = [name for name in subfolders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *linked]):
            if name.startswith(_HIDDEN):
                continue
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.is_symlink() and not _leads_within(path, root):
                yield Rejection(clean_name(relative), "symbolic link out of the loaded folder")
            elif name in linked:
                continue
            elif kind := site.aside(folder, name, names):
                passed_over[kind] += 1
            else:
                found = _file(path, relative, passed_over)
                yield _with(found, beside=Beside(files, relative))
    yield from unreadable


def _snapshot_files(
    root: Path, folder: Path, snapshot: Snapshot, passed_over: Counter[str]
) -> Iterator[Source | Rejection]:
    """Yield the file of a snapshot that is read, with the address that it was saved from."""
    every = sum(len(names) for _folder, _folders, names in os.walk(folder))
    passed_over[RENDERINGS] += every - len(snapshot.files)
    if not snapshot.files:
        name = folder.relative_to(root).as_posix()
        yield Rejection(clean_name(name), "a snapshot of ArchiveBox in which no page was kept")
    for path in snapshot.files:
        if not _leads_within(path, root):
            relative = path.relative_to(root).as_posix()
            yield Rejection(clean_name(relative), "symbolic link out of the loaded folder")
            continue
        found = _file(path, path.relative_to(root).as_posix(), passed_over)
        place = path.relative_to(folder).as_posix()
        beside = Beside(FolderFiles(folder), place, by_host=True)
        yield _with(found, origin=snapshot.origin, beside=beside)


def _with(found: Source | Rejection, **told: Any) -> Source | Rejection:
    return replace(found, **told) if isinstance(found, Source) else found


def _leads_within(link: Path, root: Path) -> bool:
    """Whether a symbolic link ends within ``root``; one that leads in a circle ends at itself."""
    return Path(os.path.realpath(link)).is_relative_to(root)


def _is_aside(folder: str, names: Sequence[str]) -> bool:
    """Whether a folder is hidden, or holds the images and styles of a page saved beside it."""
    page = folder.removesuffix(_PAGE_FILES)
    saved = page != folder and any(page + suffix in names for suffix in (".html", ".htm"))
    return saved or folder.startswith(_HIDDEN)


def _file(path: Path, name: str, passed_over: Counter[str]) -> Source | Rejection:
    try:
        status = path.stat()
    except FileNotFoundError:
        return Rejection(clean_name(name), "vanished while loading")
    except OSError as error:
        return Rejection(clean_name(name), f"cannot be read ({error.strerror})")
    if not stat.S_ISREG(status.st_mode):
        return Rejection(clean_name(name), "neither a file nor a folder")

    def opened() -> io.BufferedReader:
        return io.BufferedReader(path.open("rb", buffering=0), BUFFER)

    return Source(
        clean_name(name),
        opened,
        ExpansionBudget(status.st_size),
        is_file=True,
        size=status.st_size,
        passed_over=passed_over,
        path=path,
    )
