"""WACZ 1.1.1: a zip file of a WARC file, its index and list of pages, with their checksums.

https://specs.webrecorder.net/wacz/1.1.1/. Everything is stored as it is, so that a replaying
program reads a record out of the middle; what goes in streams, and is never whole in memory.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

from archive.web_archives.capture_records import CaptureRecords
from archive.web_archives.cdxj_index import BLOCKS, CdxjIndex, index_head
from archive.web_archives.written_records import WarcRecord

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

WACZ_VERSION: Final = "1.1.1"
_IN_MEMORY: Final = 4_000_000
"""Bytes of the list of pages that stay in memory; more go to a temporary file."""
_CHUNK: Final = 1 << 16
_FILE_MODE: Final = 0o644 << 16
_EARLIEST: Final = 1980
"""The first year of a zip file's clock."""


class WaczPackage:
    """Writes one WACZ file, piece by piece. ``warc`` is the name of the WARC file in it."""

    def __init__(self, warc: str, about: str, moment: datetime) -> None:
        self._warc, self._about, self._moment = warc, about, moment
        self._out = _Outlet()
        self._zip = zipfile.ZipFile(self._out, "w")
        self._open = ExitStack()
        self._index = self._open.enter_context(closing(CdxjIndex()))
        pages = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the package
        self._pages = self._open.enter_context(pages)
        self._pages.write(_line({"format": "json-pages-1.0", "id": "pages", "title": about}))
        self._resources: list[dict[str, Any]] = []
        self._member: _Member | None = None

    def __enter__(self) -> WaczPackage:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def add(
        self, record: WarcRecord, content: bytes, page: CaptureRecords | None
    ) -> Iterator[bytes]:
        """Take one record, packed, and yield what can be sent; ``page`` is the capture it is of."""
        if self._member is None:
            self._member = self._begin(f"archive/{self._warc}")
        self._index.add(record, self._warc, self._member.size, len(content))
        if page is not None and page.is_page:
            self._pages.write(_line(_page(record, page)))
        self._member.write(content)
        yield from self._out.taken()

    def end(self) -> Iterator[bytes]:
        """Yield the rest of the file: the index, the pages, the checksums, the zip's directory."""
        if self._member is not None:
            self._finish(self._member)
        blocks = self._index.blocks()
        lines = [index_head()]
        member = self._begin(f"indexes/{BLOCKS}")
        for block in blocks:
            member.write(block.content)
            lines.append(block.line)
            yield from self._out.taken()
        self._finish(member)
        yield from self._whole("indexes/index.idx", (line.encode() for line in lines))
        self._pages.seek(0)
        yield from self._whole("pages/pages.jsonl", iter(lambda: self._pages.read(_CHUNK), b""))
        package = json.dumps(self._package(), ensure_ascii=False, indent=2).encode()
        yield from self._whole("datapackage.json", [package])
        digest = {"path": "datapackage.json", "hash": f"sha256:{sha256(package).hexdigest()}"}
        yield from self._whole("datapackage-digest.json", [json.dumps(digest, indent=2).encode()])
        self._zip.close()
        yield from self._out.taken()

    def _whole(self, path: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        member = self._begin(path)
        for piece in pieces:
            member.write(piece)
            yield from self._out.taken()
        self._finish(member)
        yield from self._out.taken()

    def _begin(self, path: str) -> _Member:
        moment = self._moment.astimezone(UTC)
        info = zipfile.ZipInfo(path, (max(moment.year, _EARLIEST), *moment.timetuple()[1:6]))
        info.external_attr = _FILE_MODE
        return _Member(path, self._zip.open(info, "w", force_zip64=True))

    def _finish(self, member: _Member) -> None:
        member.close()
        name = member.path.rpartition("/")[2].lower()
        self._resources.append(
            {"name": name, "path": member.path, "hash": member.hash, "bytes": member.size}
        )

    def _package(self) -> dict[str, Any]:
        return {
            "profile": "data-package",
            "resources": self._resources,
            "title": self._about,
            "created": self._moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "wacz_version": WACZ_VERSION,
            "software": "Khizana",
        }


class _Member:
    """A file in the zip that is being written, with its SHA-256."""

    def __init__(self, path: str, out: Any) -> None:
        self.path, self.size = path, 0
        self._out, self._digest = out, sha256()

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)

    def close(self) -> None:
        self._out.close()

    @property
    def hash(self) -> str:
        return f"sha256:{self._digest.hexdigest()}"


class _Outlet(io.RawIOBase):
    """What a zip file is written to: its bytes wait here until somebody takes them."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Return true: nothing else can be done with it, and nobody goes back in it."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Take ``data``."""
        piece = bytes(data)
        self._waiting.append(piece)
        return len(piece)

    def taken(self) -> Iterator[bytes]:
        """Yield what has been written since the last time."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            yield b"".join(waiting)


def _page(record: WarcRecord, page: CaptureRecords) -> dict[str, Any]:
    address = record.value("WARC-Target-URI").strip("<>")
    known = {"id": str(page.capture.pk), "url": address, "ts": record.value("WARC-Date")}
    return known | ({"title": page.title} if page.title else {})


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
