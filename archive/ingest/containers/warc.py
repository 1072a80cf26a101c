"""WARC files: the web pages that a crawler recorded, with the day and the address of each.

ISO 28500:2017; parsed with warcio, one record at a time. What comes here is unpacked already:
a stream is read once, from its beginning to its end, so that a pipe does as well as a file.
"""

from __future__ import annotations

import io
import logging
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any, Final, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParser

from archive.ingest.containers.bounded_streams import UnpackingError, too_large
from archive.ingest.containers.content_encodings import ContentEncodingError, content_stream
from archive.ingest.containers.exported_records import ExportedRecords
from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.decoding.origins import is_web_address, read_moment
from archive.records.documents import DOCUMENT_LIMIT, HTML, PLAIN_TEXT, RawCapture, Rejection

_LOG: Final = logging.getLogger("khizana.ingest")
_HTTP_HEADERS: Final = StatusAndHeadersParser(ArcWarcRecordLoader.HTTP_TYPES, verify=False)
_PAGES: Final = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": PLAIN_TEXT}
_RECORDS: Final = ("response", "resource", "conversion")
_RESPONSE: Final = "response"
_SAME_AS_BEFORE: Final = "revisit"
_OK: Final = "200"
_CHUNK: Final = 1 << 16
_IN_MEMORY: Final = 16_000_000
"""Bytes of packed pages that stay in memory; more go to a temporary file."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def read_warc(
    source: Source,
    stream: _Readable,
    offset_in_file: Callable[[int], int | None] = lambda offset: offset,
) -> Iterator[RawCapture | Rejection]:
    """Yield the pages of a WARC file; what is not a page is passed over.

    ``offset_in_file`` tells where in the source's own bytes a record stands, given its place in
    ``stream``; None where none of its bytes is the record's first.

    A revisit of the same address says that the page had not changed: it brings nothing
    new. A revisit of another address's page brings that page's bytes, if they stand in
    the same file. A file that breaks off yields what is whole, then one rejection.
    """
    counted = _CountedStream(stream)
    # Headers of HTTP are parsed by us: one that is malformed must not end the file.
    records = ArchiveIterator(counted, no_record_parse=True)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as store:
        reading = _Reading(
            source, records, offset_in_file, _SeenPages(source, store), ExportedRecords(source)
        )
        try:
            yield from reading.pages()
        except (ArchiveLoadFailed, OverflowError, ValueError):
            # The latter of lengths that no file can have.
            reason = f"is damaged or breaks off after the record {reading.last_whole}"
            yield Rejection(source.name, reason)
        except UnpackingError as error:
            reason = f"breaks off after the record {reading.last_whole} ({error})"
            yield Rejection(source.name, reason)
        else:
            # warcio takes a record that ends within its headers for the end of the file.
            if not reading.broke_off and records.offset < counted.tell():
                yield Rejection(source.name, f"breaks off after the record {reading.last_whole}")


class _CountedStream:
    """A stream that knows its place, though what is below it may not."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        return self._place


@dataclass(slots=True)
class _Reading:
    """One way through the records of a WARC file, and how far it has come."""

    source: Source
    records: ArchiveIterator
    offset_in_file: Callable[[int], int | None]
    seen: _SeenPages
    exported: ExportedRecords
    last_whole: str = "its beginning"
    broke_off: bool = False

    def pages(self) -> Iterator[RawCapture | Rejection]:
        """Yield the pages; at a record that is not whole, the reason, and end."""
        for record in self.records:
            page = self._page_of(record)
            name = record.rec_headers.get_header("WARC-Record-ID") or self.last_whole
            if _breaks_off(record):
                self.broke_off = True
                yield Rejection(self.source.name, f"breaks off inside the record {name}")
                return
            if page is not None:
                yield page
            self.last_whole = name

    def _page_of(self, record: Any) -> RawCapture | Rejection | None:
        """Return the page that a record holds or repeats, the reason of its refusal, or None."""
        if record.length is None:
            return None
        digest = record.rec_headers.get_header("WARC-Payload-Digest") or ""
        offset = self.offset_in_file(self.records.offset)
        if self.source.is_unpacked:
            offset = None
        if record.rec_type == _SAME_AS_BEFORE:
            return _revisited(record, offset, self.seen, digest)
        if self.exported.note(record):
            return None
        page = _page(self.source, record, offset, self.exported.media_type(record))
        if isinstance(page, RawCapture) and digest:
            self.seen.note(digest, page)
        return self.exported.completed(record, page)


