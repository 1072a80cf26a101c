"""Single text documents: files scraped from pages.

Saved web pages.
"""

from __future__ import annotations

from typing import BinaryIO

from archive.captures.store import digest
from archive.ingest.containers.bounded_streams import Source, clean_name, too_large
from archive.ingest.containers.record_captures import STANDARD_INPUT
from archive.ingest.decoding.encodings import binary_kind
from archive.ingest.decoding.page_origin import page_origin
from archive.ingest.decoding.record_text import DOCUMENT_LIMIT
from archive.records.documents import HTML, PLAIN_TEXT, RawCapture, Rejection


def read_text(source: Source, stream: BinaryIO) -> RawCapture | Rejection:
    """Return the document as one capture, or why it is refused."""
    content = read_whole(source, stream)
    if isinstance(content, Rejection):
        return content
    name = source.name
    if name == STANDARD_INPUT:
        name = f"stdin-{digest(content)[:16]}.txt"
    return RawCapture(
        uri=clean_name(name),
        document=name.rsplit("/", 1)[-1],
        content=content,
        media_type=PLAIN_TEXT,
        container=source.container,
    )


def read_whole(source: Source, stream: BinaryIO) -> bytes | Rejection:
    """Return the bytes of one document, or why it is refused: empty, binary, too large."""
    content = stream.read(DOCUMENT_LIMIT + 1)
    source.budget.spend(len(content) if source.depth else 0)
    if kind := binary_kind(content):
        return Rejection(source.name, f"binary content ({kind}), not a text")
    if len(content) > DOCUMENT_LIMIT:
        return Rejection(source.name, too_large())
    return content if content.strip() else Rejection(source.name, "empty")


def read_html(source: Source, stream: BinaryIO) -> RawCapture | Rejection:
    """Return a saved page as one capture, or why it is refused.

    Its identity is the address that it says it was saved from or stands at, else its path.
    """
    content = read_whole(source, stream)
    if isinstance(content, Rejection):
        return content
    origin = page_origin(content)
    name = source.name
    if name == STANDARD_INPUT:
        name = f"stdin-{digest(content)[:16]}.html"
    return RawCapture(
        uri=clean_name(origin.url or name),
        document=name.rsplit("/", 1)[-1],
        content=content,
        media_type=HTML,
        captured=origin.saved,
        url=origin.url or None,
        container=source.container,
    )
