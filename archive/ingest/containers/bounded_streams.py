"""Streams that cost no more than they may: unpacked bytes, pipes, lines, UTF-16."""

from __future__ import annotations

import codecs
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from archive.errors import ArchiveError
from archive.records.documents import DOCUMENT_LIMIT

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BUFFER: Final = 1 << 16
"""Bytes of a source's buffer: a format is recognised within them, and few calls fill them."""

_FREE_BYTES: Final = 500_000_000
"""Bytes that anything may grow to: half a gigabyte is read in seconds and kept nowhere."""

_LARGEST_RATIO: Final = 100
"""Text shrinks to a tenth, repetitive tables to a fiftieth; beyond this lies malice."""


_MOST_MEMBERS: Final = 1_000_000

_FREE_SECONDS: Final = 15.0
"""Seconds of processor time for any file, however small."""

_SECONDS_A_BYTE: Final = 1e-6
"""A megabyte of packed records is read in a tenth of a second."""


class ExpansionError(ArchiveError):
    """An archive unpacks to far more than its size makes likely."""


class UnpackingError(ArchiveError):
    """A library cannot unpack what is packed; the message is the reason for its archivist."""


@dataclass(slots=True)
class ExpansionBudget:
    """What reading one outermost file of ``size`` bytes may cost: bytes, members, seconds.

    Archives within archives draw on the same budget, so that depth multiplies nothing. ``seconds``
    are of processor time, spent until now.
    """

    size: int
    spent: int = 0
    members: int = 0
    seconds: float = 0.0

    @property
    def seconds_allowed(self) -> float:
        """How much processor time the whole file may take to read."""
        return _FREE_SECONDS + _SECONDS_A_BYTE * self.size

    def open_members(self, count: int) -> None:
        """Count the members of an archive.

        Raises:
            ExpansionError: all archives of the file together have more than any that is real.
        """
        self.members += count
        if self.members > _MOST_MEMBERS:
            raise ExpansionError(f"an archive of more than {_MOST_MEMBERS} members")

    def spend(self, amount: int) -> None:
        """Count bytes that were unpacked.

        Raises:
            ExpansionError: more have been unpacked than the file's size allows.
        """
        self.spent += amount
        if self.spent > _FREE_BYTES + _LARGEST_RATIO * self.size:
            raise ExpansionError(
                "unpacks to more than a hundred times its size; taken for an archive bomb"
            )


class _RawStream(io.RawIOBase):
    """Reads from another stream and closes it with itself."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Return true: nothing else can be done with it."""
        return True

    def close(self) -> None:
        """Close the stream below too."""
        if not self.closed:
            self._stream.close()
        super().close()


class UnpackedStream(_RawStream):
    """What an unpacking library yields, counted against a budget.

    Reading raises ``UnpackingError`` where the packed bytes are damaged.
    """

    def __init__(self, stream: BinaryIO, budget: ExpansionBudget) -> None:
        super().__init__(stream)
        self._budget = budget

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer``, less at the end only; return the number of bytes."""
        try:
            # Of zip and gzip files reading returns all that was asked for.
            data = self._stream.read(memoryview(buffer).nbytes)
        except zipfile.BadZipFile as error:
            raise UnpackingError(f"damaged in its zip archive ({error})") from error
        except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
            raise UnpackingError(f"breaks off: compressed data is damaged ({error})") from error
        self._budget.spend(len(data))
        memoryview(buffer).cast("B")[: len(data)] = data
        return len(data)


class PipedStream(io.RawIOBase):
    """Standard input: what comes piecemeal through a pipe is read in whole buffers.

    A format is recognised by the first buffer, so it must not depend on how the writer of a
    pipe cuts. The size of a pipe is known only afterwards: each byte adds to the budget. The
    stream below stays open, since whoever gave it may have more to do with it.
    """

    def __init__(self, stream: BinaryIO, budget: ExpansionBudget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        """Return true: nothing else can be done with it."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer``, less at the end only; return the number of bytes."""
        target = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(target) and (data := self._stream.read(len(target) - filled)):
            target[filled : filled + len(data)] = data
            filled += len(data)
        self._budget.size += filled
        return filled


class Utf8Stream(_RawStream):
    """The text of a stream in another encoding as UTF-8; damage becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, charset: str) -> None:
        super().__init__(stream)
        self._decoder = codecs.getincrementaldecoder(charset)("replace")
        self._ready = b""
        self._ended = False

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` as far as one piece of the stream reaches; 0 is the end."""
        while not self._ready and not self._ended:
            chunk = self._stream.read(BUFFER)
            self._ended = not chunk
            text = self._decoder.decode(chunk, final=self._ended)
            self._ready = text.encode("utf-8", "replace")
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


class LineFeedStream(_RawStream):
    """A stream whose lines end in carriage returns alone, with line feeds for them."""

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` with one piece of the stream; 0 is the end."""
        data = self._stream.read(memoryview(buffer).nbytes).replace(b"\r", b"\n")
        memoryview(buffer).cast("B")[: len(data)] = data
        return len(data)


@dataclass(frozen=True, slots=True)
class BoundedLine:
    """A line with its number (from 1), or only its number where it is too long."""

    number: int
    content: bytes | None


def bounded_lines(stream: BinaryIO, limit: int = DOCUMENT_LIMIT) -> Iterator[BoundedLine]:
    """Yield the lines of ``stream``; one longer than ``limit`` bytes has no content.

    A line ends at a line feed and nowhere else. One endless line costs its refusal alone.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(BUFFER)) and not rest.endswith(b"\n"):
                pass
            yield BoundedLine(number, None)
        else:
            yield BoundedLine(number, line)


def too_large(limit: int = DOCUMENT_LIMIT) -> str:
    """Return the reason for refusing what is longer than ``limit`` bytes."""
    return f"larger than {limit // 1_000_000} MB"
