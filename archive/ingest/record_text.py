"""A JSONL or CSV record as a text with metadata, as a page has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from archive.ingest.metadata import PageMetadata, PublishedCandidate
from archive.ingest.readers.columns import mapped

_SEPARATORS: Final = re.compile(r"\s*[,،;؛|]\s*")
_COLUMN: Final = "the column “date”"


@dataclass(frozen=True, slots=True)
class RecordText:
    """A record's text, or its page where it holds HTML, and its other columns."""

    text: str
    html: str
    metadata: PageMetadata

    def with_metadata_of(self, page: PageMetadata) -> PageMetadata:
        """Return the record's metadata, completed by what its page says of itself."""
        own = self.metadata
        return replace(
            page,
            title=own.title or page.title,
            site_name=own.site_name or page.site_name,
            author=own.author or page.author,
            published=own.published or page.published,
            section=own.section or page.section,
            keywords=own.keywords or page.keywords,
            language=own.language or page.language,
            description=own.description or page.description,
        )


def record_text(values: Mapping[str, object], mapping: Mapping[str, object]) -> RecordText:
    """Return a record's text under its title, with the rest of its columns as metadata."""
    columns = mapped(values, {name: str(column) for name, column in mapping.items()})
    title, text = columns.get("title", ""), columns.get("text", "")
    date = columns.get("published", "")
    metadata = PageMetadata(
        title=title,
        site_name=columns.get("outlet", ""),
        domain=_host(columns.get("url", "")),
        author=columns.get("author", ""),
        published=(PublishedCandidate(date, _COLUMN),) if date else (),
        section=columns.get("section", ""),
        keywords=tuple(filter(None, _SEPARATORS.split(columns.get("keywords", "")))),
        language=columns.get("language", ""),
        description=columns.get("description", ""),
    )
    headed = f"{title}\n\n{text}" if title and not text.startswith(title) else text
    return RecordText(headed if text else "", columns.get("html", ""), metadata)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
