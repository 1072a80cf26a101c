"""The row of a capture."""

from __future__ import annotations

from typing import Final

from archive.ingest.records import RawCapture
from archive.ingest.understand import Understanding
from archive.models import Capture

_NAME: Final = 1000
_RECORD: Final = 200
_URL: Final = 2000


def capture_row(raw: RawCapture, sha256: str, understanding: Understanding) -> Capture:
    """Return the unsaved row of a capture that was understood."""
    stated = raw.captured.date() if raw.captured else None
    return Capture(
        uri=raw.uri,
        document=raw.document[:_NAME],
        sha256=sha256,
        size=len(raw.content),
        media_type=raw.media_type,
        charset=understanding.charset,
        url=(raw.url or "")[:_URL],
        captured=stated or understanding.captured,
        captured_at=raw.captured,
        container=raw.container[:_NAME],
        record_id=raw.record_id[:_RECORD],
        record_offset=raw.record_offset,
        fields=dict(raw.fields) if raw.fields is not None else None,
        layout=understanding.layout,
        warnings=list(understanding.warnings),
    )


def raw_capture(row: Capture, content: bytes) -> RawCapture:
    """Return a stored capture as it was when it was read, to be understood anew.

    The encoding that was found then counts as declared: the bytes have not changed.
    """
    return RawCapture(
        uri=row.uri,
        document=row.document,
        content=content,
        media_type=row.media_type,
        charset=row.charset or None,
        captured=row.captured_at,
        url=row.url or None,
        container=row.container,
        record_id=row.record_id,
        record_offset=row.record_offset,
        fields=row.fields,
    )
