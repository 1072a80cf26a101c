"""Files that are one document each: texts that were scraped from pages, saved pages, DOCX, ODT."""

from __future__ import annotations

from typing import BinaryIO, Final

from archive.ingest.containers.bounded_streams import too_large
from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.decoding.origins import PageOrigin, page_origin
from archive.records.documents import (
    DOCUMENT_LIMIT,
    HTML,
    MARKDOWN,
    OFFICE_DOCUMENT,
    PDF_DOCUMENT,
    PLAIN_TEXT,
    RawCapture,
    Rejection,
)

_SUFFIXES: Final = {
    PLAIN_TEXT: ".txt",
    MARKDOWN: ".md",
    OFFICE_DOCUMENT: ".docx",
    PDF_DOCUMENT: ".pdf",
}


def read_whole(source: Source, stream: BinaryIO, media_type: str) -> RawCapture | Rejection:
    """Return the document as one capture, or why it is refused."""
    content = _whole_content(source, stream)
    if isinstance(content, Rejection):
        return content
    name = source.name_of(content, _SUFFIXES[media_type])
    return RawCapture(
        uri=clean_name(source.origin.url or name),
        document=name.rsplit("/", 1)[-1],
        content=content,
        media_type=media_type,
        captured=source.origin.saved,
        url=source.origin.url or None,
        container=source.container,
    )


def read_html(source: Source, stream: BinaryIO) -> RawCapture | Rejection:
    """Return a saved page as one capture, or why it is refused.

    Its identity is the address that it says it was saved from or stands at, else its path.
    """
    content = _whole_content(source, stream)
    if isinstance(content, Rejection):
        return content
    own = page_origin(content)
    # What stands beside a page tells of this copy; its own word may be another address's.
    origin = PageOrigin(
        source.origin.url or own.url,
        own.saved or source.origin.saved,
        by_markup=own.by_markup and not source.origin.url,
    )
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
    if len(content) > DOCUMENT_LIMIT:
        return Rejection(source.name, too_large())
    return content if content.strip() else Rejection(source.name, "empty")
