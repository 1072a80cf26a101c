"""The text that a capture's articles are found in, whatever the capture's format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from archive.errors import UnreadableDocumentError
from archive.ingest.decoding.encodings import BinaryContentError, decode
from archive.ingest.decoding.origins import host_of
from archive.ingest.decoding.page_text import read_page_text
from archive.ingest.decoding.record_columns import (
    MalformedRecordError,
    Record,
    json_record,
    mapped,
    table_record,
)
from archive.ingest.decoding.written_characters import without_references
from archive.records.documents import (
    CSV_RECORD,
    HTML,
    JSON_RECORD,
    PageMetadata,
    PublishedCandidate,
    RawCapture,
    Span,
)

NO_TEXT: Final = "empty: no text was found in it"
"""The reason for refusing a document that can be decoded and has nothing to say."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]+")
_KEYWORD_SEPARATORS: Final = re.compile(r"\s*[,،;؛|]\s*")
_WORDS: Final = frozenset(
    {"title", "text", "author", "outlet", "section", "keywords", "description"}
)
"""Columns that hold words, in which characters may be written as HTML writes them."""

_DATE_EVIDENCE: Final = "the column “date”"


@dataclass(frozen=True, slots=True)
class SourceText:
    """A capture as text. Each of ``regions`` is parsed by itself, with its metadata.

    ``charset`` is the encoding that the bytes were decoded by, and ``warnings`` say what had to
    be guessed of it, or taken from elsewhere.
    """

    text: str
    charset: str
    regions: tuple[tuple[Span, PageMetadata], ...]
    warnings: tuple[str, ...] = ()


def source_text(capture: RawCapture) -> SourceText:
    """Return the text that a capture's articles are found in.

    Raises:
        UnreadableDocumentError: the bytes are not what the capture's media type says.
    """
    read = _READERS.get(capture.media_type, _plain_text)
    try:
        source = read(capture)
    except (BinaryContentError, MalformedRecordError) as error:
        raise UnreadableDocumentError(capture.document, str(error)) from error
    if source is None:
        raise UnreadableDocumentError(capture.document, NO_TEXT)
    return source


def _plain_text(capture: RawCapture) -> SourceText:
    decoded = decode(capture.content, capture.charset)
    text = _CONTROLS.sub("", decoded.text)
    return SourceText(
        text, decoded.charset, ((Span(0, len(text)), PageMetadata()),), _told(decoded.warning)
    )


def _web_page(capture: RawCapture) -> SourceText | None:
    page = read_page_text(capture.content, capture.charset, capture.url or "")
    if page is None:
        return None
    return SourceText(page.text, page.charset, page.regions, page.warnings)


def _json_record(capture: RawCapture) -> SourceText | None:
    return _record_text(capture, json_record(capture.content, capture.charset))


def _table_record(capture: RawCapture) -> SourceText | None:
    return _record_text(capture, table_record(capture.content, capture.charset))


def _record_text(capture: RawCapture, record: Record) -> SourceText | None:
    """Return a record's text under its title, or its page where it has one as HTML."""
    mapping = {name: str(column) for name, column in (capture.fields or {}).items()}
    columns = mapped(record.values, mapping)
    columns |= {name: without_references(columns[name]) for name in _WORDS & columns.keys()}
    metadata = _record_metadata(columns)
    if html := columns.get("html"):
        page = read_page_text(html.encode(), "utf-8", capture.url or "")
        if page is None:
            return None
        text, warnings = page.text, page.warnings
        (span, of_page), *others = page.regions
        regions = ((span, _completed(metadata, of_page)), *others)
    else:
        text = _headed(columns.get("title", ""), columns.get("text", ""))
        regions, warnings = ((Span(0, len(text)), metadata),), ()
    if not text:
        return None
    warnings = (*_told(record.decoded.warning), *warnings)
    return SourceText(text, record.decoded.charset, regions, warnings)


def _told(warning: str) -> tuple[str, ...]:
    return (warning,) if warning else ()


def _headed(title: str, text: str) -> str:
    """Return ``text`` below ``title``; once where it begins with it, nothing without a text."""
    return f"{title}\n\n{text}" if text and title and not text.startswith(title) else text


def _record_metadata(columns: Mapping[str, str]) -> PageMetadata:
    """Return what a record's columns say of its text, as a page's markup would."""
    date = columns.get("published", "")
    return PageMetadata(
        title=columns.get("title", ""),
        site_name=columns.get("outlet", ""),
        domain=host_of(columns.get("url", "")),
        author=columns.get("author", ""),
        published=(PublishedCandidate(date, _DATE_EVIDENCE),) if date else (),
        section=columns.get("section", ""),
        keywords=tuple(filter(None, _KEYWORD_SEPARATORS.split(columns.get("keywords", "")))),
        language=columns.get("language", ""),
        description=columns.get("description", ""),
    )


def _completed(own: PageMetadata, page: PageMetadata) -> PageMetadata:
    """Return a record's metadata, completed by what its page says of itself."""
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


_READERS: Final[Mapping[str, Callable[[RawCapture], SourceText | None]]] = {
    HTML: _web_page,
    JSON_RECORD: _json_record,
    CSV_RECORD: _table_record,
}
