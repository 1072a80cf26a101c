"""zip archives, and WACZ: a zip of WARC files with an index.

Nothing is unpacked to disk under a name from the archive. A nested archive needs to be
searched back and forth; it is spooled to an unnamed temporary file, within the budget.

gzip: one document, or many records, compressed.
"""

from __future__ import annotations

import gzip
import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Final, cast

from archive.ingest.containers.bounded_streams import Source, clean_name
from archive.records.documents import Rejection

DEEPEST: Final = 3
"""Archives within archives that are opened."""

_MOST_MEMBERS: Final = 1_000_000
_IN_MEMORY: Final = 16_000_000
_CHUNK: Final = 1 << 20
_ENCRYPTED: Final = 0x1
_WACZ_SIGN: Final = "datapackage.json"
_WACZ_PAGES: Final = "archive/"
_OFFICE: Final = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"})
_SIDE_FILES: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db")


def zip_members(source: Source, stream: BinaryIO) -> Iterator[Source | Rejection]:
    """Yield the members of a zip archive as sources, and why a member is refused."""
    if source.depth >= DEEPEST:
        yield Rejection(source.name, f"an archive inside {DEEPEST} archives")
        return
    try:
        with (
            tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool,
            zipfile.ZipFile(_seekable(source, stream, spool)) as archive,
        ):
            yield from _members(source, archive)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        yield Rejection(source.name, f"a damaged zip archive ({error})")


def _members(source: Source, archive: zipfile.ZipFile) -> Iterator[Source | Rejection]:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        yield Rejection(source.name, f"an archive of more than {_MOST_MEMBERS} members")
        return
    if not _OFFICE.isdisjoint(member.filename for member in members):
        yield Rejection(source.name, "binary content (office document or program), not a text")
        return
    wacz = any(member.filename == _WACZ_SIGN for member in members)
    for member in members:
        if member.is_dir() or member.filename.startswith(_SIDE_FILES):
            continue
        if wacz and not member.filename.startswith(_WACZ_PAGES):
            continue
        name = clean_name(f"{source.name}/{member.filename}")
        reason = _refusal(member)
        if reason:
            yield Rejection(name, reason)
        else:
            opened = partial(_open, archive, member)
            yield Source(name, opened, source.budget, source.name, source.depth + 1)


def _refusal(member: zipfile.ZipInfo) -> str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in (path.parts or ("",))[0]:
        return "a path that leads out of its archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link in an archive"
    if member.flag_bits & _ENCRYPTED:
        return "encrypted"
    return ""


def _open(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(member))


def _seekable(source: Source, stream: BinaryIO, spool: IO[bytes]) -> IO[bytes]:
    if source.depth == 0 and stream.seekable():
        return stream
    while chunk := stream.read(_CHUNK):
        if source.depth:
            source.budget.spend(len(chunk))
        else:
            source.budget.size += len(chunk)
        spool.write(chunk)
    spool.seek(0)
    return spool


_GZIP_WINDOW = 31
_WARC = b"WARC/"


def begins_like_warc(head: bytes) -> bool:
    """Tell whether the compressed bytes that begin with ``head`` are a WARC file's."""
    try:
        return zlib.decompressobj(_GZIP_WINDOW).decompress(head, len(_WARC)) == _WARC
    except zlib.error:
        return False


def open_gzip(source: Source, stream: BinaryIO) -> Source:
    """Return what a gzip file holds, as a source that unpacks while it is read."""

    def opened() -> BinaryIO:
        unpacked = gzip.GzipFile(fileobj=stream, mode="rb")
        return cast(BinaryIO, io.BufferedReader(unpacked))

    return Source(source.name, opened, source.budget, source.container, source.depth + 1)
