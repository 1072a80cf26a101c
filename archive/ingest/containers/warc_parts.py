"""The second pass through a WARC file: each page's record, and the parts that the page names.

Parts are sought in the page's own file, then in those that were read before it; when all files of a
load were read, in those that came later. Where an address led to another, that one is taken.

Which record is a page's part is told by the page's markup and its style sheets, never guessed: one
whose address they name. Of several records of one address the one whose moment is nearest to the
page's is taken, as by Memento (RFC 7089).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from archive.ingest.containers.bounded_streams import UnpackingError
from archive.ingest.containers.content_encodings import ContentEncodingError, content_stream
from archive.ingest.containers.part_limits import PartLimits
from archive.ingest.containers.record_index import (
    NOT_KEPT,
    FileRecords,
    IndexedRecord,
    RecordIndex,
)
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
_MOST_REDIRECTS: Final = 5
_MOST_OPEN: Final = 8
"""Files of a load that are open at once."""
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
    """Finds what came with pages whose records are in ``index``; ``own`` is what was laid down."""

    index: RecordIndex
    own: FileRecords | None = None
    _files: dict[int, io.BufferedReader] = field(default_factory=dict)

    def found(self) -> Iterator[PageParts]:
        """Yield what came with each page of the own file, in the order of the pages."""
        if self.own is not None:
            yield from self._of_pages(self.own.pages())

    def found_in_neighbours(self) -> Iterator[PageParts]:
        """Yield what came with pages that lacked what a later file has."""
        yield from self._of_pages(self.index.pages_with_neighbours())

    def _of_pages(
        self, pages: Iterable[tuple[IndexedRecord, dict[str, Any]]]
    ) -> Iterator[PageParts]:
        try:
            for record, told in pages:
                if (found := self._of_page(record, told)) is not None:
                    yield found
        finally:
            self._close()

    def _of_page(self, record: IndexedRecord, told: dict[str, Any]) -> PageParts | None:
        whole = self._whole(record)
        if whole is None:
            return None
        page = _page(told, whole.captured)
        limits, parts = PartLimits(), list[FoundPart]()
        named = page_references(whole.content, whole.address, page.charset)
        waiting = deque((each, 1) for each in named if page.media_type in _PAGES)
        seen = {resource_key(whole.address)}
        lacking: list[str] = []
        while waiting:
            reference, depth = waiting.popleft()
            key = resource_key(reference.address)
            if not key or key in seen:
                continue
            seen.add(key)
            found, led_to = self._found(reference.address, page.captured, record.file)
            if found is None:
                lacking.append(led_to)
            if found is None or not limits.has_room():
                continue
            is_led = led_to != reference.address
            part, names = self._read(found, reference.address) if is_led else self._part(found)
            if not limits.takes(part.size if part else None) or part is None:
                continue
            parts.append(part)
            if not is_led:
                self.index.tell(found, _as_json(part), json.dumps(names))
            if depth < _DEEPEST:
                waiting.extend((Reference(name), depth + 1) for name in names)
        self.index.note_lacking(record, lacking)
        return PageParts(
            page,
            whole.sha256,
            whole.record,
            tuple(parts),
            limits.left_out,
            limits.left_out_bytes,
            whole.is_true,
        )

    def _found(
        self, address: str, moment: datetime | None, file: int
    ) -> tuple[IndexedRecord | None, str]:
        """Return the record of an address, and the address to which it led; itself where to none."""
        found, led_to = self._record_of(address, moment, file), address
        for _step in range(_MOST_REDIRECTS):
            if found is not None or not (following := self._redirect(led_to, moment)):
                break
            led_to = following
            found = self._record_of(led_to, moment, file)
        return found, led_to

    def _redirect(self, address: str, moment: datetime | None) -> str:
        found = self.index.redirect(address, moment)
        if not found and address.lower().startswith(_PLAIN_SCHEME):
            found = self.index.redirect(_secure(address), moment)
        return found

    def _record_of(self, address: str, moment: datetime | None, file: int) -> IndexedRecord | None:
        """Return the record of an address; of ``http`` also the one under ``https``.

        Browsers ask for it there: for a secure page by Mixed Content (W3C, 4.1), and where a site
        has asked for it (RFC 6797).
        """
        found = self.index.nearest(address, moment, file)
        if found is None and address.lower().startswith(_PLAIN_SCHEME):
            found = self.index.nearest(_secure(address), moment, file)
        return found

    def _part(self, record: IndexedRecord) -> tuple[FoundPart | None, Sequence[str]]:
        """Return a record as a part and what it names; without content if it was given before."""
        if record.part is not None:
            return _from_json(record.part), json.loads(record.names or "[]")
        return self._read(record)

    def _read(
        self, record: IndexedRecord, address: str = ""
    ) -> tuple[FoundPart | None, Sequence[str]]:
        """Return a record as the part of its address, or of ``address``, which led to its own."""
        whole = self._whole(record)
        if whole is None or not whole.is_true or len(whole.address) > LONGEST:
            return None, ()
        part = found_part(
            address or whole.address,
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
            if not record.size:
                return self._at(record)
            is_own = self.own is not None and record.file == self.own.number
            return unpacked_record(self.own.laid_down(record)) if self.own and is_own else None
        except (ArchiveLoadFailed, EOFError, OverflowError, ValueError):
            # The file is not as it was a moment ago.
            return None

    def _at(self, place: IndexedRecord) -> StoredRecord | None:
        file = self._opened(place.file)
        if file is None:
            return None
        file.seek(place.place)
        record = next(iter(ArchiveIterator(file, no_record_parse=True)), None)
        if record is None or record.length is None:
            return None
        block = record.raw_stream.read(BLOCK_LIMIT + 1)
        if len(block) > BLOCK_LIMIT:
            return None
        return stored_record(record.rec_type, record.rec_headers, block)

    def _opened(self, number: int) -> io.BufferedReader | None:
        """Return a file of the load, which stays open until others are asked for."""
        if number not in self._files:
            if len(self._files) >= _MOST_OPEN:
                self._files.pop(next(iter(self._files))).close()
            try:
                opened = self.index.opened(number)
            except (OSError, UnpackingError):
                # It went, or is no longer the archive that it was.
                opened = None
            if opened is None:
                return None
            self._files[number] = opened
        return self._files[number]

    def _close(self) -> None:
        while self._files:
            self._files.popitem()[1].close()


def _secure(address: str) -> str:
    return f"https://{address[len(_PLAIN_SCHEME) :]}"


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
