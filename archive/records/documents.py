"""What travels between the stages of ingest: frozen records, no behaviour, no Django.

file → containers → ``RawCapture`` → decoding → source text, with its ``PageMetadata`` → parsing
→ ``ParsedArticle`` → loading → models
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from archive.records.exported_captures import GivenId

PLAIN_TEXT: Final = "text/plain"
HTML: Final = "text/html"
JSON_RECORD: Final = "application/json"
CSV_RECORD: Final = "text/csv"
FEED_ITEM: Final = "application/rss+xml"
"""One item of a feed, RSS, Atom or a WordPress export, below what its feed says of itself."""

MAIL_MESSAGE: Final = "message/rfc822"
MARKDOWN: Final = "text/markdown"
PDF_DOCUMENT: Final = "application/pdf"
OFFICE_DOCUMENT: Final = "application/vnd.oasis.opendocument.text"
"""A document of a word processor, DOCX or ODT; its own parts tell which."""

"""The library that guesses a page's date: the source of a ``PublishedCandidate`` from it."""

DOCUMENT_LIMIT: Final = 20_000_000
"""Bytes of one document; a news page is a hundredth of that."""


class DateBasis(StrEnum):
    """How a publication date is known, strongest first."""

    EDITOR = "editor"
    STATED = "stated"
    METADATA = "metadata"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class DatePrecision(StrEnum):
    """The finest unit that is known of a publication date."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class OutletKind(StrEnum):
    """What sort of publisher an outlet is."""

    NEWSPAPER = "newspaper"
    AGENCY = "agency"
    BROADCASTER = "broadcaster"
    SITE = "site"
    AGGREGATOR = "aggregator"


class OutletBasis(StrEnum):
    """How an article's outlet is known, strongest first."""

    EDITOR = "editor"
    STATED = "stated"
    SOURCE_LINE = "source_line"
    LAYOUT = "layout"
    DOMAIN = "domain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Code points ``start`` to ``end`` (exclusive) of a capture's decoded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class RawCapture:
    """One document as it was collected, before anything is understood of it.

    ``uri`` is the document's identity: its URL, else its path relative to the loaded
    folder (POSIX separators). ``document`` is the file name shown to people.
    ``charset`` is the encoding that was declared, or found at an earlier reading.
    ``captured`` is stated by the container (a WARC record's date), never guessed from
    the file system. ``record_offset`` is the byte of the container at which the record, or the
    gzip member that begins with it, can be read; None where there is none, as in a file that
    was compressed as a whole. ``fields`` names the columns of a JSONL or CSV record that are
    called otherwise than the archive's. ``article_ids`` are the public ids that its document's articles
    had in the archive that gave it away, where they are to be kept; None where they are not.
    """

    uri: str
    document: str
    content: bytes
    media_type: str
    charset: str | None = None
    captured: datetime | None = None
    url: str | None = None
    container: str = ""
    record_id: str = ""
    record_offset: int | None = None
    fields: Mapping[str, object] | None = None
    warnings: tuple[str, ...] = ()
    fallback_uri: str = ""
    article_ids: tuple[GivenId, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A document that was not loaded, and why, in one line for its archivist.

    ``content`` are its bytes, where they were at hand: what is refused is kept for a while.
    """

    document: str
    reason: str
    content: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """The days between which an article was published, and how that is known.

    ``earliest`` and ``latest`` are inclusive; ``None`` is an open end. ``at`` is aware
    and set only where a clock time is stated. ``edtf`` is an Extended Date/Time Format
    string (ISO 8601-2:2019), empty when nothing is known. ``evidence`` quotes the words
    of the document that the date was read from. ``review`` is a reason for the review
    queue (impossible, future, before 1900), else empty.
    """

    earliest: date | None = None
    latest: date | None = None
    at: datetime | None = None
    precision: DatePrecision = DatePrecision.UNKNOWN
    edtf: str = ""
    basis: DateBasis = DateBasis.UNKNOWN
    evidence: str = ""
    review: str = ""


@dataclass(frozen=True, slots=True)
class OutletClaim:
    """An outlet as an article shows it: its ``slug`` where known, and its name as found."""

    slug: str = ""
    name: str = ""
    basis: OutletBasis = OutletBasis.UNKNOWN
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """One article of a capture. ``paragraphs`` hold no newlines; sub-heads are paragraphs."""

    position: int
    title: str
    paragraphs: tuple[str, ...]
    spans: tuple[Span, ...] = ()
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    agency: str = ""
    section: str = ""
    captions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    language: str = "ar"
    url: str = ""
    outlet: OutletClaim = OutletClaim()
    republisher: OutletClaim = OutletClaim()
    published: PublicationDate = PublicationDate()
    captured: date | None = None
    layout: str = ""
    warnings: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PublishedCandidate:
    """A publication date as metadata gives it, and the field that gave it."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Fields of ``<meta>``, JSON-LD or a record's columns. Empty means not said.

    ``domain`` is a host name without port. ``main_text`` is the text that an extractor
    of main content took for the article. ``captions`` are lines of the text that are pictures'
    captions by their markup, ``headings`` those that are headings; None where there is no markup.
    """

    title: str = ""
    site_name: str = ""
    domain: str = ""
    author: str = ""
    published: tuple[PublishedCandidate, ...] = ()
    section: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    description: str = ""
    main_text: str = ""
    headings: tuple[str, ...] | None = None
    captions: tuple[str, ...] = ()
