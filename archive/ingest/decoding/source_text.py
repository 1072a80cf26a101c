"""The text that a capture's articles are found in, whatever the capture's format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from archive.errors import UnreadableDocumentError
from archive.ingest.decoding.encodings import BinaryContentError, DecodedText, decode
from archive.ingest.decoding.feed_items import feed_item_columns
from archive.ingest.decoding.html_fragments import fragment_text, is_markup
from archive.ingest.decoding.mail_messages import UnreadableMessageError, read_mail
from archive.ingest.decoding.markdown_texts import markdown_columns
from archive.ingest.decoding.office_documents import (
    UnreadableOfficeDocumentError,
    read_office_document,
)
from archive.ingest.decoding.origins import host_of
from archive.ingest.decoding.page_text import OversizedPageError, read_page_text
from archive.ingest.decoding.pdf_texts import UnreadablePdfError, read_pdf
from archive.ingest.decoding.record_columns import (
    WORDS,
    MalformedRecordError,
    Record,
    in_order,
    json_record,
    mapped,
    repaired_record,
    table_record,
)
from archive.ingest.decoding.section_words import section_name
from archive.ingest.decoding.visual_order import PUT_IN_ORDER, in_reading_order
from archive.ingest.decoding.written_characters import without_references
from archive.records.documents import (
    CSV_RECORD,
    FEED_ITEM,
    HTML,
    JSON_RECORD,
    MAIL_MESSAGE,
    MARKDOWN,
    OFFICE_DOCUMENT,
    PDF_DOCUMENT,
    PageMetadata,
    PublishedCandidate,
    RawCapture,
    Span,
)

_UNREADABLE: Final = (
    BinaryContentError,
    MalformedRecordError,
    OversizedPageError,
    UnreadableMessageError,
    UnreadableOfficeDocumentError,
    UnreadablePdfError,
)
NO_TEXT: Final = "empty: no text was found in it"
"""The reason for refusing a document that can be decoded and has nothing to say."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0e-\x1f]+")
_KEYWORD_SEPARATORS: Final = re.compile(r"(?:(?<!\s)\s+)?[,،;؛|]\s*")
_DATE_EVIDENCE: Final = "the column “date”"
_CREATED_EVIDENCE: Final = "the document's property “created”"
_SENT_EVIDENCE: Final = "the message's header “Date”"


class RegionKind(StrEnum):
    """How a region of a text is read."""

    PAGE = "page"
    """Lines of every role, among which the articles have to be found."""
    RECORD = "record"
    """What a record calls the text of one article: every word of it is that."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a text that is parsed by itself, with what is said of it.

    ``heading`` is the number of code points at its beginning that are a record's title, which
    stands above its text and is no part of it. ``stated`` is what a record says of itself whose
    text is a page: it goes before what the page's lines tell.
    """

    span: Span
    metadata: PageMetadata = PageMetadata()
    kind: RegionKind = RegionKind.PAGE
    heading: int = 0
    stated: PageMetadata = PageMetadata()


@dataclass(frozen=True, slots=True)
class SourceText:
    """A capture as text, and the ``regions`` of it that are parsed.

    ``charset`` is the encoding that the bytes were decoded by, and ``warnings`` say what had to
    be guessed of it, or taken from elsewhere.
    """

    text: str
    charset: str
    regions: tuple[Region, ...]
    warnings: tuple[str, ...] = ()


def source_text(capture: RawCapture) -> SourceText:
    """Return the text that a capture's articles are found in.

    Raises:
        UnreadableDocumentError: the bytes are not what the capture's media type says.
    """
    read = _READERS.get(capture.media_type, _plain_text)
    try:
        source = read(capture)
    except _UNREADABLE as error:
        raise UnreadableDocumentError(capture.document, str(error)) from error
    if source is None:
        raise UnreadableDocumentError(capture.document, NO_TEXT)
    return source


def _plain_text(capture: RawCapture) -> SourceText:
    decoded = decode(capture.content, capture.charset)
    text, was_turned = in_reading_order(_CONTROLS.sub("", decoded.text))
    whole = Region(Span(0, len(text)))
    return SourceText(text, decoded.charset, (whole,), _told(decoded.warning, was_turned))


def _web_page(capture: RawCapture) -> SourceText | None:
    page = read_page_text(capture.content, capture.charset, capture.url or "")
    if page is None:
        return None
    regions = tuple(Region(span, metadata) for span, metadata in page.regions)
    return SourceText(page.text, page.charset, regions, page.warnings)


def _json_record(capture: RawCapture) -> SourceText | None:
    return _record_text(capture, json_record(capture.content, capture.charset))


def _table_record(capture: RawCapture) -> SourceText | None:
    return _record_text(capture, table_record(capture.content, capture.charset))


def _feed_item(capture: RawCapture) -> SourceText | None:
    columns = feed_item_columns(capture.content)
    return _record_text(capture, repaired_record(columns, DecodedText("", "utf-8")))


