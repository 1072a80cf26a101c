"""What a dry run would store of one document."""

from __future__ import annotations

from typing import Any

from archive.ingest.records import RawCapture
from archive.ingest.understand import Understanding


def preview(capture: RawCapture, understanding: Understanding) -> dict[str, Any]:
    """Return the document and its articles in short, as JSON's types."""
    return {
        "document": capture.document,
        "uri": capture.uri,
        "media_type": capture.media_type,
        "charset": understanding.charset,
        "articles": [
            {
                "title": article.title,
                "outlet": article.outlet.name or article.outlet.slug or None,
                "published": article.published.edtf or None,
                "paragraphs": len(article.paragraphs),
                "entities": len({mention.key for mention in found}),
            }
            for article, found in zip(understanding.articles, understanding.mentions, strict=True)
        ],
    }
