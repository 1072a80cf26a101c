"""Writes what came with pages: parts and records, to the store and to their captures.

Whatever a capture has already is left alone, so that loading a file again adds what was missing
and nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from django.db import IntegrityError, transaction

from archive.captures.capture_keeping import KeptBytes
from archive.ingest.loading.known_addresses import with_known_uris
from archive.models import Capture, CapturePart, CaptureRecord, CaptureStatus, PartOfCapture
from archive.models.insertion import insert, insert_rows
from archive.records.documents import RawCapture
from archive.records.page_parts import FoundPart, PageParts, SourceRecord

_ATTEMPTS: Final = 3
_ASKED_AT_ONCE: Final = 2000
"""Parts that one question names: a database takes some tens of thousands of values."""
_SPARE_BYTES: Final = 16_000_000
_LINK: Final = ("capture_id", "part_id", "load_id")
_MEDIA_TYPE: Final = 100
_CHARSET: Final = 40
_KIND: Final = 20
_LEFT_OUT: Final = "some parts are not kept, too many, too large or damaged: {} ({} MB)"
_FALSE: Final = "its record states a digest that is not that of its bytes"


@dataclass(frozen=True, slots=True)
class WrittenParts:
    """How many pages that were there before were completed, and what is told of documents."""

    completed: int
    warnings: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Placed:
    """What came with a page, and the page's capture."""

    found: PageParts
    capture: Capture


@dataclass(slots=True)
class PartWriter:
    """Writes to ``store`` and to the database; ``load`` is the key of the run. Use one for a run."""

    store: KeptBytes
    load: int | None = None
    _spare: dict[str, FoundPart] = field(default_factory=dict)
    """Parts of pages that were not loaded, the latest of them: their bytes come once only."""

    def write(self, items: Sequence[PageParts]) -> WrittenParts:
        """Write what came with pages.

        The bytes are kept first: a run that is killed in between leaves bytes that wait. What came
        with a page that was not loaded, or was withdrawn, is left out; so are withdrawn bytes.
        """
        written = [self._write_some(some) for some in _divided(self._with_spare(items))]
        warnings = [told for each in written for told in each.warnings]
        return WrittenParts(sum(each.completed for each in written), warnings)

    def _write_some(self, items: Sequence[PageParts]) -> WrittenParts:
        self.store.put_all(_contents(_placed(items)))
        for _attempt in range(_ATTEMPTS - 1):
            # Another load may bring the same part at the same time.
            with suppress(IntegrityError), transaction.atomic():
                return self._write_rows(_placed(items, lock=True))
        with transaction.atomic():
            return self._write_rows(_placed(items, lock=True))

    def _with_spare(self, items: Sequence[PageParts]) -> list[PageParts]:
        """Return ``items``, with the bytes of parts that came with a page that was not loaded."""
        for item in items:
            self._spare |= {part.key: part for part in item.parts if part.content is not None}
        whole = [
            replace(item, parts=tuple(self._spare.get(part.key, part) for part in item.parts))
            for item in items
        ]
        held = sum(part.size for part in self._spare.values())
        while held > _SPARE_BYTES:
            held -= self._spare.pop(next(iter(self._spare))).size
        return whole

    def _write_rows(self, placed: Sequence[_Placed]) -> WrittenParts:
        keys = self._write_parts(placed)
        changed = self._link(placed, keys) | self._write_page_records(placed)
        warnings = [told for each in placed for told in _warn(each)]
        # Once more, now that rows say they are needed: what is withdrawn or undone at the same
        # time may have removed the same bytes.
        self.store.put_all(_contents(placed))
        older = {each.capture.pk for each in placed if each.capture.load_id != self.load}
        return WrittenParts(len(changed & older), warnings)

    def _write_parts(self, placed: Sequence[_Placed]) -> dict[str, int]:
        """Write the parts that are new, with their records; return the rows of all by their keys."""
        parts = [part for each in placed for part in each.found.parts]
        wanted = {part.key: part for part in reversed(parts)}
        rows = CapturePart.objects.filter(key__in=wanted)
        keys = dict(rows.values_list("key", "pk"))
        new = [part for key, part in wanted.items() if key not in keys and part.content is not None]
        made = [_part_row(part) for part in new]
        insert(made, ["key"])
        CaptureRecord.objects.bulk_create(
            _record_row(part.record, self.load, part=row)
            for part, row in zip(new, made, strict=True)
            if part.record is not None
        )
        return keys | {row.key: row.pk for row in made}

    def _link(self, placed: Sequence[_Placed], keys: Mapping[str, int]) -> set[int]:
        """Give captures their parts; return the keys of those that had not all of them."""
        known = set(
            PartOfCapture.objects.filter(
                capture__in=[each.capture.pk for each in placed]
            ).values_list("capture_id", "part_id")
        )
        wanted = dict.fromkeys(
            (each.capture.pk, keys[part.key])
            for each in placed
            for part in each.found.parts
            if part.key in keys
        )
        new = [link for link in wanted if link not in known]
        insert_rows(PartOfCapture, _LINK, [(*link, self.load) for link in new])
        return {capture for capture, _part in new}

    def _write_page_records(self, placed: Sequence[_Placed]) -> set[int]:
        """Write the records of the pages that have none; return the keys of their captures."""
        pages = {each.capture.pk: each for each in reversed(placed) if each.found.record}
        known = CaptureRecord.objects.filter(capture__in=pages)
        for capture in known.values_list("capture_id", flat=True):
            pages.pop(capture or 0, None)
        CaptureRecord.objects.bulk_create(
            _record_row(each.found.record, self.load, capture=each.capture)
            for each in pages.values()
            if each.found.record is not None
        )
        return set(pages)


