"""Which format a document is in: read from its first bytes, its name only breaks ties.

UTF-16 as UTF-8: spreadsheets export tables in it, and records are told apart by bytes.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING, BinaryIO, Final

from archive.ingest.decoding.record_text import _DELIMITERS, delimiter_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
import json
import re
from enum import StrEnum

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


HEAD: Final = 8192
"""Bytes looked at."""

_BLOCK: Final = 4096
"""The least that a buffered stream shows ahead of a document that is longer."""

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP: Final = b"\x1f\x8b"
_WARC: Final = b"WARC/"
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|article|div)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT: Final = re.compile(rb"\s*\{\s*\"")
_JSON: Final = re.compile(rb"\s*(?:\{\s*\"[^\"]*\"\s*:|\[\s*\{\s*\")")
_TABLES: Final = (".csv", ".tsv")
_PACKED: Final = ".gz"
_UTF8_MARK: Final = codecs.BOM_UTF8
_LINES: Final = (".jsonl", ".ndjson", ".jsonlines")


class Format(StrEnum):
    """The formats that are read."""

    TEXT = "text"
    HTML = "html"
    WARC = "warc"
    GZIP = "gzip"
    ZIP = "zip"
    JSONL = "jsonl"
    JSON = "json"
    CSV = "csv"


def recognise(head: bytes, name: str, columns: frozenset[str]) -> Format:
    """Return the format of a document that begins with ``head``.

    ``columns`` are the folded names by which a table's header line is known.
    """
    name = name.lower().removesuffix(_PACKED)
    if head.startswith(_WARC):
        return Format.WARC
    if head.startswith(_GZIP):
        return Format.GZIP
    if head.startswith(_ZIP):
        return Format.ZIP
    narrow = _narrow(head)
    if _HTML.match(narrow):
        return Format.HTML
    if _is_json_lines(narrow, name, cut_off=len(head) >= _BLOCK):
        return Format.JSONL
    if _JSON.match(narrow) or (name.endswith(".json") and narrow.lstrip()[:1] in b"[{"):
        return Format.JSON
    if _is_table(narrow, name, columns):
        return Format.CSV
    return Format.TEXT


def _narrow(head: bytes) -> bytes:
    """Return ``head`` without a byte order mark, UTF-16 as UTF-8."""
    charset = wide_charset(head)
    return head.decode(charset, "ignore").encode() if charset else head.removeprefix(_UTF8_MARK)


def _is_json_lines(head: bytes, name: str, *, cut_off: bool) -> bool:
    """A first line that is a JSON object, whole or cut off by the end of ``head``."""
    if not _OBJECT.match(head):
        return False
    first, newline, _rest = head.lstrip().partition(b"\n")
    if not newline:
        return cut_off or _is_object(first) or name.endswith(_LINES)
    return _is_object(first) or name.endswith(_LINES)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_table(head: bytes, name: str, columns: frozenset[str]) -> bool:
    first = head.lstrip().partition(b"\n")[0].strip()
    if name.endswith(_TABLES):
        return bool(first)
    if not any(code in first for code in _DELIMITERS):
        return False
    cells = first.decode("utf-8", "replace").split(delimiter_of(first))
    known = [cell for cell in cells if cell.strip(' "').casefold() in columns]
    return len(known) >= 2
