"""JSONL and CSV records as columns: what each may be called, and the values that it holds.

The schema is documented in docs/loading.md. A record needs ``text`` or ``html``; the rest
is optional. ``title=headline`` maps the archive's ``title`` to the column ``headline``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from archive.errors import ArchiveError
from archive.ingest.decoding.encodings import BinaryContentError, DecodedText, decode
from archive.ingest.decoding.known_objects import known_columns
from archive.ingest.decoding.letter_repairs import repaired
from archive.ingest.decoding.visual_order import in_reading_order, turned_beside
from archive.records.documents import DOCUMENT_LIMIT

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

WORDS: Final = frozenset(
    {"title", "text", "author", "outlet", "section", "keywords", "description"}
)
"""Columns that hold words, in which characters may be written as HTML writes them."""

_DELIMITERS: Final = b",;\t|"
_LIST_SEPARATOR: Final = "، "
_ESCAPED: Final = "\\u"
"""What begins an escaped letter of JSON: all others were put right when they were decoded."""


class MalformedRecordError(ValueError):
    """A record that is not what its format says; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one record by the names of its own columns, and how it was decoded."""

    values: Mapping[str, object]
    decoded: DecodedText


def json_record(content: bytes, declared: str | None = None) -> Record:
    """Return the object that a line holds.

    Raises:
        MalformedRecordError: the line is no JSON object.
    """
    try:
        decoded = decode(content, declared)
        values = json.loads(decoded.text)
    except BinaryContentError as error:
        raise MalformedRecordError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise MalformedRecordError("not a line of JSON") from error
    if not isinstance(values, dict):
        raise MalformedRecordError("a line of JSON, but not an object")
    if _ESCAPED not in decoded.text:
        return Record(known_columns(values), decoded)
    return repaired_record(known_columns(values), decoded)


def repaired_record(values: Mapping[str, object], decoded: DecodedText) -> Record:
    """Return a record whose letters are put right; escapes may have hidden them till now."""
    columns, repairs = {}, []
    for name, value in values.items():
        text, repair = repaired(value) if isinstance(value, str) else (value, "")
        columns[name] = text
        repairs.append(repair)
    warning = "; ".join(dict.fromkeys(filter(None, (decoded.warning, *repairs))))
    return Record(columns, replace(decoded, warning=warning))


def table_record(content: bytes, declared: str | None = None) -> Record:
    """Return the one record of a header line and a row.

    Raises:
        MalformedRecordError: they are no text, or the row has more cells than the header.
    """
    csv.field_size_limit(DOCUMENT_LIMIT)
    try:
        decoded = decode(content, declared)
        # Only carriage returns and line feeds end a row, none of Unicode's other line breaks.
        lines = io.StringIO(decoded.text, newline="")
        rows = list(csv.reader(lines, delimiter=delimiter_of(content.partition(b"\n")[0])))
    except (BinaryContentError, csv.Error) as error:
        raise MalformedRecordError(f"not a row of a table ({error})") from error
    if len(rows) != 2 or len(rows[1]) > len(rows[0]):
        raise MalformedRecordError("a row that does not fit the header of its table")
    return Record(dict(zip(rows[0], rows[1], strict=False)), decoded)


def in_order(columns: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """Return the columns of words in the order of reading, and whether the text was in another.

    The text tells for all of them: a title or a name has too few words.
    """
    text, was_turned = in_reading_order(columns.get("text", ""))
    if not was_turned:
        return dict(columns), False
    words = {name: turned_beside(value) for name, value in columns.items() if name in WORDS}
    return {**columns, **words, "text": text}, True


def delimiter_of(header: bytes) -> str:
    """Return the delimiter of a table: the most frequent candidate in its header line."""
    return chr(max(_DELIMITERS, key=lambda code: header.count(bytes([code]))))


def header_cells(header: bytes) -> list[str]:
    """Return the names of a table's columns; none where its header line is no text."""
    try:
        text = decode(header).text
    except BinaryContentError:
        return []
    return [name.strip(' "') for name in text.split(delimiter_of(header))]


def header_names(mapping: Mapping[str, str]) -> frozenset[str]:
    """Return the names, case-folded, by which the header line of a table is known."""
    known = {name for names in SCHEMA.values() for name in names}
    return frozenset(name.casefold() for name in known | set(mapping.values()))


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
        return _LIST_SEPARATOR.join(filter(None, map(_as_text, value)))
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
