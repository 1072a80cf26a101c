"""Files that are one document each: texts that were scraped from pages, and saved pages."""

from __future__ import annotations

from typing import BinaryIO

from archive.ingest.containers.bounded_streams import too_large
from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.decoding.encodings import binary_kind
from archive.ingest.decoding.origins import page_origin
from archive.records.documents import DOCUMENT_LIMIT, HTML, PLAIN_TEXT, RawCapture, Rejection


def read_text(source: Source, stream: BinaryIO) -> RawCapture | Rejection:
    """Return the document as one capture, or why it is refused."""
    content = _whole_content(source, stream)
    if isinstance(content, Rejection):
        return content
    name = source.name_of(content, ".txt")
    return RawCapture(
        uri=clean_name(name),
        document=name.rsplit("/", 1)[-1],
        content=content,
        media_type=PLAIN_TEXT,
        container=source.container,
    )


def read_html(source: Source, stream: BinaryIO) -> RawCapture | Rejection:
    """Return a saved page as one capture, or why it is refused.

    Its identity is the address that it says it was saved from or stands at, else its path.
    """
    content = _whole_content(source, stream)
    if isinstance(content, Rejection):
        return content
    origin = page_origin(content)
    name = source.name_of(content, ".html")
    return RawCapture(
        uri=clean_name(origin.url or name),
        document=name.rsplit("/", 1)[-1],
        content=content,
        media_type=HTML,
        captured=origin.saved,
        url=origin.url or None,
        container=source.container,
        fallback_uri=clean_name(name) if origin.by_markup else "",
    )


def _whole_content(source: Source, stream: BinaryIO) -> bytes | Rejection:
    """Return the bytes of one document, or why it is refused: empty, binary, too large."""
    content = stream.read(DOCUMENT_LIMIT + 1)
    if kind := binary_kind(content):
        return Rejection(source.name, f"binary content ({kind}), not a text")
    if len(content) > DOCUMENT_LIMIT:
        return Rejection(source.name, too_large())
    return content if content.strip() else Rejection(source.name, "empty")
