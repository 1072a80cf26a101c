"""JSON lines: an object a line, each a capture of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from archive.ingest.containers.bounded_streams import Source, bounded_lines, too_large
from archive.ingest.containers.record_captures import record_capture
from archive.ingest.decoding.record_text import MalformedRecordError, json_values
from archive.records.documents import JSON_RECORD, RawCapture, Rejection


def read_json_lines(
    source: Source, stream: BinaryIO, mapping: Mapping[str, str]
) -> Iterator[RawCapture | Rejection]:
    """Yield the records of a file of JSON lines, in constant memory."""
    for line in bounded_lines(stream):
        name = f"{source.name}#{line.number}"
        if line.content is None:
            yield Rejection(name, f"a line {too_large()}")
            continue
        content = line.content.strip()
        source.budget.spend(len(line.content) if source.depth else 0)
        if not content:
            continue
        try:
            values = json_values(content)
        except MalformedRecordError as error:
            yield Rejection(name, str(error))
        else:
            yield record_capture(source, line.number, content, values, mapping, JSON_RECORD)
