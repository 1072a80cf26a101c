"""What a reader reads: a stream of bytes with the name that it goes by.

How much an archive may grow to when it is unpacked: zip bombs end here.

Lines of a stream, each bounded: one endless line costs no more than its refusal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from archive.ingest.decoding.record_text import DOCUMENT_LIMIT

_FREE: Final = 500_000_000
"""Bytes that anything may grow to: half a gigabyte is read in seconds and kept nowhere."""

_RATIO: Final = 100
"""Text shrinks to a tenth, repetitive tables to a fiftieth; beyond this lies malice."""


class ExpansionError(ValueError):
    """An archive unpacks to far more than its size makes likely."""


@dataclass(slots=True)
class ExpansionBudget:
    """Bytes that the members of one outermost file of ``size`` bytes may still yield.

    Archives within archives draw on the same budget, so that depth multiplies nothing.
    """

    size: int
    spent: int = 0

    def spend(self, amount: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            ExpansionError: more have been unpacked than the file's size allows.
        """
        self.spent += amount
        if self.spent > _FREE + _RATIO * self.size:
            raise ExpansionError(
                "unpacks to more than a hundred times its size; taken for an archive bomb"
            )


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


_SKIP = 1 << 20


@dataclass(frozen=True, slots=True)
class BoundedLine:
    """A line with its number (from 1), or only its number where it is too long."""

    number: int
    content: bytes | None


def bounded_lines(stream: BinaryIO, limit: int = DOCUMENT_LIMIT) -> Iterator[BoundedLine]:
    """Yield the lines of ``stream``; one longer than ``limit`` bytes has no content."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(_SKIP)) and not rest.endswith(b"\n"):
                pass
            yield BoundedLine(number, None)
        else:
            yield BoundedLine(number, line)
