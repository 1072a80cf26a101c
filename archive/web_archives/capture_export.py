"""A whole export of captures as bytes, in the form of a file: WARC, or WACZ around it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from archive.models import ArchiveIdentity
from archive.web_archives.capture_records import CaptureRecords, capture_records, part_records
from archive.web_archives.open_captures import SeenNames, open_captures
from archive.web_archives.wacz_package import WaczPackage
from archive.web_archives.written_records import WarcRecord, made_record, packed, record_name

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_SPECIFICATION: Final = (
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
)
_Written = Callable[[WarcRecord, int, int], None]


@dataclass(slots=True)
class CaptureExport:
    """Captures that are to be written, and what became of them.

    ``keys`` are those of the captures, each once; ``about`` says in words what they are a choice
    of, ``moment`` when (aware). ``counted`` counts records by their kind; ``damaged`` names the
    captures whose bytes are gone or damaged, for which their text stands, or nothing.
    """

    keys: Iterable[int]
    about: str
    moment: datetime
    advance: Callable[[int], None] = lambda _done: None
    captures: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    damaged: list[str] = field(default_factory=list)

    def warc(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a WARC file that is called ``name``."""
        for written in self._records(name):
            yield written.content

    def wacz(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a WACZ file that is called ``name``: its WARC file goes in as it is made."""
        file = f"{name.removesuffix('.wacz')}.warc.gz"
        with WaczPackage(file, self.about, self.moment) as package:
            for written in self._records(file):
                yield from package.add(written.record, written.content, written.page)
            yield from package.end()

    def _records(self, name: str) -> Iterator[_Packed]:
        """Yield the records of a file, each of them once."""
        head = self._warcinfo(name)
        yield _Packed(head, packed(head))
        with ExitStack() as stack:
            seen = stack.enter_context(SeenNames())
            for each in open_captures(self.keys):
                found = capture_records(each, head.record_id, seen.is_new)
                self.advance(1)
                if found is None or found.is_damaged:
                    self.damaged.append(f"{each.capture.document} (capture {each.capture.pk})")
                if found is None:
                    continue
                self.captures += 1
                if found.metadata is not None:
                    yield self._packed(found.metadata)
                yield self._packed(found.main, found)
                for part in part_records(each, head.record_id):
                    if seen.is_new(part.record_id):
                        yield self._packed(part)

    def _packed(self, record: WarcRecord, page: CaptureRecords | None = None) -> _Packed:
        self.counted[record.kind] += 1
        return _Packed(record, packed(record), page)

    def _warcinfo(self, name: str) -> WarcRecord:
        lines = {
            "software": "Khizana",
            "format": "WARC File Format 1.1",
            "conformsTo": _SPECIFICATION,
            "description": json.dumps(self.about, ensure_ascii=False).strip('"'),
            "isPartOf": f"Khizana archive {ArchiveIdentity.current()}",
        }
        block = "".join(f"{label}: {value}\r\n" for label, value in lines.items()).encode()
        identity = record_name(ArchiveIdentity.current(), name, self.moment.isoformat(), self.about)
        media_type = "application/warc-fields"
        named = ("WARC-Filename", name)
        return made_record("warcinfo", identity, self.moment, block, media_type, named)


@dataclass(frozen=True, slots=True)
class _Packed:
    """A record and its bytes in the file; ``page`` where it is a capture's own record."""

    record: WarcRecord
    content: bytes = field(repr=False)
    page: CaptureRecords | None = None


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A form of an export: its name, what it is for, how its files end, its media type, its writer."""

    name: str
    purpose: StrPromise
    ending: str
    media_type: str
    write: Callable[[CaptureExport, str], Iterator[bytes]]


FORMATS: Final = {
    "warc": ExportFormat(
        "WARC", _("captures for web archives"), "warc.gz", "application/warc", CaptureExport.warc
    ),
    "wacz": ExportFormat(
        "WACZ",
        _("captures in a package for replaying"),
        "wacz",
        "application/wacz",
        CaptureExport.wacz,
    ),
}
"""Forms by their names in addresses."""
