"""Files that stand beside a saved page: in the same loaded folder, or in the same zip archive.

A name leads to a file of the folder or archive and never out of it: neither by ``..`` nor by a
symbolic link; nor to a hidden file. Where an archivist named a page and not its folder, only the
folder that browsers make for it is looked into: what a page names is not for the page to give.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

from archive.ingest.containers.bounded_streams import ExpansionBudget, UnpackingError
from archive.ingest.containers.part_limits import PART_BYTES
from archive.ingest.containers.zip_entries import entry_refusal, open_entry

_PAGES: Final = (".html", ".htm", ".xhtml", ".txt", ".md")


class Files(Protocol):
    """Files by their paths, POSIX, below one folder."""

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, one more than a part may have at most; None where there is none."""

    def has_parts(self, path: str) -> bool:
        """Whether anything but pages stands around the page at ``path``; True where unknown."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The files beside a page, and the page's own ``place`` among them.

    ``by_host`` says that files of the web stand under the names of their hosts, as wget keeps them;
    ``own_folder`` that only a folder beside the page is looked into that bears the page's name.
    """

    files: Files
    place: str
    by_host: bool = False
    own_folder: bool = False

    def candidates(self, address: str) -> Iterator[str]:
        """Yield the paths at which the file of an address or a relative path may stand.

        wget keeps the query in a file's name; browsers leave it out.
        """
        parts = urlsplit(address)
        if parts.scheme and not self.by_host:
            return
        path = unquote(parts.path).lstrip("/") if parts.scheme else unquote(parts.path)
        path = f"{parts.hostname}/{path}" if parts.scheme else path
        if self.own_folder and not self._is_own(path):
            return
        if parts.query:
            yield f"{path}?{unquote(parts.query)}"
        yield path

    def _is_own(self, path: str) -> bool:
        folder, slash, _name = path.partition("/")
        return bool(slash) and folder.startswith(PurePosixPath(self.place).stem)


@dataclass(slots=True)
class FolderFiles:
    """The files below a folder."""

    root: Path
    _known: dict[Path, bool] = field(default_factory=dict)

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, one more than a part may have at most; None where there is none."""
        if not is_inside(path):
            return None
        try:
            place = Path(os.path.realpath(self.root / path))
            if not place.is_relative_to(self.root) or not place.is_file():
                return None
            with place.open("rb") as file:
                return file.read(PART_BYTES + 1)
        except (OSError, ValueError):
            return None

    def has_parts(self, path: str) -> bool:
        """Whether anything but pages stands beside or above the page, as far up as the root."""
        place = (self.root / path).parent
        return any(
            self._holds_more(folder)
            for folder in (place, *place.parents)
            if folder.is_relative_to(self.root)
        )

    def _holds_more(self, folder: Path) -> bool:
        if folder not in self._known:
            try:
                with os.scandir(folder) as entries:
                    more = any(not each.name.lower().endswith(_PAGES) for each in entries)
            except OSError:
                more = False
            self._known[folder] = more
        return self._known[folder]


@dataclass(slots=True)
class ZipFiles:
    """The members of a zip archive, unpacked within its budget."""

    archive: zipfile.ZipFile
    budget: ExpansionBudget

    def read(self, path: str) -> bytes | None:
        """Return a member's bytes; None where there is none that can be unpacked.

        Raises:
            ExpansionError: the archive unpacks to more than its budget.
        """
        if not is_inside(path):
            return None
        try:
            member = self.archive.getinfo(path)
        except KeyError:
            return None
        if member.is_dir() or entry_refusal(member):
            return None
        try:
            with open_entry(self.archive, member, self.budget) as unpacked:
                return unpacked.read(PART_BYTES + 1)
        except UnpackingError:
            return None

    def has_parts(self, path: str) -> bool:
        """Whether the archive holds anything but pages, the one at ``path`` among them."""
        others = (name for name in self.archive.namelist() if name != path)
        return any(not name.lower().endswith(_PAGES) for name in others)


def is_inside(path: str) -> bool:
    """Whether a relative path stays below its folder and leads to nothing hidden."""
    pure = PurePosixPath(path.replace("\\", "/"))
    hidden = any(part.startswith(".") for part in pure.parts)
    return bool(path) and not pure.is_absolute() and not hidden and "\0" not in path
