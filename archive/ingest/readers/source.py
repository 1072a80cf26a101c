"""What a reader reads: a stream of bytes with the name that it goes by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Final

from archive.ingest.readers.budget import ExpansionBudget

DOCUMENT_LIMIT: Final = 20_000_000
"""Bytes of one document; a news page is a hundredth of that."""

_TEXT_LENGTH: Final = 2000


@dataclass(frozen=True, slots=True)
class Source:
    """A file, a member of an archive or standard input, opened when it is read.

    ``name`` is its path relative to the loaded folder, members of an archive below the
    archive's own. ``depth`` counts the archives around it; ``budget`` bounds what all of
    them together may grow to.
    """

    name: str
    open: Callable[[], BinaryIO]
    budget: ExpansionBudget
    container: str = ""
    depth: int = 0

    @property
    def document(self) -> str:
        """The last part of the name, which people know the document by."""
        return self.name.rsplit("/", 1)[-1]


def too_large(limit: int = DOCUMENT_LIMIT) -> str:
    """Return the reason for refusing what is longer than ``limit`` bytes."""
    return f"larger than {limit // 1_000_000} MB"


def clean_name(name: str) -> str:
    """Return a name that can be stored: undecodable bytes of a file name are replaced."""
    return name.encode("utf-8", "replace").decode("utf-8").replace("\0", "")[:_TEXT_LENGTH]
