"""CSV tables: a header line, then a record a row, each a capture of its own.

A capture keeps the header line above its row, so that it can be read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from archive.ingest.containers.bounded_streams import Source, bounded_lines, too_large
from archive.ingest.containers.record_captures import record_capture
from archive.ingest.decoding.record_text import (
    DOCUMENT_LIMIT,
    MalformedRecordError,
    delimiter_of,
    mapped,
    table_values,
)
from archive.records.documents import CSV_RECORD, RawCapture, Rejection

_QUOTE: Final = b'"'


def read_table(
    source: Source, stream: BinaryIO, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    """Yield the records of a table, in constant memory."""
    header = b""
    for number, row in _rows(source, stream):
        if isinstance(row, Rejection):
            yield row
        elif not header:
            header = row.strip()
            if refusal := _without_texts(header, mapping):
                yield Rejection(source.name, refusal)
                return
        elif row.strip():
            content = header + b"\n" + row.rstrip(b"\r\n")
            try:
                values = table_values(content)
            except MalformedRecordError as error:
                yield Rejection(f"{source.name}#{number}", str(error))
            else:
                yield record_capture(source, number, content, values, mapping, CSV_RECORD)


def _without_texts(header: bytes, mapping: Mapping[str, str]) -> str:
    """Return why a table is refused: none of its columns holds texts; "" if one does."""
    text = header.decode("utf-8-sig", "replace")
    names = [name.strip(' "') for name in text.split(delimiter_of(header))]
    columns = mapped(dict.fromkeys(names, "x"), mapping)
    if columns.keys() & {"text", "html"}:
        return ""
    return f"no column of texts; name it: --map text=COLUMN (columns: {', '.join(names)})"[:500]


def _rows(source: Source, stream: BinaryIO) -> Iterator[tuple[int, bytes | Rejection]]:
    """Yield rows with their numbers; line breaks inside quotes do not end one.

    A doubled quote counts twice, so that an even number of quotes means a closed row.
    """
    number, row, quotes = 0, b"", 0
    for line in bounded_lines(stream):
        if line.content is None:
            yield number, Rejection(f"{source.name}#{number + 1}", f"a line {too_large()}")
            row, quotes = b"", 0
            continue
        source.budget.spend(len(line.content) if source.depth else 0)
        row += line.content
        quotes += line.content.count(_QUOTE)
        if quotes % 2 == 0:
            yield number, row
            number, row, quotes = number + 1, b"", 0
        elif len(row) > DOCUMENT_LIMIT:
            yield number, Rejection(f"{source.name}#{number}", "a quotation mark is never closed")
            number, row, quotes = number + 1, b"", 0
    if row:
        yield number, Rejection(f"{source.name}#{number}", "a quotation mark is never closed")
