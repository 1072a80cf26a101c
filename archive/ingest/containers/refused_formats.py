"""Formats that are known and not read: what each is called, and the way out."""

from __future__ import annotations

import re
from typing import Final

_IMAGE: Final = "an image has no text ({}); read it with OCR and load the text"
_SOUND: Final = "sound has no text ({}); load its transcript"
_VIDEO: Final = "video has no text ({}); load its transcript"
_PACKED: Final = "a packed archive that is not read ({}); unpack it, or pack it as zip"
_OFFICE: Final = "an office document that is not read ({}); save it as DOCX, ODT or CSV"
_BOOK: Final = "a book that is not read ({}); save its chapters as HTML"
_CODE: Final = "a file for browsers ({}), no document; load the page that it belongs to"

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", _IMAGE.format("PNG")),
    (b"\xff\xd8\xff", _IMAGE.format("JPEG")),
    (b"GIF8", _IMAGE.format("GIF")),
    (b"BM6", _IMAGE.format("BMP")),
    (b"II*\x00", _IMAGE.format("TIFF")),
    (b"MM\x00*", _IMAGE.format("TIFF")),
    (b"\x00\x00\x01\x00", _IMAGE.format("ICO")),
    (b"ID3", _SOUND.format("MP3")),
    (b"\xff\xfb", _SOUND.format("MP3")),
    (b"\xff\xf3", _SOUND.format("MP3")),
    (b"OggS", _SOUND.format("Ogg")),
    (b"fLaC", _SOUND.format("FLAC")),
    (b"#!AMR", _SOUND.format("AMR")),
    (b"\x1aE\xdf\xa3", _VIDEO.format("Matroska, WebM")),
    (b"FLV\x01", _VIDEO.format("Flash")),
    (b"\x00\x00\x01\xba", _VIDEO.format("MPEG")),
    (b"Rar!", _PACKED.format("RAR")),
    (b"7z\xbc\xaf\x27\x1c", _PACKED.format("7-Zip")),
    (b"BZh", _PACKED.format("bzip2")),
    (b"\xfd7zXZ\x00", _PACKED.format("xz")),
    (b"\x28\xb5\x2f\xfd", _PACKED.format("zstd")),
    (b"\xd0\xcf\x11\xe0", _OFFICE.format("Office 97: .doc, .xls, .ppt, .msg")),
    (b"{\\rtf", _OFFICE.format("RTF")),
    (b"!BDN", "an Outlook mailbox (.pst) that is not read; export it as mbox or .eml"),
    (b"SQLite format 3", "a database that is not read (SQLite); export its table as CSV"),
    (b"PAR1", "a table that is not read (Parquet); save it as CSV or JSONL"),
    (b"bplist00", "a web archive of Safari; save the page as HTML or MHTML instead"),
    (b"%!PS", "PostScript is not read; load the text that it was made from"),
    (b"AT&TFORM", "scanned pages (DjVu); read them with OCR and load the text"),
    (b"\x7fELF", "a program, no document"),
    (b"MZ\x90", "a program, no document"),
)
_OF_RIFF: Final = {
    b"WEBP": _IMAGE.format("WebP"),
    b"WAVE": _SOUND.format("WAV"),
    b"AVI ": _VIDEO.format("AVI"),
}
_PACKED_DOCUMENTS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"mimetypeapplication/epub+zip", _BOOK.format("EPUB")),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", _OFFICE.format("ODS")),
    (b"mimetypeapplication/vnd.oasis.opendocument.presentation", _OFFICE.format("ODP")),
)
_BY_NAME: Final = {
    "robots.txt": _CODE.format("robots.txt"),
    ".css": _CODE.format("style sheet"),
    ".js": _CODE.format("script"),
    ".mjs": _CODE.format("script"),
    ".map": _CODE.format("map of a script"),
    ".webmanifest": _CODE.format("manifest"),
}
_SUBTITLES: Final = re.compile(
    rb"(?:WEBVTT\b|\s*\d{1,6}\r?\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:\d\d:\d\d)"
)
_TWITTER: Final = b"window.YTD."
_OF_SUBTITLES: Final = "subtitles are no article; load the transcript as a text"
_LIST_ROOTS: Final = {
    "urlset": "a sitemap only lists addresses; load the pages",
    "sitemapindex": "a sitemap only lists addresses; load the pages",
    "opml": "a list of feeds (OPML); load the feeds",
    "svg": _IMAGE.format("SVG"),
}


def refusal_of(head: bytes, name: str) -> str:
    """Return why a document that begins with ``head`` is known and not read, or ""."""
    for sign, reason in _SIGNATURES:
        if head.startswith(sign):
            return reason
    if head.startswith(b"RIFF"):
        return _OF_RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        kind = head[8:12]
        of_image = kind in (b"heic", b"heix", b"mif1", b"avif")
        return (_IMAGE if of_image else _VIDEO).format(kind.decode("latin-1").strip())
    if _SUBTITLES.match(head.removeprefix(b"\xef\xbb\xbf")):
        return _OF_SUBTITLES
    if head.startswith(_TWITTER):
        return ""
    return next((why for ending, why in _BY_NAME.items() if name.lower().endswith(ending)), "")


def packed_refusal(head: bytes) -> str:
    """Return why a document that is a zip file inside is known and not read, or ""."""
    return next((reason for sign, reason in _PACKED_DOCUMENTS if sign in head[:200]), "")


def xml_refusal(root: str) -> str:
    """Return why XML with this root element, which is no page and no feed, is not read."""
    if not root:
        return "XML without a document in it"
    return _LIST_ROOTS.get(root) or (
        f"XML of a kind that is not read (<{root[:40]}>); save its texts as HTML, JSONL or CSV"
    )