def _page(
    source: Source, record: Any, offset: int | None, told_type: str = ""
) -> RawCapture | Rejection | None:
    """Return the page in a record; with ``told_type``, whatever document of that type it holds."""
    url = _target(record)
    if record.rec_type not in _RECORDS:
        return None
    is_page = _has_page(record)
    if not told_type and not (is_page and is_web_address(url)):
        return None
    try:
        stream = content_stream(record)
        content = stream.read(DOCUMENT_LIMIT + 1)
    except ContentEncodingError as error:
        return Rejection(url, str(error))
    if len(content) > DOCUMENT_LIMIT:
        return Rejection(url, too_large())
    if not content.strip():
        return Rejection(url, "empty")
    media_type, charset = _content_type(record)
    headers = record.rec_headers
    return RawCapture(
        uri=clean_name(url),
        document=clean_name(url),
        content=content,
        media_type=told_type or _PAGES[media_type],
        charset=charset,
        captured=read_moment(headers.get_header("WARC-Date") or ""),
        url=url,
        container=source.name,
        record_id=headers.get_header("WARC-Record-ID") or "",
        record_offset=offset,
        warnings=tuple(_warnings(record, stream)),
    )


def _has_page(record: Any) -> bool:
    """Whether a record is a text or a page, and was sent as one; its HTTP headers are read."""
    if record.rec_type == _RESPONSE:
        try:
            record.http_headers = _HTTP_HEADERS.parse(record.raw_stream)
        except EOFError:
            return False
        if record.http_headers.get_statuscode() != _OK:
            return False
    return _content_type(record)[0] in _PAGES


def _revisited(record: Any, offset: int | None, seen: _SeenPages, digest: str) -> RawCapture | None:
    """Return another address's page as that of a revisit record, where it was seen."""
    headers = record.rec_headers
    url = _target(record)
    original = (headers.get_header("WARC-Refers-To-Target-URI") or url).strip("<>")
    if original == url or not is_web_address(url):
        return None
    page = seen.find(digest)
    if page is None:
        return None
    return replace(
        page,
        uri=clean_name(url),
        document=clean_name(url),
        url=url,
        captured=read_moment(headers.get_header("WARC-Date") or ""),
        record_id=headers.get_header("WARC-Record-ID") or "",
        record_offset=offset,
    )


def _target(record: Any) -> str:
    """Return the address that a record speaks of, or ""."""
    address: str = record.rec_headers.get_header("WARC-Target-URI") or ""
    return address.strip("<>")


def _content_type(record: Any) -> tuple[str, str | None]:
    """Return a record's media type, and the encoding that it declares."""
    headers = record.http_headers or record.rec_headers
    media_type, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    name, _, charset = parameters.strip().partition("=")
    declared = charset.strip(" \"'") if name.strip().lower() == "charset" else ""
    return media_type.strip().lower(), declared or None


def _warnings(record: Any, content: Any) -> Iterator[str]:
    """Yield what is missing of a page, though its record is whole."""
    if reason := record.rec_headers.get_header("WARC-Truncated"):
        yield f"the crawler kept only its beginning ({reason})"
    ended = getattr(getattr(content, "decompressor", None), "eof", True)
    if not ended or getattr(content, "breaks_off", False):
        yield "its compressed content breaks off"


def _breaks_off(record: Any) -> bool:
    """Whether the file ended before the record did, after all of it has been asked for."""
    if record.length is None:
        # Each record states its length: the file ended in the middle of the headers.
        return True
    stream = record.raw_stream
    while stream.limit and stream.read(_CHUNK):
        pass
    return bool(stream.limit)


@dataclass(slots=True)
class _SeenPages:
    """The pages of a WARC file by the digests of their payloads, for records that repeat them.

    A file is opened again at the page's record. What can be read only once (a pipe, a member
    of an archive, a file compressed as a whole) leaves its pages packed in a temporary file.
    """

    source: Source
    store: IO[bytes]
    _offsets: dict[str, int] = field(default_factory=dict)
    _stored: dict[str, tuple[int, int, RawCapture]] = field(default_factory=dict)
    _is_full: bool = False

    def note(self, digest: str, page: RawCapture) -> None:
        """Remember the first page of this digest."""
        if digest in self._offsets or digest in self._stored:
            return
        if self.source.is_file and page.record_offset is not None:
            self._offsets[digest] = page.record_offset
        elif not self._is_full:
            self._keep(digest, page)

    def _keep(self, digest: str, page: RawCapture) -> None:
        packed = zlib.compress(page.content, level=1)
        try:
            begin = self.store.seek(0, io.SEEK_END)
            self.store.write(packed)
        except OSError as error:
            _LOG.warning("%s: repeated pages are passed over (%s)", self.source.name, error)
            # What was kept may have gone with the file that was full.
            self._is_full = True
            self._stored.clear()
        else:
            self._stored[digest] = (begin, len(packed), replace(page, content=b""))

    def find(self, digest: str) -> RawCapture | None:
        """Return the first page of this digest, if one was seen."""
        if digest in self._stored:
            begin, length, page = self._stored[digest]
            self.store.seek(begin)
            return replace(page, content=zlib.decompress(self.store.read(length)))
        if digest not in self._offsets:
            return None
        with self.source.open() as file:
            file.seek(self._offsets[digest])
            record = next(iter(ArchiveIterator(file, no_record_parse=True)), None)
            page_again = _page(self.source, record, self._offsets[digest])
        return page_again if isinstance(page_again, RawCapture) else None
