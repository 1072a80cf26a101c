"""Which format a document is in: read from its first bytes, its name only breaks ties."""

from __future__ import annotations

import codecs
import json
import re
from enum import StrEnum
from typing import Final

from archive.ingest.readers.wide import wide_charset

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
_DELIMITERS: Final = b",;\t|"
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


def delimiter_of(header: bytes) -> str:
    """Return the delimiter of a table: the most frequent candidate in its header line."""
    return chr(max(_DELIMITERS, key=lambda code: header.count(bytes([code]))))


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
