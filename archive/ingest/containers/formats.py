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
# A comment ends where it first may: else many in a row were tried in every grouping.
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:(?><!--.{0,4000}?-->)\s*)*+"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|article|div|p|h[1-6]|span|table|"
    rb"section|main|center|font|b|strong|br|ul|ol|img|a|style|iframe|figure|header|nav)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT: Final = re.compile(rb"\s*\{\s*\"")
_JSON: Final = re.compile(rb"\s*(?:\{\s*\"[^\"]*\"\s*:|\[\s*\{\s*\")")
_WRAPPED: Final = re.compile(
    rb"\s*\{(?:(?!\"(?:text|title|body|html|content|url)\"\s*:)[^\[\]]){0,2000}"
    rb"\"(?:messages|articles|items|posts|records|results|documents|entries|status_updates)\"\s*:\s*\[\s*\{"
)
"""An object that is no record and begins with an array of records."""

_DOCUMENT_SUFFIX: Final = ".json"
_TABLE_SUFFIXES: Final = (".csv", ".tsv")
_LINES_SUFFIXES: Final = (".jsonl", ".ndjson", ".jsonlines")
_PDF_MAGIC: Final = b"%PDF-"
_ROOT: Final = re.compile(
    rb"\s*(?:<\?[^>]{0,1000}\?>\s*|(?><!--.{0,2000}?-->)\s*|<!DOCTYPE[^>\[]{0,500}>\s*){0,20}+"
    rb"<([A-Za-z][\w.:-]{0,60})",
    re.DOTALL,
)
_FEED_ROOTS: Final = frozenset({"rss", "feed", "rdf"})
_TWITTER: Final = re.compile(rb"\s*window\.YTD\.\w{1,60}\.part\d+\s*=")
_TELEGRAM: Final = re.compile(
    rb"<div class=\"page_body chat_page\"|<div class=\"message (?:default|service)"
)
_MAILBOX: Final = re.compile(rb"From \S{1,300} [^\n]{0,60}\d{4}[^\n]{0,20}\n")
_HEADER: Final = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):")
_SENDERS: Final = frozenset({"from", "received", "return-path", "delivered-to", "sender"})
_MAIL_HEADERS: Final = frozenset(
    {"date", "message-id", "mime-version", "to", "content-type", "subject", "return-path"}
)
_WEB_ARCHIVES: Final = (".mht", ".mhtml")
_SAVED_BY: Final = re.compile(
    rb"^(?:Snapshot-Content-Location:|From:[ \t\"<]*Saved by )", re.IGNORECASE | re.MULTILINE
)
_XML: Final = re.compile(rb"\s*<\?xml\b")
_XML_ROOTS: Final = frozenset({"urlset", "sitemapindex", "opml", "svg"})
_WORD_SUFFIXES: Final = (".docx", ".docm", ".odt")
_PARTS_SIGN: Final = b"[Content_Types].xml"
_ODT_SIGN: Final = b"mimetypeapplication/vnd.oasis.opendocument.text"
_MARKDOWN_SUFFIXES: Final = (".md", ".markdown")
_FRONT_MATTER: Final = re.compile(
    rb"---[ \t]*\r?\n(?:[\w-]{1,40}:[^\n]*\n|[ \t-][^\n]*\n){1,60}?---[ \t]*\r?\n"
)
_GZIP_SUFFIX: Final = ".gz"

_ZEROS_SAMPLE: Final = 64
"""Bytes that are looked at for UTF-16: names of columns are ASCII at the beginning."""

_FEWEST_ZEROS: Final = 8
_HIGH_BYTES: Final = b"\x00\x06"


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
    FEED = "feed"
    MAIL = "mail"
    MAILBOX = "mailbox"
    WEB_ARCHIVE = "mhtml"
    PDF = "pdf"
    TELEGRAM_PAGE = "telegram page"
    OFFICE = "office document"
    MARKDOWN = "markdown"
    XML = "xml"


def recognise(head: bytes, name: str, columns: frozenset[str]) -> Format:
    """Return the format of a document that begins with ``head``: ``HEAD`` bytes, or all.

    ``columns`` are the folded names by which a table's header line is known.
    """
    name = name.lower().removesuffix(_GZIP_SUFFIX)
    if (packed := _packed_format(head, name)) is not None:
        return packed
    text = _as_utf8(head)
    if (marked_up := _markup_format(text)) is not None:
        return marked_up
    if (mail := _mail_format(text, name)) is not None:
        return mail
    if _is_json_lines(text, name, cut_off=len(head) >= HEAD):
        return Format.JSONL
    if _TWITTER.match(text) or _JSON.match(text) or _WRAPPED.match(text):
        return Format.JSON
    if name.endswith(".json") and text.lstrip()[:1] in (b"[", b"{"):
        return Format.JSON
    if _FRONT_MATTER.match(text) or (name.endswith(_MARKDOWN_SUFFIXES) and text.strip()):
        return Format.MARKDOWN
    return Format.CSV if _is_table(text, name, columns) else Format.TEXT


