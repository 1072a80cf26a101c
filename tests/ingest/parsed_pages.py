"""Parsing by the outlets that the archive ships, for tests of what a page is taken for."""

from __future__ import annotations

from datetime import date

from archive.ingest import explain
from archive.ingest.explain import LineExplanation
from archive.ingest.parsing import ParsedCapture, parse
from archive.knowledge.knowledge import OutletRegistry
from archive.records.documents import PageMetadata, ParsedArticle, RawCapture


def parse_text(
    text: str,
    *,
    url: str = "",
    captured: date | None = None,
    metadata: PageMetadata | None = None,
) -> list[ParsedArticle]:
    """Return the articles of a page's text."""
    outlets = OutletRegistry.shipped()
    return parse.parse_text(text, outlets=outlets, url=url, captured=captured, metadata=metadata)


def explain_text(text: str) -> list[LineExplanation]:
    """Return what each line of a page's text was taken for."""
    return explain.explain_text(text, outlets=OutletRegistry.shipped())


def parse_capture(capture: RawCapture) -> ParsedCapture:
    """Return a capture's text and articles."""
    return parse.parse_capture(capture, OutletRegistry.shipped())
