"""Single text documents: files scraped from pages."""

from __future__ import annotations

from typing import BinaryIO, Final

from archive.ingest.readers.encoding import binary_kind
from archive.ingest.readers.record import STANDARD_INPUT
from archive.ingest.readers.source import DOCUMENT_LIMIT, Source, clean_name, too_large
from archive.ingest.records import RawCapture, Rejection
from archive.store import digest

PLAIN_TEXT: Final = "text/plain"


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
