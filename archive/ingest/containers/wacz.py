"""WACZ: a zip archive of WARC files with an index, lists of pages, and checksums of all of them.

WACZ 1.1.1 (https://specs.webrecorder.net/wacz/1.1.1/), as browsertrix, ArchiveWeb.page and py-wacz
write it; and a package of several WACZ files, as Browsertrix gives a whole crawl. What the
checksums do not fit is refused by name, and the other WARC files are read.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from archive.ingest.containers.bounded_streams import UnpackingError
from archive.ingest.containers.source_files import Source, clean_name
from archive.ingest.containers.wacz_index import index_faults
from archive.ingest.containers.zip_entries import entry_refusal, leads_out, open_entry
from archive.ingest.containers.zip_sources import entry_name, entry_source
from archive.records.documents import Rejection

PACKAGE: Final = "datapackage.json"
SUFFIX: Final = ".wacz"
_DIGEST: Final = "datapackage-digest.json"
_ARCHIVE: Final = "archive/"
_CHUNK: Final = 1 << 16
_MOST_BYTES: Final = 20_000_000
"""Of the package's own description, which names each of its files in some 200 bytes."""
_HASHES: Final = frozenset({"sha256", "sha512", "sha1", "md5"})
_ABSENT: Final = (
    f"a WACZ without its {PACKAGE}: what stands in it cannot be checked; its WARC files are read"
)
_UNREADABLE: Final = (
    "tells no checksums, so that nothing in this WACZ can be checked; its WARC files are read"
)
_EMPTY: Final = "a WACZ without WARC files"
_CHANGED: Final = (
    f"was changed after {_DIGEST} was made: nothing in this WACZ is read; unpack it, and load the "
    "WARC files that you trust"
)
_OTHER: Final = f"its checksum is not the one in {PACKAGE}; unpack it, and load it if you trust it"
_UNNAMED: Final = f"is not named in {PACKAGE}; unpack it, and load it if you trust it"
_MISSING: Final = f"is named in {PACKAGE} and missing"
_TWICE: Final = "stands more than once in its archive"


def is_wacz(source: Source, members: list[zipfile.ZipInfo]) -> bool:
    """Whether a zip archive is a WACZ: by its name, or by what describes it and what it holds."""
    if source.name.lower().endswith(SUFFIX):
        return True
    names = [member.filename for member in members]
    return PACKAGE in names and any(map(_is_read, names))


