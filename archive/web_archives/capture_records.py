"""The records of a capture: the one that it came from, or an honest one; its parts; its metadata.

Where the record of a WARC file is kept, it goes out with its fields, its headers of HTTP and its
body as it was transferred. Else what came in as a file goes out as ``resource``, and what the
archive unpacked or put together itself (a page whose record was not kept, an item cut out of its
feed, the text of a capture whose bytes are damaged) as ``conversion``.

What only this archive knows (ids of articles, the document's address, columns of a record) stands
in a ``metadata`` record before the capture's own, so that who reads once, from the beginning to
the end, knows it in time.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final
from urllib.parse import quote

from django.utils.encoding import iri_to_uri

from archive.captures.kept_parts import (
    KeptPart,
    KeptRecord,
    kept_record,
    parts_of,
    read_part,
    record_of_part,
)
from archive.captures.store import DamagedCaptureError, capture_store
from archive.ingest.decoding.origins import is_web_address
from archive.ingest.decoding.resource_addresses import resource_key
from archive.models import Article, Capture
from archive.records.documents import FEED_ITEM, PLAIN_TEXT
from archive.records.exported_captures import CAPTURE_METADATA
from archive.web_archives.open_captures import OpenCapture
from archive.web_archives.written_records import Fields, WarcRecord, made_record, record_name

_LOG: Final = logging.getLogger("khizana.captures")
_KEPT_KINDS: Final = frozenset({"response", "resource", "conversion"})
_CONTENT: Final = "application/octet-stream"
_FILE: Final = "file:///"


@dataclass(frozen=True, slots=True)
class CaptureRecords:
    """The records of one capture; ``title`` is its first article's. ``is_damaged``: see below.

    Where the bytes of a damaged capture are gone, its articles' texts stand for them.
    """

    capture: Capture
    main: WarcRecord
    metadata: WarcRecord | None
    title: str

    @property
    def is_damaged(self) -> bool:
        """Whether the capture's bytes are missing, or no longer what was loaded."""
        return self.metadata is None

    @property
    def is_page(self) -> bool:
        """Whether it is a page with an address on the web."""
        return is_web_address(self.main.value("WARC-Target-URI"))


def capture_records(
    opened: OpenCapture,
    warcinfo: str,
    is_new: Callable[[str], bool] = lambda _name: True,
) -> CaptureRecords | None:
    """Return the records of a capture; None where neither bytes nor articles are left of it.

    ``warcinfo`` is the name of the record that heads the file. ``is_new`` is asked whether a record of this name is not in the
    file yet: one that is, for another document, is not written twice.
    """
    capture, articles = opened.capture, opened.articles
    title = next((each.title for each in articles), "")
    kept = kept_record(capture) if opened.has_record else None
    try:
        main = _original(kept, f"the record of capture {capture.pk}")
        if main is None or not is_new(main.record_id):
            main = _made(capture, warcinfo)
    except DamagedCaptureError as error:
        _LOG.error("capture %d goes out without its bytes: %s", capture.pk, error)
        texts = _texts(capture, warcinfo)
        return None if texts is None else CaptureRecords(capture, texts, None, title)
    return CaptureRecords(capture, main, _metadata(capture, articles, main, warcinfo), title)


def part_records(opened: OpenCapture, warcinfo: str) -> Iterator[WarcRecord]:
    """Yield the records of what came with a capture; a part that is damaged is left out."""
    capture = opened.capture
    for part in parts_of(capture) if opened.has_parts else ():
        try:
            told = f"the record of a part of capture {capture.pk}"
            record = _original(record_of_part(part), told)
            if record is None or not _is_of(part, record):
                record = _made_part(part, capture, warcinfo)
        except DamagedCaptureError as error:
            _LOG.error("a part of capture %d stays behind: %s", capture.pk, error)
        else:
            yield record


def _is_of(part: KeptPart, record: WarcRecord) -> bool:
    """Whether a record is of the address that the page names, which may have led to another."""
    stated = record.value("WARC-Target-URI").strip("<>")
    return resource_key(stated) == resource_key(part.address)


