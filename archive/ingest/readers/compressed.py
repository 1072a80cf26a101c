"""gzip: one document, or many records, compressed."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO, cast

from archive.ingest.readers.source import Source

_GZIP_WINDOW = 31
_WARC = b"WARC/"


def begins_like_warc(head: bytes) -> bool:
    """Tell whether the compressed bytes that begin with ``head`` are a WARC file's."""
    try:
        return zlib.decompressobj(_GZIP_WINDOW).decompress(head, len(_WARC)) == _WARC
    except zlib.error:
        return False


def open_gzip(source: Source, stream: BinaryIO) -> Source:
    """Return what a gzip file holds, as a source that unpacks while it is read."""

    def opened() -> BinaryIO:
        unpacked = gzip.GzipFile(fileobj=stream, mode="rb")
        return cast(BinaryIO, io.BufferedReader(unpacked))

    return Source(source.name, opened, source.budget, source.container, source.depth + 1)
