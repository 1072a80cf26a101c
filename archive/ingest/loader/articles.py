"""From a parsed article to its row: which fields parsing sets, and which an editor keeps."""

from __future__ import annotations

import base64
import hashlib
from typing import Any, Final

from archive.ingest.records import ParsedArticle
from archive.models import Article, Capture, Outlet

DATE_FIELDS: Final = (
    "published_earliest",
    "published_latest",
    "published_at",
    "published_offset",
    "precision",
    "edtf",
    "date_basis",
    "date_evidence",
    "review",
)
OUTLET_FIELDS: Final = ("outlet", "outlet_basis", "outlet_evidence")
FIELD_GROUPS: Final = {
    **dict.fromkeys(DATE_FIELDS, "edtf"),
    **dict.fromkeys(OUTLET_FIELDS, "outlet"),
}
"""Fields that an editor sets together, each under the one name that ``edited`` holds."""

PARSED_FIELDS: Final = (
    "capture",
    "position",
    "spans",
    "language",
    "url",
    "title",
    "standfirst",
    "body",
    "byline",
    "dateline",
    "agency",
    "section",
    "captions",
    "keywords",
    "republisher",
    "captured",
    "layout",
    *OUTLET_FIELDS,
    *DATE_FIELDS,
)
_ID_LETTERS: Final = 12
_EVIDENCE: Final = 500
_NAME: Final = 500
_SHORT: Final = 200


def public_id(uri: str, position: int) -> str:
    """Return the article's id: of its document's identity and its place on the page.

    Twelve letters of base 32 hold 60 bits: among a million articles two meet by chance
    once in two million archives.
    """
    hashed = hashlib.sha256(f"{uri}#{position}".encode("utf-8", "surrogatepass")).digest()
    return base64.b32encode(hashed).decode("ascii")[:_ID_LETTERS].lower()


def parsed_values(
    parsed: ParsedArticle, capture: Capture, outlet: Outlet | None, republisher: Outlet | None
) -> dict[str, Any]:
    """Return the values of ``PARSED_FIELDS`` for one article."""
    published = parsed.published
    offset = published.at.utcoffset() if published.at else None
    return {
        "capture": capture,
        "position": parsed.position,
        "spans": [[span.start, span.end] for span in parsed.spans],
        "language": parsed.language,
        "url": parsed.url or capture.url,
        "title": parsed.title,
        "standfirst": parsed.standfirst,
        "body": "\n".join(parsed.paragraphs),
        "byline": parsed.byline[:_NAME],
        "dateline": parsed.dateline[:_NAME],
        "agency": parsed.agency[:_SHORT],
        "section": parsed.section[:_SHORT],
        "captions": list(parsed.captions),
        "keywords": list(parsed.keywords),
        "outlet": outlet,
        "outlet_basis": str(parsed.outlet.basis),
        "outlet_evidence": parsed.outlet.evidence[:_EVIDENCE],
        "republisher": republisher,
        "published_earliest": published.earliest,
        "published_latest": published.latest,
        "published_at": published.at,
        "published_offset": None if offset is None else int(offset.total_seconds() // 60),
        "precision": str(published.precision),
        "edtf": published.edtf,
        "date_basis": str(published.basis),
        "date_evidence": published.evidence[:_EVIDENCE],
        "review": published.review[:300],
        "captured": parsed.captured or capture.captured,
        "layout": parsed.layout,
    }


def apply(article: Article, values: dict[str, Any]) -> bool:
    """Set what parsing found and no editor has set; return whether anything changed."""
    changed = False
    kept = set(article.edited)
    for name, value in values.items():
        if FIELD_GROUPS.get(name, name) in kept:
            continue
        if getattr(article, name) != value:
            setattr(article, name, value)
            changed = True
    return changed
