"""Saved web pages."""

from __future__ import annotations

from typing import BinaryIO, Final

from archive.ingest.html.address import page_origin
from archive.ingest.readers.record import STANDARD_INPUT
from archive.ingest.readers.source import Source, clean_name
from archive.ingest.readers.text import read_whole
from archive.ingest.records import RawCapture, Rejection
from archive.store import digest

HTML: Final = "text/html"


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
