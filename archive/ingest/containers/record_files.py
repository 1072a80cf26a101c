"""JSON lines and CSV tables: a record a line or a row, each a capture of its own.

A row's capture keeps the header line above the row, so that it can be read by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from archive.ingest.containers.bounded_streams import bounded_lines, too_large
from archive.ingest.containers.json_documents import MalformedJsonError, json_objects
from archive.ingest.containers.source_files import (
    STANDARD_INPUT,
    Source,
    clean_name,
    short_digest,
)
from archive.ingest.decoding.known_objects import is_post, known_columns
from archive.ingest.decoding.origins import is_web_address, read_moment
from archive.ingest.decoding.record_columns import (
    MalformedRecordError,
    header_cells,
    json_record,
    mapped,
    table_record,
)
from archive.records.documents import (
    CSV_RECORD,
    DOCUMENT_LIMIT,
    JSON_RECORD,
    RawCapture,
    Rejection,
)

_QUOTE: Final = b'"'
_NEVER_CLOSED: Final = "a quotation mark is never closed"
_LONGEST_REASON: Final = 500
_NO_TEXT: Final = "a record without text (name its column: --map text=COLUMN)"
_MESSAGES: Final = "messages"
_POST: Final = "message"
_EXCEL_HINT: Final = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=.\"?\s*", re.IGNORECASE)
"""Excel's line above the header; the header shows its delimiter anyway."""


def read_json_lines(
    source: Source, stream: BinaryIO, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    """Yield the records of a file of JSON lines, in constant memory."""
    for line in bounded_lines(stream):
        name = f"{source.name}#{line.number}"
        if line.content is None:
            yield Rejection(name, f"a line {too_large()}")
        elif content := line.content.strip():
            try:
                values = json_record(content).values
            except MalformedRecordError as error:
                yield Rejection(name, str(error), content)
            else:
                yield record_capture(source, line.number, content, values, mapping, JSON_RECORD)


def read_json_document(
    source: Source, stream: BinaryIO, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    """Yield the records of a JSON document: an array's, an export's, or the one that it is."""
    number = 0
    try:
        for number, found in enumerate(json_objects(stream), 1):
            values, text = found.values, found.text
            if found.array == _MESSAGES and "type" in found.head:
                if values.get("type") != _POST:
                    source.passed_over["service messages of a Telegram export"] += 1
                    continue
                values = {**found.head, _MESSAGES: [values]}
                text = json.dumps(values, ensure_ascii=False)
            content = text.encode("utf-8", "replace")
            columns = known_columns(values)
            if is_post(values) and not columns.get("text"):
                source.passed_over["posts without text"] += 1
            else:
                yield record_capture(source, number, content, columns, mapping, JSON_RECORD)
    except MalformedJsonError as error:
        yield Rejection(source.name, f"JSON of which {number} records were read: {error}")
    else:
        if not number:
            yield Rejection(source.name, "JSON without records")


def read_table(
    source: Source, stream: BinaryIO, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    """Yield the records of a table, in constant memory."""
    header = b""
    for number, row in _rows(source, stream):
        if isinstance(row, Rejection):
            yield row
        elif not header and _EXCEL_HINT.fullmatch(row):
            continue
        elif not header:
            # Not of tabs: where they part the columns, the first and the last may have no name.
            header = row.strip(b" \r\n")
            if refusal := _header_refusal(header, mapping):
                yield Rejection(source.name, refusal)
                return
        elif row.strip():
            content = header + b"\n" + row.rstrip(b"\r\n")
            try:
                values = table_record(content).values
            except MalformedRecordError as error:
                yield Rejection(f"{source.name}#{number}", str(error), content)
            else:
                yield record_capture(source, number, content, values, mapping, CSV_RECORD)


def _header_refusal(header: bytes, mapping: Mapping[str, str]) -> str:
    """Return why a table is refused for having no column of texts, or ""."""
    names = header_cells(header)
    columns = mapped(dict.fromkeys(names, "x"), mapping)
    if columns.keys() & {"text", "html"}:
        return ""
    reason = f"no column of texts; name it: --map text=COLUMN (columns: {', '.join(names)})"
    return reason[:_LONGEST_REASON]


def _rows(source: Source, stream: BinaryIO) -> Iterator[tuple[int, bytes | Rejection]]:
    """Yield rows with their numbers; line breaks inside quotes do not end one.

    A doubled quote counts twice, so that an even number of quotes means a closed row.
    """
    number, row, quotes = 0, bytearray(), 0
    for line in bounded_lines(stream):
        if line.content is None:
            yield number, Rejection(f"{source.name}#{number + 1}", f"a line {too_large()}")
            row, quotes = bytearray(), 0
            continue
        row += line.content
        quotes += line.content.count(_QUOTE)
        if quotes % 2 == 0:
            yield number, bytes(row)
            number, row, quotes = number + 1, bytearray(), 0
        elif len(row) > DOCUMENT_LIMIT:
            yield number, Rejection(f"{source.name}#{number}", _NEVER_CLOSED)
            number, row, quotes = number + 1, bytearray(), 0
    if row:
        yield number, Rejection(f"{source.name}#{number}", _NEVER_CLOSED)


def record_capture(
    source: Source,
    number: int,
    content: bytes,
    values: Mapping[str, object],
    mapping: Mapping[str, str],
    media_type: str,
) -> RawCapture | Rejection:
    """Return a record as a capture of its own.

    Its identity is its URL, else its id, else its place in the file (in standard input,
    which has no places that last, its content).
    """
    name = f"{source.name}#{number}"
    columns = mapped(values, mapping)
    if not columns.get("text") and not columns.get("html"):
        return Rejection(name, _NO_TEXT, content)
    url = columns.get("url", "")
    place = short_digest(content) if source.name == STANDARD_INPUT else str(number)
    return RawCapture(
        uri=clean_name(url if is_web_address(url) else f"{source.name}#{columns.get('id', place)}"),
        document=f"{source.document}#{number}",
        content=content,
        media_type=media_type,
        captured=read_moment(columns.get("captured", "")),
        url=url if is_web_address(url) else None,
        container=source.name,
        record_id=columns.get("id", ""),
        fields=dict(mapping) or None,
    )
