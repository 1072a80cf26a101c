"""Decodes a capture into the text that its articles are found in, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from archive.errors import UnreadableDocumentError
from archive.ingest.decoding.encodings import BinaryContentError, decode
from archive.ingest.decoding.page_text import read_page_text
from archive.ingest.decoding.record_text import (
    MalformedRecordError,
    json_values,
    record_text,
    table_values,
)
from archive.records.documents import (
    CSV_RECORD,
    HTML,
    JSON_RECORD,
    PageMetadata,
    RawCapture,
    Span,
)

_NO_TEXT: Final = "empty: no text was found in it"


_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]+")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A capture as text. Each of ``regions`` is parsed by itself, with its metadata."""

    text: str
    charset: str
    regions: tuple[tuple[Span, PageMetadata], ...]
    warning: str = ""


def source_text(capture: RawCapture) -> SourceText:
    """Return the text that a capture's articles are found in, whatever its format.

    Raises:
        UnreadableDocumentError: the bytes are not what the capture's media type says.
    """
    read = _READERS.get(capture.media_type, _plain_text)
    try:
        source = read(capture)
    except (BinaryContentError, MalformedRecordError) as error:
        raise UnreadableDocumentError(capture.document, str(error)) from error
    if source is None:
        raise UnreadableDocumentError(capture.document, _NO_TEXT)
    return source


def _plain_text(capture: RawCapture) -> SourceText:
    decoded = decode(capture.content, capture.charset)
    text = _CONTROLS.sub("", decoded.text)
    return SourceText(
        text, decoded.charset, ((Span(0, len(text)), PageMetadata()),), decoded.warning
    )


def _web_page(capture: RawCapture) -> SourceText | None:
    page = read_page_text(capture.content, capture.charset, capture.url or "")
    if page is None:
        return None
    return SourceText(page.text, page.charset, page.regions, page.warning)


def _record(
    values_of: Callable[[bytes], Mapping[str, object]],
) -> Callable[[RawCapture], SourceText | None]:
    def read(capture: RawCapture) -> SourceText | None:
        record = record_text(values_of(capture.content), capture.fields or {})
        if record.html:
            page = read_page_text(record.html.encode(), "utf-8", capture.url or "")
            if page is None:
                return None
            regions = tuple(
                (span, record.with_metadata_of(metadata) if number == 0 else metadata)
                for number, (span, metadata) in enumerate(page.regions)
            )
            return SourceText(page.text, "utf-8", regions)
        whole = Span(0, len(record.text))
        return (
            SourceText(record.text, "utf-8", ((whole, record.metadata),)) if record.text else None
        )

    return read


_READERS: Final[Mapping[str, Callable[[RawCapture], SourceText | None]]] = {
    HTML: _web_page,
    JSON_RECORD: _record(json_values),
    CSV_RECORD: _record(table_values),
}
