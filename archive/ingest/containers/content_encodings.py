"""What a web server packed a page in (RFC 9110, Content-Encoding), unpacked within bounds.

warcio unpacks gzip and deflate. Brotli and zstd shrink repetition to nearly nothing, so they
are asked for as many bytes as a reader wants, and no more.
"""

from __future__ import annotations

import io
from typing import IO, Any, Final, Protocol, cast

import brotli
import zstandard
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader

_CHUNK: Final = 1 << 16
_WIDEST_WINDOW: Final = 1 << 27
"""Bytes of memory that zstd may ask for; RFC 8878 advises readers to allow 8 MB."""

_PLAIN: Final = frozenset({"", "identity", "none", "utf-8", "binary"})
_SAME_AS: Final = {"x-gzip": "gzip"}
_BY_WARCIO: Final = frozenset({"gzip", "deflate"})


class ContentEncodingError(Exception):
    """A page is packed in a way that is not read, or damaged; the message is the reason."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def content_stream(record: Any) -> Any:
    """Return the unpacked content of a WARC record.

    Raises:
        ContentEncodingError: its server packed it in a way that is not read.
    """
    headers = record.http_headers
    if headers is None:
        return record.raw_stream
    stated = (headers.get_header("Content-Encoding") or "").strip().lower()
    encoding = _SAME_AS.get(stated, stated)
    chunked = (headers.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    if encoding in _BY_WARCIO:
        reader = ChunkedDataReader if chunked else BufferedReader
        return reader(record.raw_stream, decomp_type=encoding)
    packed = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
    if encoding in _PLAIN:
        return packed
    if encoding == "br":
        return _BrotliStream(packed)
    if encoding == "zstd":
        return _ZstdStream(packed)
    raise ContentEncodingError(
        f"its content encoding “{stated[:40]}” is not read; "
        "only gzip, deflate, br and zstd are: fetch the page again without it"
    )


class _BrotliStream(io.RawIOBase):
    """Unpacks Brotli (RFC 7932); where the content is not packed after all, it comes as it is."""

    def __init__(self, packed: _Readable) -> None:
        self._packed = packed
        self._unpacker: Any = brotli.Decompressor()
        self._begun = False
        self._is_plain = False
        self._ready = bytearray()
        self.breaks_off = False

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, fewer at the end only.

        Raises:
            ContentEncodingError: the packed bytes are damaged.
        """
        while len(self._ready) < size and (data := self._next()) is not None:
            self._ready += data
        wanted = bytes(self._ready[:size])
        del self._ready[:size]
        return wanted

    def _next(self) -> bytes | None:
        """Return some bytes, perhaps none yet; None at the end."""
        if self._is_plain:
            return self._packed.read(_CHUNK) or None
        chunk = b""
        if self._unpacker.can_accept_more_data():
            if self._unpacker.is_finished():
                return None
            chunk = self._packed.read(_CHUNK)
            if not chunk:
                self.breaks_off = True
                return None
        try:
            data: bytes = self._unpacker.process(chunk, output_buffer_limit=_CHUNK)
        except brotli.error as error:
            # Crawlers keep the header of content that they have unpacked.
            if not self._begun and chunk.lstrip().startswith(b"<"):
                self._is_plain = True
                return chunk
            raise ContentEncodingError(f"its compressed content is damaged ({error})") from error
        self._begun = True
        return data


class _ZstdStream(io.RawIOBase):
    """Unpacks Zstandard (RFC 8878)."""

    def __init__(self, packed: _Readable) -> None:
        unpacker = zstandard.ZstdDecompressor(max_window_size=_WIDEST_WINDOW)
        self._stream = unpacker.stream_reader(
            cast(IO[bytes], packed), read_size=_CHUNK, read_across_frames=True
        )

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, fewer at the end only.

        Raises:
            ContentEncodingError: the packed bytes are damaged.
        """
        pieces, missing = [], size
        try:
            while missing > 0 and (data := self._stream.read(min(missing, _CHUNK))):
                pieces.append(data)
                missing -= len(data)
        except zstandard.ZstdError as error:
            raise ContentEncodingError(f"its compressed content is damaged ({error})") from error
        return b"".join(pieces)