def _divided(items: Sequence[PageParts]) -> Iterator[Sequence[PageParts]]:
    """Yield ``items`` in pieces of which one question asks for all parts."""
    piece: list[PageParts] = []
    for item in items:
        if piece and sum(len(each.parts) for each in piece) + len(item.parts) > _ASKED_AT_ONCE:
            yield piece
            piece = []
        piece.append(item)
    if piece:
        yield piece


def _placed(items: Sequence[PageParts], *, lock: bool = False) -> list[_Placed]:
    """Return what came with pages that stand in the archive, without what was withdrawn of it.

    With ``lock`` none of the pages is withdrawn until the transaction ends.
    """
    hashes = {each.sha256 for item in items for each in item.parts}
    gone = Capture.objects.filter(sha256__in=hashes, status=CaptureStatus.WITHDRAWN)
    withdrawn = set(gone.values_list("sha256", flat=True))
    rows = Capture.objects.select_for_update() if lock else Capture.objects.all()
    captures: dict[str, list[Capture]] = {}
    standing = rows.filter(sha256__in={item.sha256 for item in items})
    for row in standing.exclude(status=CaptureStatus.WITHDRAWN).order_by("pk"):
        captures.setdefault(row.sha256, []).append(row)
    placed = []
    for item, known in zip(items, with_known_uris([each.page for each in items]), strict=True):
        if capture := _capture_of(item.page, known.uri, captures.get(item.sha256, ())):
            placed.append(_Placed(_without(item, withdrawn), capture))
    return placed


def _capture_of(page: RawCapture, known: str, same: Sequence[Capture]) -> Capture | None:
    """Return the capture that a page became, among those of its bytes."""
    uris = (known, page.uri, page.fallback_uri)
    by_uri = [row for uri in uris for row in same if row.uri == uri]
    # A page that names another's address as canonical may stand as a capture of that one.
    by_url = [row for row in same if row.url and row.url == page.url]
    return next(iter([*by_uri, *by_url]), None)


def _without(item: PageParts, withdrawn: Collection[str]) -> PageParts:
    if not withdrawn:
        return item
    parts = tuple(each for each in item.parts if each.sha256 not in withdrawn)
    return replace(item, parts=parts)


def _contents(placed: Sequence[_Placed]) -> dict[str, bytes]:
    """Return all bytes that came with pages, by their hashes."""
    contents: dict[str, bytes] = {}
    for each in placed:
        records = [each.found.record, *(part.record for part in each.found.parts)]
        contents |= {record.body_sha256: record.body for record in records if record is not None}
        for part in each.found.parts:
            if part.content is not None:
                contents[part.sha256] = part.content
    return contents


def _part_row(part: FoundPart) -> CapturePart:
    return CapturePart(
        key=part.key,
        address=part.address,
        media_type=part.media_type[:_MEDIA_TYPE],
        charset=part.charset[:_CHARSET],
        size=part.size,
        sha256=part.sha256,
        captured_at=part.captured,
    )


def _record_row(
    record: SourceRecord,
    load: int | None,
    capture: Capture | None = None,
    part: CapturePart | None = None,
) -> CaptureRecord:
    return CaptureRecord(
        capture=capture,
        part=part,
        kind=record.kind[:_KIND],
        headers=[list(pair) for pair in record.headers],
        http_head=record.http_head,
        body_sha256=record.body_sha256,
        body_size=len(record.body),
        load_id=load,
    )


def _warn(placed: _Placed) -> Iterator[tuple[str, str]]:
    """Yield what is to be told of what came with a page, where its capture does not tell it yet."""
    found, capture = placed.found, placed.capture
    megabytes = math.ceil(found.left_out_bytes / 1_000_000)
    told = [_LEFT_OUT.format(found.left_out, megabytes)] if found.left_out else []
    told += [] if found.is_true else [_FALSE]
    if new := [each for each in told if each not in capture.warnings]:
        capture.warnings = [*capture.warnings, *new]
        capture.save(update_fields=["warnings"])
        yield from ((capture.document, each) for each in new)
