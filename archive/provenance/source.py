"""The source of an article: a stored capture, as bytes and as text."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from archive.ingest.interpret import SourceText, source_text
from archive.ingest.loader.rows import raw_capture
from archive.ingest.records import RawCapture
from archive.models import Capture
from archive.store import CaptureStore


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
