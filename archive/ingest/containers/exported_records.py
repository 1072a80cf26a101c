"""What an archive told of its captures in ``metadata`` records of WARC files, taken in on request.

The record stands before that of its capture. What it says is believed only of the very bytes that
it names by their SHA-256, and only in the forms that an archive writes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.decoding.origins import is_web_address, read_moment
from archive.records.documents import (
    CSV_RECORD,
    FEED_ITEM,
    HTML,
    JSON_RECORD,
    MAIL_MESSAGE,
    MARKDOWN,
    OFFICE_DOCUMENT,
    PDF_DOCUMENT,
    PLAIN_TEXT,
    RawCapture,
    Rejection,
)
from archive.records.exported_captures import CAPTURE_METADATA, GivenId

ONLY_ON_REQUEST: Final = "documents that only loading with --keep-ids reads"
"""Kind of what is passed over: documents that only their metadata tells how to read."""

_NO_METADATA: Final = (
    "its metadata record is damaged, or was not written by an archive; load it without --keep-ids"
)
_OTHER_BYTES: Final = (
    "its bytes are not those whose SHA-256 its metadata record names; load it without --keep-ids"
)
_MOST_BYTES: Final = 8_000_000
"""Of one metadata record; the columns of a record of a table are most of it."""
_MOST_ARTICLES: Final = 10_000
_PUBLIC_ID: Final = re.compile("[a-z0-9]{1,16}")
_NAME: Final = re.compile(r"[\w.:-]{1,40}", re.ASCII)
_LONGEST: Final = {"uri": 2000, "url": 2000, "document": 1000, "container": 1000, "record_id": 200}
_MEDIA_TYPES: Final = frozenset(
    {
        *(PLAIN_TEXT, HTML, JSON_RECORD, CSV_RECORD, FEED_ITEM),
        *(MAIL_MESSAGE, MARKDOWN, PDF_DOCUMENT, OFFICE_DOCUMENT),
    }
)


@dataclass(slots=True)
class ExportedRecords:
    """What metadata records of one WARC file tell, each of the record that comes after it."""

    source: Source
    _record_id: str = ""
    _known: Mapping[str, Any] | None = None

    def note(self, record: Any) -> bool:
        """Remember what a record tells of the next one; return False where it is no such record."""
        headers = record.rec_headers
        if record.rec_type != "metadata" or headers.get_header("Content-Type") != CAPTURE_METADATA:
            return False
        self._record_id = headers.get_header("WARC-Refers-To") or ""
        asked = self.source.keep_ids
        self._known = _values(record.raw_stream.read(_MOST_BYTES + 1)) if asked else None
        return True

    def media_type(self, record: Any) -> str:
        """Return what kind of document a record is told to hold; "" where nobody asked for that."""
        return self._known["media_type"] if self._is_told(record) and self._known else ""

    def completed(
        self, record: Any, page: RawCapture | Rejection | None
    ) -> RawCapture | Rejection | None:
        """Return the document of a record as the archive had it that exported it, where asked.

        Otherwise a document that is no page on the web is counted as passed over.
        """
        if not self._is_told(record):
            return page
        known, self._record_id, self._known = self._known, "", None
        if not self.source.keep_ids:
            self.source.passed_over[ONLY_ON_REQUEST] += page is None
            return page
        if known is None:
            address = record.rec_headers.get_header("WARC-Target-URI") or self.source.name
            return Rejection(clean_name(address.strip("<>")), _NO_METADATA)
        return _as_exported(page, known) if isinstance(page, RawCapture) else page

    def _is_told(self, record: Any) -> bool:
        name = record.rec_headers.get_header("WARC-Record-ID") or ""
        return bool(name) and name == self._record_id


def _as_exported(page: RawCapture, known: Mapping[str, Any]) -> RawCapture | Rejection:
    if hashlib.sha256(page.content).hexdigest() != known["sha256"]:
        return Rejection(page.document, _OTHER_BYTES)
    return replace(
        page,
        uri=clean_name(known["uri"]),
        document=clean_name(known["document"]),
        url=clean_name(known["url"]) or None,
        charset=known["charset"] or None,
        captured=read_moment(known["captured_at"] or ""),
        container=known["container"],
        record_id=known["record_id"],
        record_offset=known["record_offset"],
        fields=known["fields"],
        article_ids=tuple(
            GivenId(each["id"], each["position"], each["title"]) for each in known["articles"]
        ),
    )


def _values(content: bytes) -> Mapping[str, Any] | None:
    if len(content) > _MOST_BYTES:
        return None
    try:
        known = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return known if isinstance(known, dict) and _is_whole(known) else None


def _is_whole(known: Mapping[str, Any]) -> bool:
    """Whether every value is there, of its kind and no longer than an archive keeps it."""
    texts = ("uri", "url", "document", "sha256", "media_type", "charset", "container", "record_id")
    if not all(isinstance(known.get(name), str) for name in texts):
        return False
    if any(len(known[name]) > longest for name, longest in _LONGEST.items()):
        return False
    offset, fields = known.get("record_offset"), known.get("fields")
    articles = known.get("articles")
    return (
        bool(known["uri"] and known["document"])
        and (not known["url"] or is_web_address(known["url"]))
        and known["media_type"] in _MEDIA_TYPES
        and (not known["charset"] or _NAME.fullmatch(known["charset"]) is not None)
        and isinstance(known.get("captured_at"), str | None)
        and (offset is None or (type(offset) is int and 0 <= offset < 1 << 63))
        and isinstance(fields, dict | None)
        and isinstance(articles, list)
        and len(articles) <= _MOST_ARTICLES
        and all(map(_is_id, articles))
    )


def _is_id(given: object) -> bool:
    if not isinstance(given, dict):
        return False
    public_id, position, title = given.get("id"), given.get("position"), given.get("title")
    return (
        isinstance(public_id, str)
        and _PUBLIC_ID.fullmatch(public_id) is not None
        and type(position) is int
        and 0 <= position < 1 << 31
        and isinstance(title, str)
    )
