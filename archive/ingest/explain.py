"""What parsing takes each line of a capture for, for whoever writes or mends a layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.ingest.decoding import host_of, source_text
from archive.ingest.parsing import Role, classify_page
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata, RawCapture


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """What one line was taken for, and why. ``article`` is a position, or ``None``.

    ``number`` counts lines from 1; ``start`` and ``end`` are code points of the text.
    """

    number: int
    text: str
    start: int
    end: int
    role: Role
    article: int | None
    why: str


def explain_capture(capture: RawCapture, outlets: OutletRegistry) -> Iterator[LineExplanation]:
    """Yield an explanation of each line that is not blank; offsets are of the whole text.

    Raises:
        UnreadableDocumentError: the bytes are not what the capture's media type says.
    """
    source = source_text(capture)
    articles = 0
    for span, metadata in source.regions:
        text = source.text[span.start : span.end]
        above = source.text.count("\n", 0, span.start)
        lines = explain_text(text, outlets=outlets, url=capture.url or "", metadata=metadata)
        for line in lines:
            yield replace(
                line,
                number=line.number + above,
                start=line.start + span.start,
                end=line.end + span.start,
                article=None if line.article is None else line.article + articles,
            )
        positions = (line.article for line in lines if line.article is not None)
        articles += 1 + max(positions, default=-1)


def explain_text(
    text: str,
    *,
    outlets: OutletRegistry,
    url: str = "",
    metadata: PageMetadata | None = None,
) -> list[LineExplanation]:
    """Return what each line of ``text`` that is not blank was taken for, and why."""
    page = classify_page(text, outlets=outlets, domain=host_of(url), metadata=metadata)
    return [
        LineExplanation(
            each.line.number,
            each.line.text,
            each.line.start,
            each.line.end,
            each.role,
            each.article,
            each.why,
        )
        for each in page.lines
    ]
