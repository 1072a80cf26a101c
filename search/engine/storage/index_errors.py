"""What is wrong with the files of an index, each error by name."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError
from search.contract import IndexUnavailableError

_UNREADABLE: Final = frozenset(
    {errno.EIO, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.EINVAL}
)
"""What the system says of a file that is there and cannot be read, whoever tries again."""


class IndexMissingError(IndexUnavailableError):
    """There is no index under the path, or it was removed while it was opened.

    Where a rebuild swaps indexes the caller asks again which one serves.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: there is no search index here; rebuild it")
        self.path = path


class IndexDamagedError(IndexUnavailableError):
    """A file of the index does not hold what was written into it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}; rebuild the search index")
        self.path = path
        self.reason = reason


@contextmanager
def told_as_damage(path: Path) -> Iterator[None]:
    """Raise ``IndexDamagedError`` for what the system says of a file that cannot be read.

    That a file is not there, or that too many are open, is left as it is.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _UNREADABLE:
            raise
        raise IndexDamagedError(path, f"it cannot be read ({error.strerror})") from error


class IndexLockedError(ArchiveError):
    """Another writer holds the index."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: another process is writing this search index; try again later")
        self.path = path
