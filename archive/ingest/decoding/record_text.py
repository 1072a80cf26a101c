"""A JSONL or CSV record as a text with metadata, as a page has them.

The columns of JSONL and CSV records: what each may be called, and how to call it else.

The schema is documented in docs/loading.md. A record needs ``text`` or ``html``; the rest
is optional. ``title=headline`` maps the archive's ``title`` to the column ``headline``.

Moments as machines write them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from archive.ingest.decoding.encodings import BinaryContentError, decode

if TYPE_CHECKING:
    pass
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from archive.errors import ArchiveError
from archive.records.documents import PageMetadata, PublishedCandidate

SCHEMA: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "record_id", "guid"),
    "url": ("url", "link", "source_url", "permalink"),
    "title": ("title", "headline", "العنوان"),
    "text": ("text", "body", "content", "article", "النص"),
    "html": ("html",),
    "published": ("published", "date", "published_at", "date_published", "pubdate", "التاريخ"),
    "captured": ("captured", "captured_at", "crawled_at", "fetched_at", "scraped_at"),
    "author": ("author", "byline", "authors", "الكاتب"),
    "outlet": ("outlet", "source", "site_name", "publisher", "المصدر"),
    "section": ("section", "category", "القسم"),
    "keywords": ("keywords", "tags", "الكلمات المفتاحية"),
    "description": ("description", "summary", "abstract", "standfirst"),
    "language": ("language", "lang"),
}
"""The archive's columns, each with the names by which it is found without a mapping.
The names are case-folded."""


def parse_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Return ``title=headline`` pairs as a mapping from the archive's columns to theirs.

    Raises:
        ArchiveError: a pair is not of that form, or names no column of the schema.
    """
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or name not in SCHEMA or not column:
            raise ArchiveError(
                f"--map {pair}: write COLUMN=NAME, where COLUMN is one of {', '.join(SCHEMA)}."
            )
        mapping[name] = column
    return mapping


def header_names(mapping: Mapping[str, str]) -> frozenset[str]:
    """Return the names, case-folded, by which the header line of a table is known."""
    known = {name for names in SCHEMA.values() for name in names}
    return frozenset(name.casefold() for name in known | set(mapping.values()))


def mapped(record: Mapping[str, object], mapping: Mapping[str, str]) -> dict[str, str]:
    """Return a record's values as texts under the archive's column names.

    A mapped column is taken as mapped; the others by the first of their names that is
    there and not empty. Lists are joined by «، ».
    """
    lowered = {str(name).strip().casefold(): value for name, value in record.items()}
    values = {}
    for column, names in SCHEMA.items():
        candidates = (mapping[column].strip().casefold(),) if column in mapping else names
        for name in candidates:
            value = lowered.get(name)
            if value is not None and (text := _as_text(value)):
                values[column] = text
                break
    return values


def _as_text(value: object) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return "، ".join(filter(None, map(_as_text, value)))
    if isinstance(value, dict):
        name = value.get("name")
        return _as_text(name) if name else json.dumps(value, ensure_ascii=False)
    return _storable(str(value)).replace("\0", "").strip()


def _storable(text: str) -> str:
    """Replace half a surrogate pair, which JSON can escape, but nothing can store."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


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


def read_moment(value: str) -> datetime | None:
    """Return an ISO 8601 moment, in UTC where it states no zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


DOCUMENT_LIMIT: Final = 20_000_000
"""Bytes of one document; a news page is a hundredth of that."""


_DELIMITERS: Final = b",;\t|"


def delimiter_of(header: bytes) -> str:
    """Return the delimiter of a table: the most frequent candidate in its header line."""
    return chr(max(_DELIMITERS, key=lambda code: header.count(bytes([code]))))


class MalformedRecordError(ValueError):
    """A record that is not what its format says; the message tells how."""


def json_values(content: bytes) -> dict[str, Any]:
    """Return the object that a line holds.

    Raises:
        MalformedRecordError: the line is no JSON object.
    """
    try:
        values = json.loads(decode(content).text)
    except BinaryContentError as error:
        raise MalformedRecordError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise MalformedRecordError("not a line of JSON") from error
    if not isinstance(values, dict):
        raise MalformedRecordError("a line of JSON, but not an object")
    return values


def table_values(content: bytes) -> dict[str, str]:
    """Return the one record of a header line and a row.

    Raises:
        MalformedRecordError: they are no text, or the row has more cells than the header.
    """
    header = content.partition(b"\n")[0]
    csv.field_size_limit(DOCUMENT_LIMIT)
    try:
        text = decode(content).text
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter_of(header)))
    except (BinaryContentError, csv.Error) as error:
        raise MalformedRecordError(f"not a row of a table ({error})") from error
    if len(rows) != 2 or len(rows[1]) > len(rows[0]):
        raise MalformedRecordError("a row that does not fit the header of its table")
    return dict(zip(rows[0], rows[1], strict=False))