def _original(kept: KeptRecord | None, name: str) -> WarcRecord | None:
    """Return the record as it stood; None where none is whole, or it said less than the truth.

    Of a revisit only the record that it repeats has the page. A length other than the kept bytes
    have would be a lie in this file. ``name`` is for the log.
    """
    if kept is None or kept.kind not in _KEPT_KINDS:
        return None
    try:
        block = kept.http_head + capture_store().get(kept.body_sha256)
    except DamagedCaptureError as error:
        _LOG.error("%s is not as it stood: %s", name, error)
        return None
    record = WarcRecord(kept.headers, block, len(kept.http_head))
    if record.value("Content-Length") not in ("", str(len(block))) or not record.record_id:
        return None
    return record


def _made(capture: Capture, warcinfo: str) -> WarcRecord:
    """Return a record that the archive makes of a capture's bytes."""
    content = capture_store().get(capture.sha256)
    came_from = capture.record_id if capture.record_id.startswith("<urn:") else ""
    kind = "conversion" if came_from or capture.media_type == FEED_ITEM else "resource"
    others = (("WARC-Refers-To", came_from),) if came_from else ()
    return made_record(
        kind,
        record_name("capture", capture.uri, capture.sha256),
        moment_of(capture),
        content,
        _content_type(capture.media_type, capture.charset),
        *others,
        ("WARC-Warcinfo-ID", warcinfo),
        ("WARC-Payload-Digest", f"sha256:{capture.sha256}"),
        address=address_of(capture.url or capture.uri),
    )


def _made_part(part: KeptPart, capture: Capture, warcinfo: str) -> WarcRecord:
    return made_record(
        "resource",
        record_name("part", part.address, part.sha256),
        part.captured_at or moment_of(capture),
        read_part(part),
        _content_type(part.media_type or _CONTENT, part.charset),
        ("WARC-Warcinfo-ID", warcinfo),
        ("WARC-Payload-Digest", f"sha256:{part.sha256}"),
        address=address_of(part.address),
    )


def _texts(capture: Capture, warcinfo: str) -> WarcRecord | None:
    """Return the texts of a capture's articles, which were extracted from it; None of none.

    They are asked for now: the capture may be gone because it was withdrawn a moment ago.
    """
    articles = Article.objects.shown().filter(capture=capture).order_by("position", "pk")
    texts = ["\n\n".join(filter(None, (each.title, each.body))) for each in articles]
    if not texts:
        return None
    return made_record(
        "conversion",
        record_name("text", capture.uri, capture.sha256),
        moment_of(capture),
        "\n\n".join(texts).encode(),
        _content_type(PLAIN_TEXT, "utf-8"),
        ("WARC-Warcinfo-ID", warcinfo),
        address=address_of(capture.url or capture.uri),
    )


def _metadata(
    capture: Capture, articles: Sequence[Article], main: WarcRecord, warcinfo: str
) -> WarcRecord:
    """Return what only this archive knows of a capture, as JSON; it refers to ``main``."""
    known: dict[str, Any] = {
        "uri": capture.uri,
        "url": capture.url,
        "document": capture.document,
        "sha256": capture.sha256,
        "media_type": capture.media_type,
        "charset": capture.charset,
        "captured_at": capture.captured_at.isoformat() if capture.captured_at else None,
        "container": capture.container,
        "record_id": capture.record_id,
        "record_offset": capture.record_offset,
        "fields": capture.fields,
        "articles": [
            {"id": each.public_id, "position": each.position, "title": each.title}
            for each in articles
        ],
    }
    refers: Fields = (("WARC-Refers-To", main.record_id), ("WARC-Warcinfo-ID", warcinfo))
    return made_record(
        "metadata",
        record_name("metadata", capture.uri, capture.sha256, warcinfo),
        moment_of(capture),
        json.dumps(known, ensure_ascii=False, indent=1).encode(),
        CAPTURE_METADATA,
        *refers,
        address=main.value("WARC-Target-URI"),
    )


def moment_of(capture: Capture) -> datetime:
    """Return when a capture was made; where that is not known, when it came into the archive."""
    if capture.captured_at is not None:
        return capture.captured_at
    if capture.captured is not None:
        return datetime.combine(capture.captured, time(), UTC)
    return capture.loaded_at


def address_of(identity: str) -> str:
    """Return an address as a record may state it: a path in a loaded folder is a file's."""
    if is_web_address(identity) or identity.startswith(("cid:", "urn:", "file:")):
        return iri_to_uri(identity)
    return _FILE + quote(identity.lstrip("/"), safe="/")


def _content_type(media_type: str, charset: str) -> str:
    return f"{media_type}; charset={charset}" if charset else media_type
