"""JSON lines: an object a line, each a capture of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from archive.ingest.readers.encoding import BinaryContentError, decode
from archive.ingest.readers.lines import bounded_lines
from archive.ingest.readers.record import record_capture
from archive.ingest.readers.source import Source, too_large
from archive.ingest.records import RawCapture, Rejection

JSON_RECORD: Final = "application/json"


class MalformedRecordError(ValueError):
    """A record that is not what its format says; the message tells how."""


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
