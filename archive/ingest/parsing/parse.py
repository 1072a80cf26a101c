"""A page's text in, its articles out.

One pass reads the page line by line (``layouts.page``); what is built here is built from
that reading, and ``explain_text`` shows the reading itself.

The language of an article, as far as its letters tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from archive.ingest.dates import (
    DateCues,
    MetadataDate,
    read_capture_header,
    resolve_publication,
)
from archive.ingest.parsing.assembly import Parts, gather
from archive.ingest.parsing.credit import Credit, credit_of
from archive.ingest.parsing.line_roles import Role
from archive.ingest.parsing.page_reader import Page, read_page
from archive.knowledge.outlet_registry import OutletRegistry
from archive.records.documents import PageMetadata, ParsedArticle

_ARABIC: Final = re.compile("[\u0621-\u064a\u0671-\u06d3]{2,}")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]{2,}")
_SAMPLE: Final = 600


def language_of(paragraphs: Sequence[str], stated: str = "") -> str:
    """Return the ISO 639-1 code: as ``stated`` by the page, else Arabic or English by script."""
    primary = stated.replace("_", "-").split("-")[0].strip().lower()
    if len(primary) == 2 and primary.isalpha():
        return primary
    sample = " ".join(paragraph[:_SAMPLE] for paragraph in paragraphs[:3])[:_SAMPLE]
    latin = _LATIN.findall(sample)
    return "en" if latin and len(latin) > len(_ARABIC.findall(sample)) else "ar"


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """What one line of a page was taken for. ``article`` is a position, or ``None``.

    ``number`` counts lines from 1; ``start`` and ``end`` are code points of the text.
    """

    number: int
    text: str
    start: int
    end: int
    role: Role
    article: int | None
    why: str


def parse_text(
    text: str,
    *,
    uri: str,
    url: str = "",
    captured: date | None = None,
    metadata: PageMetadata | None = None,
    outlets: OutletRegistry | None = None,
) -> list[ParsedArticle]:
    """Return the articles of a page's ``text`` in the order in which they stand.

    ``uri`` names the document in warnings; ``url`` is its address, if it has one.
    ``captured`` is the day of capture that the container states. Spans are code points
    of ``text``. A page without any text gives an empty list.
    """
    outlets = outlets or OutletRegistry.shipped()
    metadata = metadata or PageMetadata()
    page = read_page(text, domain=host_of(url), metadata=metadata, outlets=outlets)
    header = _header(page)
    seen = captured or (read_capture_header(header) if header else None)
    context = _Context(url, metadata, outlets, header, seen, captured, page)
    return [
        article
        for position, readings in enumerate(page.articles)
        if (parts := gather(readings, outlets)) is not None
        for article in [context.article(position, parts)]
    ]


def explain_text(
    text: str,
    *,
    url: str = "",
    metadata: PageMetadata | None = None,
    outlets: OutletRegistry | None = None,
) -> list[LineExplanation]:
    """Return what each non-blank line of ``text`` was taken for, and why."""
    page = read_page(text, domain=host_of(url), metadata=metadata, outlets=outlets)
    return [
        LineExplanation(
            reading.line.number,
            reading.line.text,
            reading.line.start,
            reading.line.end,
            reading.role,
            reading.article,
            reading.why,
        )
        for reading in page.readings
    ]


def host_of(url: str) -> str:
    """Return the host of ``url`` without port, or an empty string."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _header(page: Page) -> str:
    headers = (r.value or r.line.text for r in page.readings if r.role is Role.CAPTURE_HEADER)
    return next(headers, "")


@dataclass(frozen=True, slots=True)
class _Context:
    """What the articles of one page share."""

    url: str
    metadata: PageMetadata
    outlets: OutletRegistry
    header: str
    captured: date | None
    container_day: date | None
    page: Page

    def article(self, position: int, parts: Parts) -> ParsedArticle:
        related = position in self.page.related
        first = position == 0
        credit = credit_of(self.page, parts, self.outlets, self.metadata, related=related)
        url = self.url if first else ""
        title, warnings = parts.title_or_guess()
        return ParsedArticle(
            position=position,
            title=title,
            paragraphs=parts.paragraphs,
            spans=parts.spans,
            standfirst=parts.standfirst,
            byline=credit.byline or (self.metadata.author if first else ""),
            dateline=credit.dateline,
            agency=credit.agency,
            section=parts.section or (self.metadata.section if first else ""),
            captions=parts.captions,
            keywords=parts.keywords or (self.metadata.keywords if first else ()),
            language=language_of(parts.paragraphs, self.metadata.language if first else ""),
            url=url,
            outlet=credit.outlet,
            republisher=credit.republisher,
            published=resolve_publication(self._cues(parts, title, credit, first)),
            captured=self.captured,
            layout=self.page.choice.layout.name,
            warnings=warnings,
        )

    def _cues(self, parts: Parts, title: str, credit: Credit, first: bool) -> DateCues:
        known = self.outlets.by_slug(credit.outlet.slug)
        candidates = self.metadata.published if first else ()
        return DateCues(
            stated=parts.stated_dates,
            dateline=parts.dateline_text,
            metadata=tuple(MetadataDate(each.value, each.source) for each in candidates),
            url=self.url if first else "",
            header=self.header,
            captured=self.container_day,
            title=title,
            paragraphs=parts.prose,
            quoted=parts.quoted,
            captions=parts.captions,
            outlet_country=known.country if known else "",
        )
