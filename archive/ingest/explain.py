"""What was made of a capture, line by line, for whoever writes or mends a layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from archive.ingest.decoding.source_text import source_text
from archive.ingest.parsing.parse import LineExplanation, explain_text
from archive.knowledge.outlet_registry import OutletRegistry
from archive.records.documents import RawCapture


def explain_capture(capture: RawCapture, outlets: OutletRegistry) -> Iterator[LineExplanation]:
    """Yield an explanation of each line that is not blank; offsets are of the whole text.

    ``outlets`` are those that the document may name.

    Raises:
        UnreadableDocumentError: the bytes are not what the capture's media type says.
    """
    source = source_text(capture)
    articles = 0
    for span, metadata in source.regions:
        text = source.text[span.start : span.end]
        above = source.text.count("\n", 0, span.start)
        lines = explain_text(text, url=capture.url or "", metadata=metadata, outlets=outlets)
        for line in lines:
            yield replace(
                line,
                number=line.number + above,
                start=line.start + span.start,
                end=line.end + span.start,
                article=None if line.article is None else line.article + articles,
            )
        articles += 1 + max(
            (line.article for line in lines if line.article is not None), default=-1
        )
