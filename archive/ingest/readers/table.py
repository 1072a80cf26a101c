"""CSV tables: a header line, then a record a row, each a capture of its own.

A capture keeps the header line above its row, so that it can be read by itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import BinaryIO, Final

from archive.ingest.readers.columns import mapped
from archive.ingest.readers.encoding import BinaryContentError, decode
from archive.ingest.readers.jsonl import MalformedRecordError
from archive.ingest.readers.lines import bounded_lines
from archive.ingest.readers.record import record_capture
from archive.ingest.readers.sniff import delimiter_of
from archive.ingest.readers.source import DOCUMENT_LIMIT, Source, too_large
from archive.ingest.records import RawCapture, Rejection

CSV_RECORD: Final = "text/csv"
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
