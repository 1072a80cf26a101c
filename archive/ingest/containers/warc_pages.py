"""The pages of a WARC file, and those that records repeat."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO, Any, Final

from warcio.archiveiterator import ArchiveIterator

from archive.ingest.containers.bounded_streams import too_large
from archive.ingest.containers.content_encodings import ContentEncodingError, content_stream
from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.containers.warc_records import content_type, is_sent, target
from archive.ingest.decoding.origins import is_web_address, read_moment
from archive.records.documents import DOCUMENT_LIMIT, HTML, PLAIN_TEXT, RawCapture, Rejection

_LOG: Final = logging.getLogger("khizana.ingest")
_PAGES: Final = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": PLAIN_TEXT}
_RECORDS: Final = ("response", "resource", "conversion")


def page_of_record(
    source: Source, record: Any, offset: int | None, told_type: str = ""
) -> RawCapture | Rejection | None:
    """Return the page that a record holds, the reason of its refusal, or None of no page.

    ``offset`` is where in the source's own bytes the record stands. With ``told_type`` a document
    of that media type is returned, whatever its address and type are in the record.
    """
    url = target(record)
    if record.rec_type not in _RECORDS or not is_sent(record):
        return None
    is_page = is_web_address(url) and content_type(record)[0] in _PAGES
    if not is_page and not told_type:
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
    media_type, charset = content_type(record)
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


def revisited_page(
    record: Any, offset: int | None, seen: SeenPages, digest: str
) -> RawCapture | None:
    """Return another address's page as that of a revisit record, where it was seen."""
    headers = record.rec_headers
    url = target(record)
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


def _warnings(record: Any, content: Any) -> Iterator[str]:
    """Yield what is missing of a page, though its record is whole."""
    if reason := record.rec_headers.get_header("WARC-Truncated"):
        yield f"the crawler kept only its beginning ({reason})"
    ended = getattr(getattr(content, "decompressor", None), "eof", True)
    if not ended or getattr(content, "breaks_off", False):
        yield "its compressed content breaks off"


@dataclass(slots=True)
class SeenPages:
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
        if self.source.open_again is not None and page.record_offset is not None:
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
        if digest not in self._offsets or self.source.open_again is None:
            return None
        with self.source.open_again() as file:
            file.seek(self._offsets[digest])
            record = next(iter(ArchiveIterator(file, no_record_parse=True)), None)
            page_again = page_of_record(self.source, record, self._offsets[digest])
        return page_again if isinstance(page_again, RawCapture) else None
