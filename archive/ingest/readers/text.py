"""Single text documents: files scraped from pages."""

from __future__ import annotations

from typing import Final

from archive.ingest.readers.walk import SourceFile
from archive.ingest.records import RawCapture, Rejection

TEXT_LIMIT: Final = 20_000_000
"""Bytes of one text document; a news article is a thousandth of that."""


def read_text_file(source: SourceFile) -> RawCapture | Rejection:
    """Return the file as one capture, or why it is refused."""
    try:
        if source.path.stat().st_size > TEXT_LIMIT:
            return Rejection(source.name, f"larger than {TEXT_LIMIT // 1_000_000} MB")
        content = source.path.read_bytes()
    except PermissionError:
        return Rejection(source.name, "no permission to read it")
    except FileNotFoundError:
        return Rejection(source.name, "vanished while loading")
    except OSError as error:
        return Rejection(source.name, f"cannot be read ({error.strerror})")
    return text_capture(source.name, content)


def text_capture(name: str, content: bytes) -> RawCapture | Rejection:
    """Return the bytes of a text document as a capture, or why it is refused."""
    if not content.strip():
        return Rejection(name, "empty")
    return RawCapture(
        uri=name, document=name.rsplit("/", 1)[-1], content=content, media_type="text/plain"
    )
