"""The capture that one record of a JSONL or CSV file makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from archive.captures.store import digest
from archive.ingest.containers.bounded_streams import Source, clean_name
from archive.ingest.decoding.record_text import mapped, read_moment
from archive.records.documents import RawCapture, Rejection

STANDARD_INPUT: Final = "standard input"
_WEB: Final = ("http", "https")


def record_capture(
    source: Source,
    number: int,
    content: bytes,
    values: Mapping[str, object],
    mapping: Mapping[str, str],
    media_type: str,
) -> RawCapture | Rejection:
    """Return a record as a capture of its own.

    Its identity is its URL, else its id, else its place in the file (in standard input,
    which has no places that last, its content).
    """
    name = f"{source.name}#{number}"
    columns = mapped(values, mapping)
    if not columns.get("text") and not columns.get("html"):
        return Rejection(name, "a record without text (name its column: --map text=COLUMN)")
    url = columns.get("url", "")
    place = digest(content)[:16] if source.name == STANDARD_INPUT else str(number)
    return RawCapture(
        uri=clean_name(url if is_web_address(url) else f"{source.name}#{columns.get('id', place)}"),
        document=f"{source.document}#{number}",
        content=content,
        media_type=media_type,
        captured=read_moment(columns.get("captured", "")),
        url=url if is_web_address(url) else None,
        container=source.name,
        record_id=columns.get("id", ""),
        fields=dict(mapping) or None,
    )


def is_web_address(url: str) -> bool:
    """Tell whether ``url`` is an absolute http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _WEB and bool(parts.hostname)
