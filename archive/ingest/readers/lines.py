"""Lines of a stream, each bounded: one endless line costs no more than its refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from archive.ingest.readers.source import DOCUMENT_LIMIT

_SKIP = 1 << 20


@dataclass(frozen=True, slots=True)
class BoundedLine:
    """A line with its number (from 1), or only its number where it is too long."""

    number: int
    content: bytes | None


def bounded_lines(stream: BinaryIO, limit: int = DOCUMENT_LIMIT) -> Iterator[BoundedLine]:
    """Yield the lines of ``stream``; one longer than ``limit`` bytes has no content."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(_SKIP)) and not rest.endswith(b"\n"):
                pass
            yield BoundedLine(number, None)
        else:
            yield BoundedLine(number, line)
