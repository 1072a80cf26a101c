"""From what was parsed to rows: of a capture, and of an article, where an editor keeps fields."""

from __future__ import annotations

from typing import Any, Final

from archive.ingest.decoding.written_characters import without_direction_marks
from archive.ingest.enrichment import EnrichedCapture
from archive.models import Article, Capture, Outlet
from archive.models.editing import edited_columns
from archive.records.documents import ParsedArticle, RawCapture

_PLACE_FIELDS: Final = frozenset({"capture_id", "spans"})
"""Where an article stands; when nothing else changes, the article has not changed."""

# The most letters that the columns take.
_EVIDENCE: Final = 500
_NAME: Final = 500
_SHORT: Final = 200
_REVIEW: Final = 300
_URL: Final = 2000
_DOCUMENT: Final = 1000
_RECORD: Final = 200
_MEDIA_TYPE: Final = 100
_CHARSET: Final = 40


def capture_row(
    raw: RawCapture, sha256: str, enriched: EnrichedCapture, load: int | None = None
) -> Capture:
    """Return the unsaved row of a capture; ``load`` is the key of the run that brings it."""
    stated = raw.captured.date() if raw.captured else None
    return Capture(
        uri=raw.uri,
        document=without_direction_marks(raw.document)[:_DOCUMENT],
        sha256=sha256,
        size=len(raw.content),
        media_type=raw.media_type[:_MEDIA_TYPE],
        charset=enriched.charset[:_CHARSET],
        url=(raw.url or "")[:_URL],
        captured=stated or enriched.captured,
        captured_at=raw.captured,
        container=raw.container[:_DOCUMENT],
        record_id=raw.record_id[:_RECORD],
        record_offset=raw.record_offset,
        fields=dict(raw.fields) if raw.fields is not None else None,
        layout=enriched.layout,
        load_id=load,
        warnings=list(enriched.warnings),
    )


def parsed_values(
    parsed: ParsedArticle, capture: Capture, outlet: Outlet | None, republisher: Outlet | None
) -> dict[str, Any]:
    """Return what parsing found of one article, by the names of the row's columns."""
    return {
        "capture_id": capture.pk,
        "position": parsed.position,
        "spans": [[span.start, span.end] for span in parsed.spans],
        "language": parsed.language,
        "url": (parsed.url or (capture.url if parsed.position == 0 else ""))[:_URL],
        "title": parsed.title,
        "standfirst": parsed.standfirst,
        "body": "\n".join(parsed.paragraphs),
        "byline": parsed.byline[:_NAME],
        "dateline": parsed.dateline[:_NAME],
        "agency": parsed.agency[:_SHORT],
        "section": parsed.section[:_SHORT],
        "captions": list(parsed.captions),
        "keywords": list(parsed.keywords),
        "outlet_id": outlet.pk if outlet else None,
        "outlet_basis": str(parsed.outlet.basis),
        "outlet_evidence": parsed.outlet.evidence[:_EVIDENCE],
        "republisher_id": republisher.pk if republisher else None,
        "captured": parsed.captured or capture.captured,
        "layout": parsed.layout,
        **_date_values(parsed),
    }


def _date_values(parsed: ParsedArticle) -> dict[str, Any]:
    published = parsed.published
    offset = published.at.utcoffset() if published.at else None
    return {
        "published_earliest": published.earliest,
        "published_latest": published.latest,
        "published_at": published.at,
        "published_offset": None if offset is None else int(offset.total_seconds() // 60),
        "precision": str(published.precision),
        "edtf": published.edtf,
        "date_basis": str(published.basis),
        "date_evidence": published.evidence[:_EVIDENCE],
        "review": published.review[:_REVIEW],
    }


def apply_parsed(article: Article, values: dict[str, Any]) -> bool:
    """Set what parsing found and no editor has set; return whether a reader sees a change."""
    changed = False
    editors_columns = edited_columns(article.edited)
    for name, value in values.items():
        if name in editors_columns or getattr(article, name) == value:
            continue
        setattr(article, name, value)
        changed = changed or name not in _PLACE_FIELDS
    return changed
