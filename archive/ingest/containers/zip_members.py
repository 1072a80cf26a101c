"""zip archives; one that is a WACZ is read as such.

Nothing is unpacked to disk under a name from the archive. A nested archive needs to be
searched back and forth; it is spooled to an unnamed temporary file, within the budget.
"""

from __future__ import annotations

import io
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Final

from archive.ingest.containers.files_beside import Beside, ZipFiles
from archive.ingest.containers.site_folders import aside_by_name, has_pages
from archive.ingest.containers.source_files import Source
from archive.ingest.containers.wacz import is_wacz, wacz_members
from archive.ingest.containers.zip_entries import entry_refusal
from archive.ingest.containers.zip_sources import entry_name, entry_source
from archive.records.documents import Rejection

DEEPEST: Final = 3
"""Archives within archives that are opened."""

_IN_MEMORY: Final = 16_000_000
"""Bytes of a nested archive that stay in memory; a longer one goes to a temporary file."""

_CHUNK: Final = 1 << 20
_OFFICE_SIGNS: Final = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_SIDE_FILES: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_BAD_DIRECTORY: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    struct.error,
    UnicodeDecodeError,
)
"""What zipfile raises of a directory that it cannot read."""


def zip_members(source: Source, stream: io.BufferedReader) -> Iterator[Source | Rejection]:
    """Yield the members of a zip archive as sources, and why a member is refused."""
    if source.depth >= DEEPEST:
        yield Rejection(source.name, f"an archive inside {DEEPEST} archives")
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        seekable = _seekable(source, stream, spool)
        try:
            archive = zipfile.ZipFile(seekable)
        except _BAD_DIRECTORY as error:
            yield Rejection(source.name, f"a damaged zip archive ({error})")
            return
        with archive:
            yield from _members(source, archive)


def _seekable(source: Source, stream: io.BufferedReader, spool: IO[bytes]) -> IO[bytes]:
    if source.is_file:
        return stream
    while chunk := stream.read(_CHUNK):
        spool.write(chunk)
    spool.seek(0)
    return spool


def _members(source: Source, archive: zipfile.ZipFile) -> Iterator[Source | Rejection]:
    members = archive.infolist()
    source.budget.open_members(len(members))
    if not _OFFICE_SIGNS.isdisjoint(member.filename for member in members):
        yield Rejection(
            source.name,
            "an office document or program that is not read; save it as DOCX, ODT or CSV",
        )
        return
    if is_wacz(source, members):
        yield from wacz_members(source, archive, members)
        return
    documents = _documents(members)
    if not documents:
        yield Rejection(source.name, "an archive without documents")
    in_site = has_pages(member.filename for member in documents)
    for member in documents:
        kind = aside_by_name(member.filename, in_site=in_site)
        if kind and "tweet" not in member.filename:
            source.passed_over[kind] += 1
            continue
        if reason := entry_refusal(member):
            yield Rejection(entry_name(source, member), reason)
        else:
            beside = Beside(ZipFiles(archive, source.budget), member.filename)
            yield replace(entry_source(source, archive, member), beside=beside)


def _documents(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the members that may be documents."""
    return [
        member
        for member in members
        if not member.is_dir() and not member.filename.startswith(_SIDE_FILES)
    ]
