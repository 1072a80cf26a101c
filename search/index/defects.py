"""Whether the index on the disk is what it should be, told by opening it anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from search.contract import IndexUnavailableError
from search.engine import IndexDamagedError, IndexMissingError, check_files, damages_of_files
from search.index.archive_index import ArchiveIndex
from search.index.build_label import read_label
from search.index.build_pointer import Owner
from search.index.columnar_build import SEGMENTS, check_frequencies
from search.index.columnar_home import ColumnarHome
from search.index.home_errors import NewerIndexError, OtherArchiveError

OUTDATED = "another version of the program, or of its data, built it"


def defect_of(home: ArchiveIndex, *, thorough: bool = False) -> str:
    """Return why the index has to be built anew; empty where it has not.

    With ``thorough`` every byte of it is read. Raises ``OtherArchiveError`` and
    ``NewerIndexError``: what is another's or newer is nobody's to replace unasked.
    """
    if not isinstance(home, ColumnarHome):
        return OUTDATED if home.exists() and home.outdated else ""
    # What this process holds open may be another file than the one under its name by now.
    fresh = ColumnarHome(home.folder, holdings=home.holdings)
    if Owner(home.folder).differs(home.holdings.identity()):
        raise OtherArchiveError(home.folder)
    try:
        if not fresh.exists():
            return str(IndexMissingError(home.folder)) if home.holdings.need_an_index() else ""
        opened, _snapshot = fresh.read()
        if thorough:
            opened.columnar.verify()
        if opened.label.is_newer:
            raise NewerIndexError(opened.folder)
        return OUTDATED if fresh.outdated else ""
    except (IndexDamagedError, IndexMissingError) as error:
        return str(error)


def check_pieces(home: ColumnarHome) -> Iterator[int]:
    """Read every file of the index, yield the bytes of each piece, a megabyte at most.

    Raises ``IndexDamagedError``, ``IndexMissingError``.
    """
    name = home.current_name()
    if name is None:
        return
    folder = home.folder / name
    try:
        yield check_frequencies(folder, read_label(folder).frequencies)
        yield from check_files(folder / SEGMENTS)
    except (FileNotFoundError, IndexMissingError):
        if home.current_name() == name:
            raise IndexMissingError(folder) from None


def damages(home: ArchiveIndex) -> Iterator[IndexUnavailableError]:
    """Yield everything that is wrong with the index; of one in a folder every file is read."""
    if not isinstance(home, ColumnarHome):
        yield from _unread(home)
        return
    try:
        name = home.current_name()
        if name is None:
            return
        folder = home.folder / name
        if not folder.is_dir():
            raise IndexMissingError(folder)
        label = read_label(folder)
    except (IndexDamagedError, IndexMissingError) as error:
        yield error
        return
    found = False
    try:
        check_frequencies(folder, label.frequencies)
    except FileNotFoundError as error:
        found = True
        yield IndexDamagedError(Path(error.filename), "it is missing")
    except IndexDamagedError as error:
        found = True
        yield error
    for each in damages_of_files(folder / SEGMENTS):
        found = True
        yield each
    if not found:
        yield from _unread(ColumnarHome(home.folder, holdings=home.holdings))


def _unread(home: ArchiveIndex) -> Iterator[IndexUnavailableError]:
    """Yield why an index cannot be opened."""
    try:
        home.read()
    except IndexUnavailableError as error:
        yield error
