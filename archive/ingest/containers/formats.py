"""Which format a document is in: read from its first bytes, its name only breaks ties."""

from __future__ import annotations

import codecs
import json
import re
from enum import StrEnum
from typing import Final

from archive.ingest.decoding.record_columns import header_cells

HEAD: Final = 8192
"""Bytes that a format is recognised by: the first line of most records fits in."""

_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_WARC_MAGIC: Final = b"WARC/"
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,4000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|article|div)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT: Final = re.compile(rb"\s*\{\s*\"")
_JSON: Final = re.compile(rb"\s*(?:\{\s*\"[^\"]*\"\s*:|\[\s*\{\s*\")")
_TABLE_SUFFIXES: Final = (".csv", ".tsv")
_LINES_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonlines")
_GZIP_SUFFIX: Final = ".gz"

_ZEROS_SAMPLE: Final = 64
"""Bytes that are looked at for UTF-16: names of columns are ASCII at the beginning."""

_FEWEST_ZEROS: Final = 8


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
    """Return the format of a document that begins with ``head``: ``HEAD`` bytes, or all.

    ``columns`` are the folded names by which a table's header line is known.
    """
    name = name.lower().removesuffix(_GZIP_SUFFIX)
    if head.startswith(_WARC_MAGIC):
        return Format.WARC
    if head.startswith(_GZIP_MAGIC):
        return Format.GZIP
    if head.startswith(_ZIP_MAGIC):
        return Format.ZIP
    text = _as_utf8(head)
    if _HTML.match(text):
        return Format.HTML
    if _is_json_lines(text, name, cut_off=len(head) >= HEAD):
        return Format.JSONL
    if _JSON.match(text) or (name.endswith(".json") and text.lstrip()[:1] in (b"[", b"{")):
        return Format.JSON
    if _is_table(text, name, columns):
        return Format.CSV
    return Format.TEXT


def utf16_charset(head: bytes) -> str:
    """Return the UTF-16 encoding that a document begins in, or "".

    A byte order mark tells it, but not that of UTF-32; else the zero bytes of the ASCII
    letters that records and the names of columns begin with, all on one side.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:_ZEROS_SAMPLE:2], head[1:_ZEROS_SAMPLE:2]
    if len(odd) < _FEWEST_ZEROS or (any(even) and any(odd)):
        return ""
    return "utf-16-le" if all(even) else "utf-16-be" if all(odd) else ""


def _as_utf8(head: bytes) -> bytes:
    """Return ``head`` without a byte order mark, UTF-16 as UTF-8."""
    charset = utf16_charset(head)
    if charset:
        return head.decode(charset, "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _is_json_lines(head: bytes, name: str, *, cut_off: bool) -> bool:
    """Whether the first line is a JSON object, whole or cut off by the end of ``head``."""
    if not _OBJECT.match(head):
        return False
    first, newline, _rest = head.lstrip().partition(b"\n")
    if not newline:
        return cut_off or _is_object(first) or name.endswith(_LINES_SUFFIXES)
    return _is_object(first) or name.endswith(_LINES_SUFFIXES)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _is_table(head: bytes, name: str, columns: frozenset[str]) -> bool:
    """Whether the first line names columns: by the document's name, or two that are known."""
    first = head.lstrip().partition(b"\n")[0].strip()
    if name.endswith(_TABLE_SUFFIXES):
        return bool(first)
    return sum(cell.casefold() in columns for cell in header_cells(first)) >= 2
