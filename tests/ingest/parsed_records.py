"""Records of one article, and what parsing makes of them."""

from __future__ import annotations

import json
from typing import Final

from archive.records.documents import JSON_RECORD, ParsedArticle, RawCapture
from tests.ingest.document_samples import PARAGRAPHS, TITLE
from tests.ingest.parsed_pages import parse_capture

BODY: Final = "\n".join(PARAGRAPHS)
LINK: Final = "https://news.example/2021/88"


def capture(**columns: object) -> RawCapture:
    """Return a record of the sample's title and text with these columns; None takes one out."""
    record = {"title": TITLE, "text": BODY, **columns}
    content = json.dumps({name: value for name, value in record.items() if value is not None})
    url = str(columns["url"]) if "url" in columns else None
    return RawCapture("r.jsonl#1", "r.jsonl#1", content.encode(), JSON_RECORD, url=url)


def article(**columns: object) -> ParsedArticle:
    """Return the one article of such a record."""
    (found,) = parse_capture(capture(**columns)).articles
    return found


def warnings(**columns: object) -> tuple[str, ...]:
    """Return what is told of such a record."""
    return parse_capture(capture(**columns)).warnings
