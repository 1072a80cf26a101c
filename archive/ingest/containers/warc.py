"""WARC files: the web pages that a crawler recorded, with the day and the address of each.

ISO 28500:2017; read with warcio, one record at a time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.ingest.containers.bounded_streams import Source, clean_name, too_large
from archive.ingest.containers.record_captures import is_web_address
from archive.ingest.decoding.record_text import DOCUMENT_LIMIT, read_moment
from archive.records.documents import HTML, PLAIN_TEXT, RawCapture, Rejection

_PAGES: Final = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": PLAIN_TEXT}
_RECORDS: Final = ("response", "resource", "conversion")
_SAME_AS_BEFORE: Final = "revisit"
_OK: Final = "200"


class CompressedAsWholeError(Exception):
    """A WARC file whose records were not compressed one by one."""


def read_warc(source: Source, stream: BinaryIO) -> Iterator[RawCapture | Rejection]:
    """Yield the pages of a WARC file; what is not a page is passed over.

    A revisit of the same address says that the page had not changed: it brings nothing
    new. A revisit of another address's page brings that page's bytes, if they stand in
    the same file. A file that breaks off yields what is whole, then one rejection.

    Raises:
        CompressedAsWholeError: the file has to be unpacked before it can be read.
    """
    records = ArchiveIterator(stream)
    last = "its first record"
    places: dict[str, int] = {}
    page: RawCapture | Rejection | None
    try:
        for record in records:
            last = record.rec_headers.get_header("WARC-Record-ID") or last
            source.budget.spend(max(record.length or 0, 0) if source.depth else 0)
            digest = record.rec_headers.get_header("WARC-Payload-Digest", "")
            if record.rec_type == _SAME_AS_BEFORE:
                page = _revisited(source, record, places.get(digest))
            else:
                page = _page(source, record, records.offset)
            if isinstance(page, RawCapture):
                places.setdefault(digest, records.offset)
            if page is not None:
                yield page
            if _breaks_off(record):
                yield Rejection(source.name, f"breaks off inside the record {last}")
                return
    except ArchiveLoadFailed as error:
        if "non-chunked" in str(error):
            raise CompressedAsWholeError from error
        yield Rejection(source.name, f"damaged after the record {last}")
    except (EOFError, OSError, ValueError, zlib.error) as error:
        yield Rejection(source.name, f"breaks off after the record {last} ({error})")


def _page(source: Source, record: Any, offset: int) -> RawCapture | Rejection | None:
    url = record.rec_headers.get_header("WARC-Target-URI", "").strip("<>")
    media_type, charset = _content_type(record)
    if record.rec_type not in _RECORDS or media_type not in _PAGES or not is_web_address(url):
        return None
    if record.http_headers is not None and record.http_headers.get_statuscode() != _OK:
        return None
    content = record.content_stream().read(DOCUMENT_LIMIT + 1)
    if len(content) > DOCUMENT_LIMIT:
        return Rejection(url, too_large())
    if _breaks_off(record):
        return None
    if not content.strip():
        return Rejection(url, "empty")
    return RawCapture(
        uri=clean_name(url),
        document=clean_name(url),
        content=content,
        media_type=_PAGES[media_type],
        charset=charset,
        captured=read_moment(record.rec_headers.get_header("WARC-Date", "")),
        url=url,
        container=source.name,
        record_id=record.rec_headers.get_header("WARC-Record-ID", ""),
        record_offset=offset,
    )


def _revisited(source: Source, record: Any, place: int | None) -> RawCapture | None:
    """Return another address's page as that of a revisit record, where it is in the file."""
    headers = record.rec_headers
    url = (headers.get_header("WARC-Target-URI") or "").strip("<>")
    original = (headers.get_header("WARC-Refers-To-Target-URI") or url).strip("<>")
    if place is None or original == url or not is_web_address(url):
        return None
    with source.open() as again:
        if not again.seekable():
            return None
        again.seek(place)
        page = next((_page(source, each, place) for each in ArchiveIterator(again)), None)
    if not isinstance(page, RawCapture):
        return None
    return replace(
        page,
        uri=clean_name(url),
        document=clean_name(url),
        url=url,
        captured=read_moment(headers.get_header("WARC-Date", "")),
        record_id=headers.get_header("WARC-Record-ID", ""),
    )


def _content_type(record: Any) -> tuple[str, str | None]:
    headers = record.http_headers or record.rec_headers
    media_type, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    name, _, charset = parameters.strip().partition("=")
    declared = charset.strip(" \"'") if name.strip().lower() == "charset" else ""
    return media_type.strip().lower(), declared or None


def _breaks_off(record: Any) -> bool:
    """Whether the file ended before the record did, after all of it has been asked for."""
    stream = record.raw_stream
    left = getattr(stream, "limit", 0)
    while left and (chunk := stream.read(1 << 16)):
        left -= len(chunk)
    return bool(getattr(stream, "limit", 0))
