"""Containers: from what an archivist names to raw captures, one at a time.

Files, folders, standard input, zip, gzip, WARC, JSON lines and CSV tables are opened here; each
format is recognised by its content. What cannot be loaded comes out as a ``Rejection`` with its
reason, in its place among the captures.
"""

from archive.ingest.containers.named_paths import bytes_of_named, read_named
from archive.ingest.containers.source_files import STANDARD_INPUT_PATH, Source, files_of
from archive.ingest.containers.source_reader import (
    NO_MAPPING,
    read_captures,
    read_file_as,
    read_source,
    read_stream,
    read_with_parts,
)

__all__ = [
    "NO_MAPPING",
    "STANDARD_INPUT_PATH",
    "Source",
    "bytes_of_named",
    "files_of",
    "read_captures",
    "read_file_as",
    "read_named",
    "read_source",
    "read_stream",
    "read_with_parts",
]
