"""What the index and the lists of pages of a WACZ say, compared with what stands in it.

Both are for programs that replay pages, and no document is read by them. A line that names a file
or a place that is not there is told by the name of its file; pages that are listed and have no
record in the index (they could not be fetched) are counted.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import (
    UnpackedStream,
    UnpackingError,
    bounded_lines,
)
from archive.ingest.containers.source_files import Source
from archive.ingest.containers.zip_entries import open_entry
from archive.ingest.containers.zip_sources import entry_name
from archive.records.documents import Rejection

NOT_RECORDED: Final = "pages that the list of a WACZ names and that have no record in it"
"""Kind of what is passed over."""

_NO_FILE: Final = "a line that names a file that is not there (line {})"
_OUTSIDE: Final = "a line that names a place that is not in its file (line {})"
_NO_PLACE: Final = "a line that does not tell where its record stands (line {})"
_INDEXES: Final = "indexes/"
_PAGES: Final = "pages/"
_ARCHIVE: Final = "archive/"
_LONGEST_LINE: Final = 4_000_000
"""Bytes of a line; a page's may hold its whole text."""
_MOST_PAGES: Final = 200_000
"""Pages of which it is asked whether they have a record; of more, it is not."""


def index_faults(
    source: Source, archive: zipfile.ZipFile, files: Mapping[str, zipfile.ZipInfo]
) -> Iterator[Rejection]:
    """Yield what is wrong with the lists of pages and the indexes of a WACZ."""
    listed: set[str] = set()
    for path, member in files.items():
        is_list = path.startswith(_PAGES) and path.endswith(".jsonl")
        if is_list and (reason := _read_pages(source, archive, member, listed)):
            yield Rejection(entry_name(source, member), reason)
    indexed = False
    for path, member in files.items():
        if path.startswith(_INDEXES) and path.endswith((".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")):
            indexed = True
            if reason := _read_index(source, archive, member, files, listed):
                yield Rejection(entry_name(source, member), reason)
    if indexed and listed and len(listed) <= _MOST_PAGES:
        source.passed_over[NOT_RECORDED] += len(listed)


def _read_pages(
    source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo, listed: set[str]
) -> str:
    """Add the addresses of a list of pages to ``listed``; return what is wrong with it, or ""."""
    try:
        with open_entry(archive, member, source.budget) as stream:
            for line in bounded_lines(cast(BinaryIO, stream), _LONGEST_LINE):
                if line.content is None or not line.content.strip():
                    continue
                page = _object(line.content)
                if page is None:
                    return f"a line that is no page: not an object of JSON (line {line.number})"
                address = page.get("url")
                if isinstance(address, str) and len(listed) <= _MOST_PAGES:
                    listed.add(address.partition("#")[0])
    except UnpackingError as error:
        return str(error)
    return ""


def _read_index(
    source: Source,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    files: Mapping[str, zipfile.ZipInfo],
    listed: set[str],
) -> str:
    """Take the addresses of an index from ``listed``; return the first fault of the index, or ""."""
    try:
        with open_entry(archive, member, source.budget) as stream:
            lines: BinaryIO = cast(BinaryIO, stream)
            if member.filename.endswith(".gz"):
                packed = cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
                lines = io.BufferedReader(UnpackedStream(packed, source.budget))
            for line in bounded_lines(lines, _LONGEST_LINE):
                content = line.content or b""
                if content.startswith((b"!", b" CDX")) or not content.strip():
                    continue
                entry = _object(content[content.find(b"{") :]) if b"{" in content else None
                if entry is None:
                    return f"a line that is no CDXJ (line {line.number})"
                if reason := _fault(entry, files):
                    return reason.format(line.number)
                listed.discard(str(entry.get("url", "")).partition("#")[0])
    except UnpackingError as error:
        return str(error)
    return ""


def _fault(entry: Mapping[str, Any], files: Mapping[str, zipfile.ZipInfo]) -> str:
    """Return what a line of an index says that is not so, or ""."""
    name = str(entry.get("filename", ""))
    member = files.get(f"{_ARCHIVE}{name}") or files.get(name)
    if member is None:
        return _NO_FILE
    try:
        offset, length = int(entry["offset"]), int(entry["length"])
    except (KeyError, OverflowError, TypeError, ValueError):
        return _NO_PLACE
    if offset < 0 or length <= 0 or offset + length > member.file_size:
        return _OUTSIDE
    return ""


def _object(content: bytes) -> Mapping[str, Any] | None:
    try:
        known = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return known if isinstance(known, dict) else None
