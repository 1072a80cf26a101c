"""The second pass through a WARC file: each page's record, and the parts that the page names.

Which record is a page's part is told by the page's markup and its style sheets, never guessed: one
whose address they name. Of several records of one address the one whose moment is nearest to the
page's is taken, as by Memento (RFC 7089).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.ingest.containers.content_encodings import ContentEncodingError, content_stream
from archive.ingest.containers.part_limits import PartLimits
from archive.ingest.containers.record_index import NOT_KEPT, IndexedRecord, RecordIndex
from archive.ingest.containers.source_files import Source
from archive.ingest.containers.warc_records import (
    BLOCK_LIMIT,
    StoredRecord,
    content_type,
    stored_record,
    target,
    unpacked_record,
)
from archive.ingest.decoding.origins import read_moment
from archive.ingest.decoding.page_references import (
    Reference,
    page_references,
    style_references,
)
from archive.ingest.decoding.resource_addresses import LONGEST, resource_key
from archive.records.documents import DOCUMENT_LIMIT, RawCapture
from archive.records.page_parts import FoundPart, PageParts, SourceRecord, found_part

_STYLE: Final = "text/css"
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN_SCHEME: Final = "http://"
_DEEPEST: Final = 4
"""How far names lead: a page's style sheet that imports one that names a picture is three."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A record with its decoded content; ``is_true`` where its digests are those of its bytes."""

    is_true: bool
    record: SourceRecord
    content: bytes
    sha256: str
    address: str
    media_type: str
    charset: str | None
    captured: datetime | None
    record_id: str


@dataclass(slots=True)
class WarcParts:
    """Finds what came with the pages of a WARC file whose records are in ``index``."""

    source: Source
    index: RecordIndex
    _file: io.BufferedReader | None = field(default=None)

    def found(self) -> Iterator[PageParts]:
        """Yield what came with each page, in the order of the pages."""
        try:
            for record, told in self.index.pages():
                if (found := self._of_page(record, told)) is not None:
                    yield found
        finally:
            if self._file is not None:
                self._file.close()

    def _of_page(self, record: IndexedRecord, told: dict[str, Any]) -> PageParts | None:
        whole = self._whole(record)
        if whole is None:
            return None
        page = _page(told, whole.captured)
        limits, parts = PartLimits(), list[FoundPart]()
        named = page_references(whole.content, whole.address, page.charset)
        waiting = deque((each, 1) for each in named if page.media_type in _PAGES)
        seen = {resource_key(whole.address)}
        while waiting:
            reference, depth = waiting.popleft()
            key = resource_key(reference.address)
            if not key or key in seen:
                continue
            seen.add(key)
            found = self._record_of(reference.address, page.captured)
            if found is None or not limits.has_room():
                continue
            part, names = self._part(found)
            if not limits.takes(part.size if part else None) or part is None:
                continue
            parts.append(part)
            self.index.tell(found, _as_json(part), json.dumps(names))
            if depth < _DEEPEST:
                waiting.extend((Reference(name), depth + 1) for name in names)
        return PageParts(
            page,
            whole.sha256,
            whole.record,
            tuple(parts),
            limits.left_out,
            limits.left_out_bytes,
            whole.is_true,
        )

    def _record_of(self, address: str, moment: datetime | None) -> IndexedRecord | None:
        """Return the record of an address; of ``http`` also the one under ``https``.

        Browsers ask for it there: for a secure page by Mixed Content (W3C, 4.1), and where a site
        has asked for it (RFC 6797).
        """
        found = self.index.nearest(address, moment)
        if found is None and address.lower().startswith(_PLAIN_SCHEME):
            secure = f"https://{address[len(_PLAIN_SCHEME) :]}"
            found = self.index.nearest(secure, moment)
        return found

    def _part(self, record: IndexedRecord) -> tuple[FoundPart | None, Sequence[str]]:
        """Return a record as a part and what it names; without content if it was given before."""
        if record.part is not None:
            return _from_json(record.part), json.loads(record.names or "[]")
        whole = self._whole(record)
        if whole is None or not whole.is_true or len(whole.address) > LONGEST:
            return None, ()
        part = found_part(
            whole.address,
            whole.content,
            whole.media_type,
            whole.charset or "",
            whole.captured,
            whole.record,
            whole.record_id,
            whole.sha256,
        )
        return part, [each.address for each in _names(whole)]

    def _whole(self, record: IndexedRecord) -> _Whole | None:
        """Return a record with its content, or that of the one that it repeats; None of neither."""
        original = self.index.original(record)
        own = self._stored(record)
        if own is None or original is None:
            return None
        body_of = own if original.number == record.number else self._stored(original)
        content = _decoded(body_of) if body_of else None
        if body_of is None or content is None:
            return None
        media_type, charset = content_type(body_of)
        headers, body = own.rec_headers, body_of.body
        sha256 = hashlib.sha256(content).hexdigest()
        # Most are sent as they are: what is the same need not be hashed twice.
        body_sha256 = sha256 if body == content else hashlib.sha256(body).hexdigest()
        return _Whole(
            own.is_true and body_of.is_true,
            own.as_source(body, body_sha256),
            content,
            sha256,
            target(own),
            media_type,
            charset,
            read_moment(headers.get_header("WARC-Date") or ""),
            headers.get_header("WARC-Record-ID") or "",
        )

    def _stored(self, record: IndexedRecord) -> StoredRecord | None:
        if record.size == NOT_KEPT:
            return None
        try:
            if record.size:
                return unpacked_record(self.index.laid_down(record))
            return self._at(record.place)
        except (ArchiveLoadFailed, EOFError, OverflowError, ValueError):
            # The file is not as it was a moment ago.
            return None

    def _at(self, place: int) -> StoredRecord | None:
        if self._file is None:
            self._file = self.source.open()
        self._file.seek(place)
        record = next(iter(ArchiveIterator(self._file, no_record_parse=True)), None)
        if record is None or record.length is None:
            return None
        block = record.raw_stream.read(BLOCK_LIMIT + 1)
        if len(block) > BLOCK_LIMIT:
            return None
        return stored_record(record.rec_type, record.rec_headers, block)


def _decoded(record: StoredRecord) -> bytes | None:
    """Return the content of a record, or None where it cannot be unpacked within bounds."""
    try:
        content: bytes = content_stream(record).read(DOCUMENT_LIMIT + 1)
    except ContentEncodingError:
        return None
    return content if len(content) <= DOCUMENT_LIMIT else None


def _names(whole: _Whole) -> tuple[Reference, ...]:
    """Return what a part names itself: a style sheet its pictures and fonts, a frame its own."""
    if whole.media_type == _STYLE:
        return style_references(whole.content, whole.address, whole.charset)
    if whole.media_type in _PAGES:
        return page_references(whole.content, whole.address, whole.charset)
    return ()


def _page(told: dict[str, Any], captured: datetime | None) -> RawCapture:
    return RawCapture(content=b"", captured=captured, **told)


def told_of(page: RawCapture) -> dict[str, Any]:
    """Return what a page is known by, in JSON's types."""
    names = ("uri", "document", "media_type", "charset", "url", "container", "record_id")
    return {name: getattr(page, name) for name in (*names, "fallback_uri")}


def _as_json(part: FoundPart) -> str:
    captured = part.captured.isoformat() if part.captured else ""
    told = (part.address, part.media_type, part.charset, captured, part.sha256, part.size, part.key)
    return json.dumps(told)


def _from_json(told: str) -> FoundPart:
    address, media_type, charset, captured, sha256, size, key = json.loads(told)
    return FoundPart(address, media_type, charset, read_moment(captured), sha256, size, key)