def wacz_members(
    source: Source, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> Iterator[Source | Rejection]:
    """Yield the WARC files of a WACZ that are as its checksums say, and why others are refused."""
    yield from _Package(source, archive, members).read()


@dataclass(slots=True)
class _Package:
    """A WACZ that is being read; ``told`` is what it says of its files, by their paths."""

    source: Source
    archive: zipfile.ZipFile
    members: list[zipfile.ZipInfo]
    files: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def read(self) -> Iterator[Source | Rejection]:
        """Yield what is whole, and the faults of the rest."""
        yield from self._refused_members()
        if not any(_is_read(member.filename) for member in self.members):
            yield Rejection(self.source.name, _EMPTY)
            return
        if reason := self._read_package():
            yield Rejection(f"{self.source.name}/{PACKAGE}", reason)
            if reason != _CHANGED:
                yield from (self._source(path) for path in self.files if _is_read(path))
            return
        yield from self._faults_of_paths()
        for path in self.files:
            if path in (PACKAGE, _DIGEST):
                continue
            if path not in self.told:
                if _is_read(path):
                    yield self._refused(path, _UNNAMED)
            elif reason := self._fault(path):
                yield self._refused(path, reason)
            elif _is_read(path):
                yield self._source(path)
        yield from index_faults(self.source, self.archive, self.files)

    def _refused_members(self) -> Iterator[Rejection]:
        """Yield why members are not opened; the others stand in ``files``."""
        bearers = Counter(member.filename for member in self.members)
        for member in self.members:
            if member.is_dir():
                continue
            reason = entry_refusal(member)
            if not reason and bearers[member.filename] > 1:
                reason = _TWICE
            if reason:
                yield Rejection(entry_name(self.source, member), reason)
            else:
                self.files[member.filename] = member

    def _read_package(self) -> str:
        """Read what the package says of its files; return why it cannot be believed, or ""."""
        if PACKAGE not in self.files:
            return _ABSENT
        content = self._content(PACKAGE)
        if _DIGEST in self.files:
            known = _object(self._content(_DIGEST))
            stated = known.get("hash") if known else None
            if not isinstance(stated, str) or _digest_of(content or b"", stated) != stated:
                return _CHANGED
        known = _object(content)
        resources = known.get("resources") if known else None
        if not isinstance(resources, list):
            return _UNREADABLE
        for each in resources:
            path = each.get("path") if isinstance(each, dict) else None
            if isinstance(path, str):
                self.told[path] = each
        return ""

    def _faults_of_paths(self) -> Iterator[Rejection]:
        for path in self.told:
            name = clean_name(f"{self.source.name}/{path}")
            if leads_out(path):
                yield Rejection(name, "a path that leads out of its archive")
            elif path not in self.files and not any(
                member.filename == path for member in self.members
            ):
                yield Rejection(name, _MISSING)

    def _fault(self, path: str) -> str:
        """Return what does not fit of a file and what the package says of it, or ""."""
        told = self.told[path]
        stated, size = _stated(told)
        if not stated:
            return f"has no checksum in {PACKAGE}; unpack it, and load it if you trust it"
        if isinstance(size, int) and size != self.files[path].file_size:
            return _OTHER
        try:
            with open_entry(self.archive, self.files[path], self.source.budget) as stream:
                found = _digest_of_stream(stream, stated)
        except UnpackingError as error:
            return str(error)
        return "" if found == stated else _OTHER

    def _content(self, path: str) -> bytes | None:
        """Return a small file; None where it is large or damaged."""
        try:
            with open_entry(self.archive, self.files[path], self.source.budget) as stream:
                content = stream.read(_MOST_BYTES + 1)
        except UnpackingError:
            return None
        return content if len(content) <= _MOST_BYTES else None

    def _source(self, path: str) -> Source:
        return entry_source(self.source, self.archive, self.files[path])

    def _refused(self, path: str, reason: str) -> Rejection:
        return Rejection(entry_name(self.source, self.files[path]), reason)


def _is_read(path: str) -> bool:
    """Whether documents may stand in a file: WARC files, and WACZ files of a larger package."""
    return path.startswith(_ARCHIVE) or ("/" not in path and path.lower().endswith(SUFFIX))


def _object(content: bytes | None) -> Mapping[str, Any] | None:
    try:
        known = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    return known if isinstance(known, dict) else None


def _stated(told: Mapping[str, Any]) -> tuple[str, object]:
    """Return the checksum and the size that a package states; early ones had them in ``stats``."""
    stats = told.get("stats")
    inner = stats if isinstance(stats, dict) else {}
    stated, size = told.get("hash", inner.get("hash")), told.get("bytes", inner.get("bytes"))
    return (stated, size) if isinstance(stated, str) else ("", size)


def _digest_of(content: bytes, stated: str) -> str:
    digest = _hash_of(stated)
    if digest is None:
        return ""
    digest.update(content)
    return f"{digest.name}:{digest.hexdigest()}"


def _digest_of_stream(stream: Any, stated: str) -> str:
    digest = _hash_of(stated)
    if digest is None:
        return ""
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return f"{digest.name}:{digest.hexdigest()}"


def _hash_of(stated: str) -> Any:
    """Return what computes a checksum of the kind that is stated, None where that is not known."""
    kind = stated.partition(":")[0]
    return hashlib.new(kind, usedforsecurity=False) if kind in _HASHES else None
