"""Reading every byte of an index to see whether it is what was written.

The files are opened anew for it: what a running program holds open may be another file than the
one that stands under the name by now.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from search.contract import IndexUnavailableError
from search.engine.storage.block_files import BlockFile
from search.engine.storage.generations import Toc, latest_generation, read_toc
from search.engine.storage.index_errors import IndexDamagedError
from search.engine.storage.segment_files import segment_filename


def check_pieces(directory: Path) -> Iterator[int]:
    """Read every file of the latest generation, yield the bytes of each piece.

    A piece is a megabyte at most. Files that a commit takes away meanwhile are passed over, and
    those that it brings are left to the next check. Raises ``IndexMissingError``,
    ``IndexDamagedError``.
    """
    toc = read_toc(directory)
    for path in _files(directory, toc):
        yield from _pieces(path, toc)


def damages(directory: Path) -> Iterator[IndexUnavailableError]:
    """Yield what is wrong with each file of the latest generation."""
    try:
        toc = read_toc(directory)
    except IndexUnavailableError as error:
        yield error
        return
    for path in _files(directory, toc):
        try:
            for _read in _pieces(path, toc):
                pass
        except IndexDamagedError as error:
            yield error


def _files(directory: Path, toc: Toc) -> Iterator[Path]:
    for entry in toc.segments:
        for name in (segment_filename(entry.name), entry.columns, entry.deletions):
            if name is not None:
                yield directory / name


def _pieces(path: Path, toc: Toc) -> Iterator[int]:
    try:
        yield from BlockFile(path).checked_pieces()
    except FileNotFoundError:
        if latest_generation(path.parent) == toc.generation:
            raise IndexDamagedError(path, "it is missing") from None
