"""WARC files: the web pages that a crawler recorded, with the day and the address of each.

ISO 28500:2017; parsed with warcio, one record at a time. What comes here is unpacked already:
a stream is read once, from its beginning to its end, so that a pipe does as well as a file. Where
parts are asked for, a second pass finds them.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader

from archive.ingest.containers.bounded_streams import UnpackingError
from archive.ingest.containers.exported_records import ExportedRecords
from archive.ingest.containers.record_index import NOT_KEPT, FileRecords, RecordIndex
from archive.ingest.containers.source_files import Source
from archive.ingest.containers.warc_pages import SeenPages, page_of_record, revisited_page
from archive.ingest.containers.warc_parts import WarcParts, told_of
from archive.ingest.containers.warc_records import (
    BLOCK_LIMIT,
    RESOURCE,
    RESPONSE,
    REVISIT,
    is_sent,
    packed_record,
    payload_digest,
    redirected,
    target,
)
from archive.ingest.decoding.origins import is_web_address, page_origin, read_moment
from archive.ingest.decoding.page_references import page_references
from archive.records.documents import HTML, RawCapture, Rejection
from archive.records.page_parts import PageParts

_KEPT: Final = frozenset({RESPONSE, RESOURCE, REVISIT})
_FRAMED: Final = "pages that others show in a frame"
_IFRAME: Final = re.compile(rb"<iframe\b", re.IGNORECASE)
_CHUNK: Final = 1 << 16
_IN_MEMORY: Final = 16_000_000
"""Bytes of packed pages that stay in memory; more go to a temporary file."""


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


def read_warc(
    source: Source,
    stream: _Readable,
    offset_in_file: Callable[[int], int | None] = lambda offset: offset,
) -> Iterator[RawCapture | Rejection | PageParts]:
    """Yield the pages of a WARC file, and then what came with each where that is asked for.

    ``offset_in_file`` tells where in the source's own bytes a record stands, given its place in
    ``stream``; None where none of its bytes is the record's first.

    A revisit of the same address says that the page had not changed: it brings nothing
    new. A revisit of another address's page brings that page's bytes, if they stand in
    the same file. A page that an earlier one shows in a frame, and that names no address of its
    own, is a part of that one. A file that breaks off yields what is whole, then one rejection.
    """
    counted = _CountedStream(stream)
    # Headers of HTTP are parsed by us: one that is malformed must not end the file.
    records = ArchiveIterator(counted, no_record_parse=True)
    with (
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as store,
        tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool,
        _index_of(source) as index,
        index.begun(source.open_again, spool) as records_of_file,
    ):
        seen = SeenPages(source, store)
        exported = ExportedRecords(source)
        reading = _Reading(source, records, offset_in_file, seen, records_of_file, exported)
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
        if source.with_parts:
            yield from WarcParts(index, records_of_file).found()


@contextmanager
def _index_of(source: Source) -> Iterator[RecordIndex]:
    """Give the records of the load that a source is of; of one that is read alone, its own."""
    if source.records is not None:
        yield source.records
    else:
        with closing(RecordIndex()) as index:
            yield index


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
    seen: SeenPages
    index: FileRecords
    exported: ExportedRecords
    last_whole: str = "its beginning"
    broke_off: bool = False

    def pages(self) -> Iterator[RawCapture | Rejection]:
        """Yield the pages; at a record that is not whole, the reason, and end."""
        for record in self.records:
            offset = self._offset(record)
            place = self._kept_at(record, offset) if self.source.with_parts else None
            page = self._page_of(record, offset)
            name = record.rec_headers.get_header("WARC-Record-ID") or self.last_whole
            if _breaks_off(record):
                self.broke_off = True
                yield Rejection(self.source.name, f"breaks off inside the record {name}")
                return
            if isinstance(page, RawCapture) and self._is_framed(page):
                self.source.passed_over[_FRAMED] += 1
                page = None
            if place is not None:
                self._note(record, place, page)
            if page is not None:
                yield page
            self.last_whole = name

    def _offset(self, record: Any) -> int | None:
        """Return where in the source's own bytes a record can be read, or None."""
        if record.length is None:
            return None
        offset = self.offset_in_file(self.records.offset)
        return None if self.source.is_unpacked else offset

    def _page_of(self, record: Any, offset: int | None) -> RawCapture | Rejection | None:
        """Return the page that a record holds or repeats, the reason of its refusal, or None."""
        if record.length is None:
            return None
        digest = payload_digest(record)
        if record.rec_type == REVISIT:
            return revisited_page(record, offset, self.seen, digest)
        if self.exported.note(record):
            return None
        page = page_of_record(self.source, record, offset, self.exported.media_type(record))
        if isinstance(page, RawCapture) and digest:
            self.seen.note(digest, page)
        return self.exported.completed(record, page)

    def _is_framed(self, page: RawCapture) -> bool:
        """Whether a page is a part of an earlier one; the frames that it shows are remembered."""
        if page.media_type != HTML or page.url is None:
            return False
        if _IFRAME.search(page.content):
            for each in page_references(page.content, page.url, page.charset):
                if each.in_frame:
                    self.index.note_frame(each.address)
        if page.article_ids is not None:
            # The archive that gave it away had it as a page.
            return False
        return self.index.index.is_framed(page.url) and not page_origin(page.content).url

    def _kept_at(self, record: Any, offset: int | None) -> tuple[int, int] | None:
        """Return the place and size of a record that may be asked for again; None of any other.

        Where the source cannot be read again, its bytes are laid down before they are read.
        """
        if record.rec_type not in _KEPT or record.length is None:
            return None
        if not is_web_address(target(record)):
            return None
        if offset is not None and self.source.open_again is not None:
            return offset, 0
        if record.length > BLOCK_LIMIT:
            return 0, NOT_KEPT
        block = record.raw_stream.read(record.length)
        record.raw_stream = LimitReader(io.BytesIO(block), record.length)
        packed = packed_record(record, block)
        place = self.index.lay_down(packed)
        return (0, NOT_KEPT) if place is None else (place, len(packed))

    def _note(
        self, record: Any, place: tuple[int, int], page: RawCapture | Rejection | None
    ) -> None:
        """Remember a record that is whole and holds what was asked for."""
        if record.http_headers is None and record.rec_type == RESPONSE:
            return
        moment = read_moment(record.rec_headers.get_header("WARC-Date") or "")
        if not is_sent(record):
            if led_to := redirected(record):
                self.index.note_redirect(target(record), moment, led_to)
            return
        number = self.index.note(
            target(record),
            record.rec_type,
            payload_digest(record),
            moment,
            *place,
        )
        if isinstance(page, RawCapture):
            self.index.note_page(number, told_of(page))


def _breaks_off(record: Any) -> bool:
    """Whether the file ended before the record did, after all of it has been asked for."""
    if record.length is None:
        # Each record states its length: the file ended in the middle of the headers.
        return True
    stream = record.raw_stream
    while stream.limit and stream.read(_CHUNK):
        pass
    return bool(stream.limit)
