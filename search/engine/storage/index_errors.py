"""The errors of the search engine, each by name."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from archive.errors import ArchiveError

_UNREADABLE: Final = frozenset(
    {errno.EIO, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.EINVAL}
)
"""What the system says of a file that is there and cannot be read, whoever tries again."""


class IndexUnavailableError(ArchiveError):
    """No search can be answered now: the index is missing, damaged, or being built."""


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


class QueryTooCostlyError(ArchiveError):
    """A query ran past its time limit."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the query took longer than {seconds:g} s; make it narrower")
        self.seconds = seconds


class UnknownFieldError(ArchiveError):
    """A request names a field that the index does not have, or of the wrong kind."""

    def __init__(self, field: str, needed: str) -> None:
        super().__init__(f"the index has no {needed} {field!r}")
        self.field = field


class UnknownQueryError(ArchiveError):
    """A request holds a query of a kind that the engine does not evaluate."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"the index cannot evaluate a query of the kind {kind}")
        self.kind = kind
