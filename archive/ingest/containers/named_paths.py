"""What an archivist names on the command line: paths, and standard input among them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.ingest.containers.source_files import STANDARD_INPUT_PATH
from archive.ingest.containers.source_reader import (
    bytes_of,
    read_stream_with_parts,
    read_with_parts,
)
from archive.records.page_parts import Found


def bytes_of_named(paths: Sequence[str]) -> int | None:
    """Return how many bytes will be read; None where standard input is among them."""
    return None if STANDARD_INPUT_PATH in paths else bytes_of(map(Path, paths))


def read_named(
    paths: Sequence[str],
    mapping: Mapping[str, str],
    passed_over: Counter[str],
    advance: Callable[[int], None],
    *,
    parts: bool,
    keep_ids: bool = False,
) -> Iterator[Found]:
    """Yield the captures of all paths, and with ``parts`` what came with them.

    Files are named together, so that names do not clash. ``keep_ids`` is as in ``read_with_parts``.
    """
    files = [Path(path) for path in paths if path != STANDARD_INPUT_PATH]
    yield from read_with_parts(files, mapping, passed_over, advance, parts=parts, keep_ids=keep_ids)
    if len(files) < len(paths):
        yield from read_stream_with_parts(
            sys.stdin.buffer, mapping, passed_over, parts=parts, keep_ids=keep_ids
        )
