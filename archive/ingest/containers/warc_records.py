"""One record of a WARC file: what it says of itself, and its bytes as they stood."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any, Final

from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from archive.ingest.decoding.resource_addresses import resolved
from archive.records.documents import DOCUMENT_LIMIT
from archive.records.page_parts import SourceRecord

RESPONSE: Final = "response"
RESOURCE: Final = "resource"
REVISIT: Final = "revisit"
BLOCK_LIMIT: Final = DOCUMENT_LIMIT + 1_000_000
"""Bytes of a record that is kept, its HTTP headers with it."""

_HTTP_HEADERS: Final = StatusAndHeadersParser(ArcWarcRecordLoader.HTTP_TYPES, verify=False)
_OK: Final = "200"
_REDIRECTS: Final = frozenset({"301", "302", "303", "307", "308"})
_DIGESTS: Final = frozenset({"md5", "sha1", "sha256"})


def target(record: Any) -> str:
    """Return the address that a record speaks of, or ""."""
    address: str = record.rec_headers.get_header("WARC-Target-URI") or ""
    return _clean(address).strip("<>")


def payload_digest(record: Any) -> str:
    """Return the digest that a record states of its content, or ""."""
    digest: str = record.rec_headers.get_header("WARC-Payload-Digest") or ""
    return digest


def content_type(record: Any) -> tuple[str, str | None]:
    """Return a record's media type, and the encoding that it declares."""
    headers = record.http_headers or record.rec_headers
    media_type, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    name, _, charset = parameters.strip().partition("=")
    declared = charset.strip(" \"'") if name.strip().lower() == "charset" else ""
    return media_type.strip().lower(), declared or None


def is_sent(record: Any) -> bool:
    """Whether a record holds what was asked for; the HTTP headers of a response are read."""
    if record.rec_type != RESPONSE:
        return True
    if record.http_headers is None:
        try:
            record.http_headers = _HTTP_HEADERS.parse(record.raw_stream)
        except EOFError:
            return False
    return bool(record.http_headers.get_statuscode() == _OK)


def redirected(record: Any) -> str:
    """Return the address to which a response leads its reader, in full; "" of any other."""
    if record.rec_type != RESPONSE or record.http_headers is None:
        return ""
    if record.http_headers.get_statuscode() not in _REDIRECTS:
        return ""
    return resolved(record.http_headers.get_header("Location") or "", target(record))


@dataclass(slots=True)
class StoredRecord:
    """A record that was read again; ``body`` is what stands below its HTTP headers."""

    rec_type: str
    rec_headers: Any
    http_headers: Any
    http_head: bytes
    body: bytes

    @property
    def is_true(self) -> bool:
        """Whether the digest that the record states of its block is that of its bytes.

        One that is not stated, or in a way that is not known, is taken for true (ISO 28500, 5.8).
        """
        name, _, stated = (self.rec_headers.get_header("WARC-Block-Digest") or "").partition(":")
        name = name.strip().lower().replace("-", "")
        if name not in _DIGESTS or not stated:
            return True
        digest = hashlib.new(name, self.http_head + self.body, usedforsecurity=False)
        in_letters = base64.b32encode(digest.digest()).decode().rstrip("=")
        told = stated.strip().rstrip("=")
        return told.upper() == in_letters or told.lower() == digest.hexdigest()

    @property
    def raw_stream(self) -> io.BytesIO:
        """Return the body as a stream, as warcio's records do."""
        return io.BytesIO(self.body)

    def as_source(self, body: bytes, sha256: str) -> SourceRecord:
        """Return the record with a body of this hash: its own, or that of the record it repeats."""
        headers = tuple((_clean(name), _clean(value)) for name, value in self.rec_headers.headers)
        return SourceRecord(self.rec_type, headers, self.http_head, sha256, body)


def _clean(text: str) -> str:
    """Return what no database refuses: a zero byte is in no field of a real record."""
    return str(text).replace("\0", "")


def stored_record(kind: str, headers: Any, block: bytes) -> StoredRecord:
    """Return a record of its named fields and its block."""
    http_headers, end = None, 0
    if kind in (RESPONSE, REVISIT) and block:
        stream = io.BytesIO(block)
        http_headers = _HTTP_HEADERS.parse(stream)
        end = stream.tell()
    return StoredRecord(kind, headers, http_headers, block[:end], block[end:])


def packed_record(record: Any, block: bytes) -> bytes:
    """Return a record's fields and block as bytes that ``unpacked_record`` reads."""
    fields = [list(pair) for pair in record.rec_headers.headers]
    return json.dumps([record.rec_type, fields]).encode() + b"\n" + block


def unpacked_record(content: bytes) -> StoredRecord:
    """Return the record that ``packed_record`` packed."""
    head, _, block = content.partition(b"\n")
    kind, fields = json.loads(head)
    return stored_record(kind, StatusAndHeaders("", [tuple(pair) for pair in fields]), block)
