"""UTF-16 as UTF-8: spreadsheets export tables in it, and records are told apart by bytes."""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK: Final = 1 << 16
_SAMPLE: Final = 64
_FEWEST: Final = 8


def wide_charset(head: bytes) -> str:
    """Return the UTF-16 encoding that a document begins in, or "".

    A byte order mark tells it, but not that of UTF-32; else the zero bytes of the ASCII
    letters that records and the names of columns begin with, all on one side.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:_SAMPLE:2], head[1:_SAMPLE:2]
    if len(odd) < _FEWEST or (any(even) and any(odd)):
        return ""
    return "utf-16-le" if all(even) else "utf-16-be" if all(odd) else ""


class Narrowed(io.RawIOBase):
    """The bytes of a UTF-16 stream as UTF-8, in constant memory; damage becomes U+FFFD."""

    def __init__(self, stream: BinaryIO, charset: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(charset)("replace")
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Return true: there is nothing else to do with it."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill ``buffer`` as far as one piece of the stream reaches; 0 is the end."""
        while not self._ready and not self._ended:
            chunk = self._stream.read(_CHUNK)
            self._ended = not chunk
            text = self._decoder.decode(chunk, final=self._ended)
            self._ready = text.encode("utf-8", "replace")
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count
