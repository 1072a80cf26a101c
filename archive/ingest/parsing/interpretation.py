"""From a capture to its articles: decode, then parse. Pure; the loader and re-parsing share it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from archive.errors import UnreadableDocumentError
from archive.ingest.decoding.source_text import _NO_TEXT, source_text
from archive.ingest.parsing.parse import parse_text
from archive.knowledge.outlet_registry import OutletRegistry
from archive.records.documents import (
    ParsedArticle,
    RawCapture,
    Span,
)


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A capture understood: its text, and the articles found in it.

    The spans of the articles are code points of ``text``.
    """

    text: str
    charset: str
    articles: tuple[ParsedArticle, ...]
    warnings: tuple[str, ...] = ()


def interpret(capture: RawCapture, outlets: OutletRegistry | None = None) -> Interpretation:
    """Decode and parse one capture; ``outlets``: those it may name, else the shipped.

    Raises:
        UnreadableDocumentError: it is binary, or holds no text at all.
    """
    source = source_text(capture)
    articles: list[ParsedArticle] = []
    for span, metadata in source.regions:
        text = source.text[span.start : span.end]
        found = (
            []
            if not text.strip()
            else parse_text(
                text,
                uri=capture.uri,
                url="" if articles else capture.url or "",
                captured=capture.captured.date() if capture.captured else None,
                metadata=metadata,
                outlets=outlets or OutletRegistry.shipped(),
            )
        )
        articles += [_moved(each, span.start) for each in found]
    if not articles:
        raise UnreadableDocumentError(capture.document, _NO_TEXT)
    warnings = [*capture.warnings, *([source.warning] if source.warning else [])]
    for article in articles:
        warnings += _warnings(article)
    numbered = tuple(
        article if article.position == position else replace(article, position=position)
        for position, article in enumerate(articles)
    )
    return Interpretation(source.text, source.charset, numbered, tuple(dict.fromkeys(warnings)))


def _moved(article: ParsedArticle, offset: int) -> ParsedArticle:
    if not offset:
        return article
    spans = tuple(Span(span.start + offset, span.end + offset) for span in article.spans)
    return replace(article, spans=spans)


def _warnings(article: ParsedArticle) -> list[str]:
    warnings = list(article.warnings)
    if not article.title:
        warnings.append("no title was found; the first words stand for it")
    if not article.published.edtf:
        warnings.append("no publication date was found")
    return warnings
