"""zip archives, and WACZ: a zip of WARC files with an index.

Nothing is unpacked to disk under a name from the archive. A nested archive needs to be
searched back and forth; it is spooled to an unnamed temporary file, within the budget.
"""

from __future__ import annotations

import io
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import (
    BUFFER,
    ExpansionBudget,
    UnpackedStream,
    UnpackingError,
)
from archive.ingest.containers.files_beside import Beside, ZipFiles
from archive.ingest.containers.site_folders import aside_by_name, has_pages
from archive.ingest.containers.source_files import Source, clean_name
from archive.records.documents import Rejection

DEEPEST: Final = 3
"""Archives within archives that are opened."""

_IN_MEMORY: Final = 16_000_000
"""Bytes of a nested archive that stay in memory; a longer one goes to a temporary file."""

_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_WACZ_SIGN: Final = "datapackage.json"
_WACZ_PAGES: Final = "archive/"
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
    documents = _documents(members)
    if not documents:
        yield Rejection(source.name, "an archive without documents")
    in_site = has_pages(member.filename for member in documents)
    for member in documents:
        kind = aside_by_name(member.filename, in_site=in_site)
        if kind and "tweet" not in member.filename:
            source.passed_over[kind] += 1
            continue
        name = clean_name(f"{source.name}/{member.filename}")
        if reason := _refusal(member):
            yield Rejection(name, reason)
        else:
            opened = partial(_open, archive, member, source.budget)
            yield Source(
                name,
                opened,
                source.budget,
                source.name,
                source.depth + 1,
                passed_over=source.passed_over,
                with_parts=source.with_parts,
                beside=Beside(ZipFiles(archive, source.budget), member.filename),
            )


def _documents(members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the members that are read; of a WACZ its WARC files, not its index and pages."""
    wacz = any(member.filename == _WACZ_SIGN for member in members)
    return [
        member
        for member in members
        if not member.is_dir()
        and not member.filename.startswith(_SIDE_FILES)
        and (not wacz or member.filename.startswith(_WACZ_PAGES))
    ]


def _refusal(member: zipfile.ZipInfo) -> str:
    """Return why a member is not opened, or ""."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        return "a path that leads out of its archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link in an archive"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    return ""


def _open(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: ExpansionBudget
) -> io.BufferedReader:
    """Open a member.

    Raises:
        UnpackingError: it is damaged, or packed by a method that is not known here.
    """
    try:
        packed = archive.open(member)
    except zipfile.BadZipFile as error:
        raise UnpackingError(f"damaged in its zip archive ({error})") from error
    except (NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise UnpackingError(f"cannot be unpacked ({error})") from error
    return io.BufferedReader(UnpackedStream(cast(BinaryIO, packed), budget), BUFFER)
