"""What came with a capture, read: its parts, and the WARC records that it and they stood in.

Of a withdrawn capture there is nothing. A part whose bytes were withdrawn, or that is a capture
closed to readers by its bytes or its address, is left out, whatever page it came with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef

from archive.captures.store import capture_store
from archive.models import (
    Article,
    Capture,
    CapturePart,
    CaptureRecord,
    CaptureStatus,
    PartOfCapture,
    Tombstone,
)


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A picture, style sheet, font, script or framed page that came with a capture.

    ``address`` is absolute, as it was captured; ``cid:…`` of MHTML and mail are kept so, and of a
    page that was saved without its address it is a path in the loaded folder. A page may spell it
    otherwise: what it names is resolved and compared by ``decoding.resource_addresses``.
    ``media_type`` is "" where it was not told. ``size`` counts the decoded bytes, whose hash is
    ``sha256``.
    """

    address: str
    media_type: str
    charset: str
    size: int
    sha256: str
    captured_at: datetime | None
    key: int = field(default=0, compare=False)
    """The row, by which its record is found."""


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """The WARC record that a page or a part was read from, as it stood.

    ``kind`` is ``response``, ``resource``, ``conversion`` or ``revisit``; ``headers`` are its named
    fields, in order. ``http_head`` is the status line with the headers as sent, with the empty line
    that ends them; b"" of a record without them. ``body_sha256`` names in the store the body as it
    was transferred, packed and chunked; of a revisit the body of the record that it repeats.
    """

    kind: str
    headers: tuple[tuple[str, str], ...]
    http_head: bytes
    body_sha256: str
    body_size: int


def parts_of(capture: Capture) -> tuple[KeptPart, ...]:
    """Return the parts of a capture, in the order in which they were found. One query.

    Whether the capture itself is closed to readers, ``closed_captures`` tells.
    """
    closed = (
        Capture.objects.filter(sha256=OuterRef("sha256"), status=CaptureStatus.WITHDRAWN),
        Tombstone.objects.filter(sha256=OuterRef("sha256")),
        Tombstone.objects.filter(uri=OuterRef("address")),
        Article.objects.filter(capture__sha256=OuterRef("sha256"), hidden=True),
        Article.objects.filter(capture__uri=OuterRef("address"), hidden=True),
    )
    links = PartOfCapture.objects.filter(capture=capture).exclude(
        capture__status=CaptureStatus.WITHDRAWN
    )
    rows = CapturePart.objects.filter(links__in=links)
    rows = rows.filter(*(~Exists(each) for each in closed)).order_by("pk")
    return tuple(
        KeptPart(
            address=row.address,
            media_type=row.media_type,
            charset=row.charset,
            size=row.size,
            sha256=row.sha256,
            captured_at=row.captured_at,
            key=row.pk,
        )
        for row in rows
    )


def read_part(part: KeptPart) -> bytes:
    """Return the decoded bytes of a part.

    Raises:
        DamagedCaptureError: they are missing, or no longer what was loaded.
    """
    return capture_store().get(part.sha256)


def kept_record(capture: Capture) -> KeptRecord | None:
    """Return the record that a capture was read from; None where it came from no WARC file."""
    standing = CaptureRecord.objects.exclude(capture__status=CaptureStatus.WITHDRAWN)
    return _record(standing.filter(capture=capture).first())


def record_of_part(part: KeptPart) -> KeptRecord | None:
    """Return the record that a part was read from; None where it came from no WARC file."""
    return _record(CaptureRecord.objects.filter(part=part.key).first())


def address_of_part(part: KeptPart) -> str:
    """Return the address at which a part was captured, to which its own may have led. One query."""
    record = record_of_part(part)
    fields = dict(record.headers) if record is not None else {}
    return fields.get("WARC-Target-URI", "").strip("<>") or part.address


def _record(row: CaptureRecord | None) -> KeptRecord | None:
    if row is None:
        return None
    return KeptRecord(
        kind=row.kind,
        headers=tuple((name, value) for name, value in row.headers),
        http_head=bytes(row.http_head),
        body_sha256=row.body_sha256,
        body_size=row.body_size,
    )