def _packed_format(head: bytes, name: str) -> Format | None:
    """Return the format of what is no text before it is unpacked, or None."""
    if head.startswith(_WARC_MAGIC):
        return Format.WARC
    if head.startswith(_GZIP_MAGIC):
        return Format.GZIP
    if head.lstrip().startswith(_PDF_MAGIC):
        return Format.PDF
    if not head.startswith(_ZIP_MAGIC):
        return None
    is_word = name.endswith(_WORD_SUFFIXES) or (_PARTS_SIGN in head[:64] and b"word/" in head)
    return Format.OFFICE if is_word or _ODT_SIGN in head[:200] else Format.ZIP


def _markup_format(text: bytes) -> Format | None:
    """Return the format of what begins with a tag, or None."""
    root = root_of(text)
    if root in _FEED_ROOTS:
        return Format.FEED
    if _HTML.match(text):
        return Format.TELEGRAM_PAGE if _TELEGRAM.search(text) else Format.HTML
    return Format.XML if _XML.match(text) or root in _XML_ROOTS else None


def xml_root(head: bytes) -> str:
    """Return the root element of an XML document that begins with ``head``."""
    return root_of(_as_utf8(head))


def root_of(text: bytes) -> str:
    """Return the local name of the root element, in small letters, of XML; "" of all else."""
    found = _ROOT.match(text.removeprefix(codecs.BOM_UTF8))
    return found[1].decode("ascii", "replace").lower().rpartition(":")[2] if found else ""


def _mail_format(text: bytes, name: str) -> Format | None:
    """Return the kind of e-mail that a document is, by its first lines, or None."""
    if _MAILBOX.match(text) and _header_names(text.partition(b"\n")[2]):
        return Format.MAILBOX
    names = _header_names(text)
    if not names:
        return None
    if name.endswith(_WEB_ARCHIVES) and "content-type" in names:
        return Format.WEB_ARCHIVE
    if "mime-version" in names and _SAVED_BY.search(text.partition(b"\n\n")[0]):
        return Format.WEB_ARCHIVE
    certain = 1 if name.endswith(".eml") else 2
    is_mail = bool(names & _SENDERS) and len(names & _MAIL_HEADERS) >= certain
    return Format.MAIL if is_mail else None


def _header_names(text: bytes) -> frozenset[str]:
    """Return the names of the header fields of a message; none where it begins otherwise."""
    names: set[str] = set()
    for line in text.lstrip(b"\r\n").split(b"\n"):
        if not line.strip():
            return frozenset(names)
        found = _HEADER.match(line)
        if found:
            names.add(found[1].decode("ascii").lower())
        elif not names or not line.startswith((b" ", b"\t")):
            return frozenset()
    # The head is full of header fields: it ends before they do.
    return frozenset(names) if len(text) >= HEAD - 3 else frozenset()


def utf16_charset(head: bytes) -> str:
    """Return the UTF-16 encoding that a document begins in, or "".

    A byte order mark tells it, but not that of UTF-32; else the bytes above those of ASCII
    and Arabic letters, which stand all on one side and in no text of one byte a letter.
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[:_ZEROS_SAMPLE:2], head[1:_ZEROS_SAMPLE:2]
    if len(odd) < _FEWEST_ZEROS:
        return ""
    if not odd.translate(None, _HIGH_BYTES) and any(even):
        return "utf-16-le"
    return "utf-16-be" if not even.translate(None, _HIGH_BYTES) and any(odd) else ""


def _as_utf8(head: bytes) -> bytes:
    """Return ``head`` without a byte order mark, UTF-16 as UTF-8."""
    charset = utf16_charset(head)
    if charset:
        return head.decode(charset, "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8)


def _is_json_lines(head: bytes, name: str, *, cut_off: bool) -> bool:
    """Whether the first line is a JSON object, whole or cut off by the end of ``head``.

    One object alone, in one line, may be a document that holds an array of records.
    """
    if not _OBJECT.match(head) or _WRAPPED.match(head):
        return False
    first, newline, rest = head.lstrip().partition(b"\n")
    if name.endswith(_DOCUMENT_SUFFIX) and not (newline and rest.strip()):
        return False
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
