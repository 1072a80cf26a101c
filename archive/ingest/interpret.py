"""From a capture to its articles: decode, then parse. Pure; the loader and re-parsing share it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from archive.errors import UnreadableDocumentError
from archive.ingest.html.page import read_page_text
from archive.ingest.metadata import PageMetadata
from archive.ingest.outlets import known_outlets
from archive.ingest.parse import parse_text
from archive.ingest.readers.encoding import BinaryContentError, decode
from archive.ingest.readers.html import HTML
from archive.ingest.readers.jsonl import JSON_RECORD, MalformedRecordError, json_values
from archive.ingest.readers.table import CSV_RECORD, table_values
from archive.ingest.record_text import record_text
from archive.ingest.records import ParsedArticle, RawCapture, Span

_NO_TEXT: Final = "empty: no text was found in it"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]+")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A capture as text. Each of ``regions`` is parsed by itself, with its metadata."""

    text: str
    charset: str
    regions: tuple[tuple[Span, PageMetadata], ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A capture understood: its text, and the articles found in it.

    The spans of the articles are code points of ``text``.
    """

    text: str
    charset: str
    articles: tuple[ParsedArticle, ...]
    warnings: tuple[str, ...] = ()


def source_text(capture: RawCapture) -> SourceText:
    """Return the text that a capture's articles are found in, whatever its format.

    Raises:
        UnreadableDocumentError: the bytes are not what the capture's media type says.
    """
    read = _READERS.get(capture.media_type, _plain_text)
    try:
        source = read(capture)
    except (BinaryContentError, MalformedRecordError) as error:
        raise UnreadableDocumentError(capture.document, str(error)) from error
    if source is None:
        raise UnreadableDocumentError(capture.document, _NO_TEXT)
    return source


def interpret(capture: RawCapture) -> Interpretation:
    """Decode and parse one capture.

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
                outlets=known_outlets(),
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


def _plain_text(capture: RawCapture) -> SourceText:
    decoded = decode(capture.content, capture.charset)
    text = _CONTROLS.sub("", decoded.text)
    return SourceText(
        text, decoded.charset, ((Span(0, len(text)), PageMetadata()),), decoded.warning
    )


def _web_page(capture: RawCapture) -> SourceText | None:
    page = read_page_text(capture.content, capture.charset, capture.url or "")
    if page is None:
        return None
    return SourceText(page.text, page.charset, page.regions, page.warning)


def _record(
    values_of: Callable[[bytes], Mapping[str, object]],
) -> Callable[[RawCapture], SourceText | None]:
    def read(capture: RawCapture) -> SourceText | None:
        record = record_text(values_of(capture.content), capture.fields or {})
        if record.html:
            page = read_page_text(record.html.encode(), "utf-8", capture.url or "")
            if page is None:
                return None
            regions = tuple(
                (span, record.with_metadata_of(metadata) if number == 0 else metadata)
                for number, (span, metadata) in enumerate(page.regions)
            )
            return SourceText(page.text, "utf-8", regions)
        whole = Span(0, len(record.text))
        return (
            SourceText(record.text, "utf-8", ((whole, record.metadata),)) if record.text else None
        )

    return read


_READERS: Final[Mapping[str, Callable[[RawCapture], SourceText | None]]] = {
    HTML: _web_page,
    JSON_RECORD: _record(json_values),
    CSV_RECORD: _record(table_values),
}
