"""What parsing takes each line of a capture for, for whoever writes or mends a layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.ingest.decoding import RegionKind, host_of, source_text
from archive.ingest.parsing import ClassifiedPage, Role, classify_page, classify_record
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
    for region in source.regions:
        span, metadata = region.span, region.metadata
        text = source.text[span.start : span.end]
        above = source.text.count("\n", 0, span.start)
        if region.kind is RegionKind.RECORD:
            heading, domain = region.heading, metadata.domain
            known = outlets.preferring(domain)
            lines = _explained(classify_record(text, heading, outlets=known, domain=domain))
        else:
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
    return _explained(page)


def _explained(page: ClassifiedPage) -> list[LineExplanation]:
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
