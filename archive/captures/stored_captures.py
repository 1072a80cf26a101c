"""The source of an article: a stored capture, as bytes and as text."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from archive.captures.store import CaptureStore
from archive.ingest.decoding.source_text import SourceText, source_text
from archive.models import Capture
from archive.records.documents import RawCapture


def capture_store() -> CaptureStore:
    """Return the store of this archive."""
    return CaptureStore(Path(settings.ARCHIVE_HOME) / "captures")


def stored_capture(capture: Capture) -> RawCapture:
    """Return a capture with its bytes, as it was read.

    Raises:
        DamagedCaptureError: the bytes are missing, or no longer what was loaded.
    """
    return raw_capture(capture, capture_store().get(capture.sha256))


def captured_text(capture: Capture) -> SourceText:
    """Return the text that the spans of a capture's articles point into, in any format.

    Raises:
        DamagedCaptureError: the bytes are missing, or no longer what was loaded.
        UnreadableDocumentError: the bytes are not what their media type says.
    """
    return source_text(stored_capture(capture))


def raw_capture(row: Capture, content: bytes) -> RawCapture:
    """Return a stored capture as it was when it was read, to be parsed anew.

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