def _mail_message(capture: RawCapture) -> SourceText | None:
    """Return the text or page of an e-mail under its subject; sent is what its header says."""
    message = read_mail(capture.content)
    part = message.document
    if part is None:
        return None
    sent = message.sent.isoformat() if message.sent else ""
    dates = (PublishedCandidate(sent, _SENT_EVIDENCE),) if sent else ()
    own = PageMetadata(title=message.subject)
    if not part.is_page:
        decoded = decode(part.content, part.charset)
        body = _CONTROLS.sub("", decoded.text).strip()
        columns, was_turned = in_order({"title": message.subject, "text": body})
        text, heading = _headed(columns["title"], columns["text"])
        described = PageMetadata(title=columns["title"], published=dates)
        whole = Region(Span(0, len(text)), described, RegionKind.RECORD, heading)
        warnings = _told(decoded.warning, was_turned)
        return SourceText(text, decoded.charset, (whole,), warnings) if text else None
    page = read_page_text(part.content, part.charset, "")
    if page is None:
        return None
    (span, of_page), *others = page.regions
    described = replace(_completed(own, of_page), published=(*of_page.published, *dates))
    regions = (Region(span, described), *(Region(*other) for other in others))
    return SourceText(page.text, page.charset, regions, page.warnings)


def _office_document(capture: RawCapture) -> SourceText | None:
    found = read_office_document(capture.content)
    columns = {
        "title": found.title,
        "author": found.creator,
        "text": found.text,
    }
    record = Record(columns, DecodedText("", "utf-8"))
    return _dated(_record_text(capture, record), found.created, _CREATED_EVIDENCE)


def _pdf_document(capture: RawCapture) -> SourceText | None:
    found = read_pdf(capture.content)
    text = _CONTROLS.sub("", found.text)
    regions = (Region(Span(0, len(text)), PageMetadata(title=found.title)),)
    return SourceText(text, "utf-8", regions, _told(found.warning)) if text.strip() else None


def _markdown(capture: RawCapture) -> SourceText | None:
    decoded = decode(capture.content, capture.charset)
    return _record_text(capture, Record(markdown_columns(decoded.text), decoded))


def _dated(source: SourceText | None, date: str, evidence: str) -> SourceText | None:
    """Return a source whose first region states a date of publication, found where it says."""
    if source is None or not date:
        return source
    first, *others = source.regions
    dated = replace(first.metadata, published=(PublishedCandidate(date, evidence),))
    return replace(source, regions=(replace(first, metadata=dated), *others))


def _record_text(capture: RawCapture, record: Record) -> SourceText | None:
    """Return a record's text under its title, or its page where it has one as HTML."""
    mapping = {name: str(column) for name, column in (capture.fields or {}).items()}
    columns = mapped(record.values, mapping)
    columns |= {name: without_references(columns[name]) for name in WORDS & columns.keys()}
    columns, was_turned = in_order(columns)
    metadata = _record_metadata(columns)
    if html := columns.get("html"):
        page = read_page_text(html.encode(), "utf-8", capture.url or "")
        if page is None:
            return None
        text, warnings = page.text, page.warnings
        (span, of_page), *others = page.regions
        first = Region(span, _completed(metadata, of_page), stated=metadata)
        regions = (first, *(Region(span, metadata) for span, metadata in others))
    else:
        body = columns.get("text", "")
        body = fragment_text(body) if is_markup(body) else body
        text, heading = _headed(columns.get("title", ""), body)
        regions = (Region(Span(0, len(text)), metadata, RegionKind.RECORD, heading),)
        warnings = ()
    if not text:
        return None
    warnings = (*_told(record.decoded.warning, was_turned), *warnings)
    return SourceText(text, record.decoded.charset, regions, warnings)


def _told(warning: str, was_turned: bool = False) -> tuple[str, ...]:
    return tuple(filter(None, (warning, PUT_IN_ORDER if was_turned else "")))


def _headed(title: str, text: str) -> tuple[str, int]:
    """Return ``text`` below ``title``, and the length of the title that was put above it.

    None is put above a text that begins with it, nor above no text at all.
    """
    if not text or not title or text.startswith(title):
        return text, 0
    return f"{title}\n\n{text}", len(title)


def _record_metadata(columns: Mapping[str, str]) -> PageMetadata:
    """Return what a record's columns say of its text, as a page's markup would."""
    date = columns.get("published", "")
    return PageMetadata(
        title=columns.get("title", ""),
        site_name=columns.get("outlet", ""),
        domain=host_of(columns.get("url", "")),
        author=columns.get("author", ""),
        published=(PublishedCandidate(date, _DATE_EVIDENCE),) if date else (),
        section=section_name(columns.get("section", ""), beside=_words_of(columns)),
        keywords=tuple(filter(None, _KEYWORD_SEPARATORS.split(columns.get("keywords", "")))),
        language=columns.get("language", ""),
        description=columns.get("description", ""),
    )


def _words_of(columns: Mapping[str, str]) -> str:
    """Return a record's words by which its language is seen."""
    return columns.get("title") or columns.get("text") or columns.get("html", "")


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
    FEED_ITEM: _feed_item,
    MAIL_MESSAGE: _mail_message,
    MARKDOWN: _markdown,
    OFFICE_DOCUMENT: _office_document,
    PDF_DOCUMENT: _pdf_document,
}
