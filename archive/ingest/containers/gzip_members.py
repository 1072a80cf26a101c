"""gzip: one document or many records, packed in one member or in many (RFC 1952)."""

from __future__ import annotations

import gzip
import io
import zlib
from collections import deque
from dataclasses import replace
from typing import BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import (
    BUFFER,
    ExpansionBudget,
    UnpackedStream,
    UnpackingError,
)
from archive.ingest.containers.source_files import Source

_GZIP_WINDOW: Final = 16 + zlib.MAX_WBITS
"""It makes zlib read the head and the end of a gzip member too."""

_WARC_MAGIC: Final = b"WARC/"


def begins_like_warc(head: bytes) -> bool:
    """Tell whether the packed bytes that begin with ``head`` are a WARC file's."""
    while head:
        member = zlib.decompressobj(_GZIP_WINDOW)
        try:
            unpacked = member.decompress(head, len(_WARC_MAGIC))
        except zlib.error:
            return False
        if unpacked or not member.eof:
            return unpacked == _WARC_MAGIC
        head = member.unused_data
    return False


def open_gzip(source: Source, stream: BinaryIO) -> Source:
    """Return what a gzip file holds, as a source that unpacks while it is read, once."""

    def opened() -> io.BufferedReader:
        packed = cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
        return io.BufferedReader(UnpackedStream(packed, source.budget), BUFFER)

    return replace(
        source,
        open=opened,
        depth=source.depth + 1,
        is_file=False,
        is_unpacked=True,
        stored=None,
    )


class GzipMembers:
    """The unpacked bytes of a gzip file, and the places at which its members begin.

    Unlike the standard library's reader it gives all that can be unpacked of a file that
    breaks off, and says where in the file the member stands that begins with a record.
    """

    def __init__(self, stream: BinaryIO, budget: ExpansionBudget) -> None:
        self._stream = stream
        self._budget = budget
        self._member = zlib.decompressobj(_GZIP_WINDOW)
        self._packed = b""
        self._packed_end = 0
        self._unpacked_end = 0
        self._begins: deque[tuple[int, int]] = deque([(0, 0)])

    def read(self, size: int = BUFFER) -> bytes:
        """Return up to ``size`` unpacked bytes; none at the end.

        Raises:
            UnpackingError: the file is damaged here, or ends inside a member.
            ExpansionError: it unpacks to more than its budget.
        """
        while not self._member.eof or self._next_member():
            if data := self._unpack(size):
                self._unpacked_end += len(data)
                self._budget.spend(len(data))
                return data
        return b""

    def packed_offset(self, unpacked_offset: int) -> int | None:
        """Return where in the file the member stands that begins at an unpacked place.

        None where no member begins there. Places can be asked for in rising order only.
        """
        while self._begins and self._begins[0][0] < unpacked_offset:
            self._begins.popleft()
        begins_here = self._begins and self._begins[0][0] == unpacked_offset
        return self._begins[0][1] if begins_here else None

    def _unpack(self, size: int) -> bytes:
        ended = not self._packed and not self._fill()
        try:
            data = self._member.decompress(self._packed, size)
        except zlib.error as error:
            raise UnpackingError(f"compressed data is damaged ({error})") from error
        self._packed = self._member.unused_data or self._member.unconsumed_tail
        if ended and not data and not self._member.eof:
            raise UnpackingError("compressed data ends too early")
        return data

    def _next_member(self) -> bool:
        """Begin the next member, past zeros that fill a block; return whether there is one."""
        self._packed = self._packed.lstrip(b"\0")
        while not self._packed and self._fill():
            self._packed = self._packed.lstrip(b"\0")
        if not self._packed:
            return False
        self._member = zlib.decompressobj(_GZIP_WINDOW)
        if self._begins and self._begins[-1][0] == self._unpacked_end:
            self._begins.pop()
        self._begins.append((self._unpacked_end, self._packed_end - len(self._packed)))
        return True

    def _fill(self) -> bool:
        self._packed = self._stream.read(BUFFER)
        self._packed_end += len(self._packed)
        return bool(self._packed)
