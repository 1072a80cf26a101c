"""Readers: from files to captures, one at a time, each format recognised by its content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from archive.ingest.readers.text import TEXT_LIMIT, read_text_file, text_capture
from archive.ingest.readers.walk import walk
from archive.ingest.records import RawCapture, Rejection
from archive.store import digest

__all__ = ["read_captures", "read_stream"]


def read_captures(paths: Iterable[Path]) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of every document below ``paths``, and a reason for each refusal."""
    for source in walk(paths):
        yield source if isinstance(source, Rejection) else read_text_file(source)


def read_stream(stream: BinaryIO) -> Iterator[RawCapture | Rejection]:
    """Yield the one document of a stream; its identity is its content."""
    content = stream.read(TEXT_LIMIT + 1)
    if len(content) > TEXT_LIMIT:
        yield Rejection("standard input", f"larger than {TEXT_LIMIT // 1_000_000} MB")
    else:
        yield text_capture(f"stdin-{digest(content)[:16]}.txt", content)
