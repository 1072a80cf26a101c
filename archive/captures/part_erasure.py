"""Parts and records that go: with a withdrawn page, with a load that is undone.

A part stays as long as another page needs it. What a withdrawn capture still has of either is
what its withdrawal has yet to remove: whoever finishes it needs no other note.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.captures.stray_bytes import named_among, remove_unnamed, wait_for_loads
from archive.models import (
    Capture,
    CapturePart,
    CaptureRecord,
    CaptureStatus,
    ErasedBytes,
    PartOfCapture,
)

_AT_ONCE: Final = 500


def release_parts(links: QuerySet[PartOfCapture], records: QuerySet[CaptureRecord]) -> set[str]:
    """Delete these links and records, and the parts that no capture has then.

    Return the hashes of all that they named, for ``remove_bytes``. Call it in a transaction.
    """
    parts = list(links.values_list("part_id", flat=True).distinct().order_by())
    hashes = set(records.values_list("body_sha256", flat=True))
    records.delete()
    links.delete()
    for start in range(0, len(parts), _AT_ONCE):
        orphans = CapturePart.objects.filter(pk__in=parts[start : start + _AT_ONCE], links=None)
        hashes |= _delete_parts(orphans)
    return hashes


def erase_withdrawn_parts() -> int:
    """Remove what came with withdrawn pages and nothing else needs, and withdrawn bytes as parts.

    Return the number of files that went. Doing it again completes what was interrupted.
    """
    withdrawn = Capture.objects.filter(status=CaptureStatus.WITHDRAWN)
    links = PartOfCapture.objects.filter(capture__status=CaptureStatus.WITHDRAWN)
    records = CaptureRecord.objects.filter(capture__status=CaptureStatus.WITHDRAWN)
    framed = CapturePart.objects.filter(sha256__in=withdrawn.values("sha256"))
    if not (links.exists() or records.exists() or framed.exists()):
        return 0
    with transaction.atomic():
        wait_for_loads()
        hashes = release_parts(links, records) | _delete_parts(framed)
        # Files go before the transaction ends: one that is ended in between is begun again.
        gone = remove_unnamed(hashes)
        _note_erased(gone)
    return len(gone)


def erase_bytes_again(sha256: str) -> int:
    """Remove parts and records with bytes that were erased since a backup was made."""
    with transaction.atomic():
        wait_for_loads()
        records = CaptureRecord.objects.filter(body_sha256=sha256)
        parts = CapturePart.objects.filter(sha256=sha256)
        hashes = {sha256, *records.values_list("body_sha256", flat=True)}
        records.delete()
        hashes |= _delete_parts(parts)
        gone = remove_unnamed(hashes)
        _note_erased(gone | {sha256})
    return len(gone)


def erased_hashes() -> dict[str, str]:
    """Return the hashes of what was erased and has not come again, each with its day (ISO)."""
    rows = ErasedBytes.objects.order_by("sha256").values_list("sha256", "erased_at")
    days = {sha256: moment.date().isoformat() for sha256, moment in rows}
    hashes = list(days)
    for start in range(0, len(hashes), _AT_ONCE):
        for again in named_among(hashes[start : start + _AT_ONCE]):
            del days[again]
    return days


def _delete_parts(parts: QuerySet[CapturePart]) -> set[str]:
    """Delete parts with their records; return the hashes that they named."""
    keys = list(parts.values_list("pk", flat=True))
    records = CaptureRecord.objects.filter(part__in=keys)
    hashes = set(records.values_list("body_sha256", flat=True))
    rows = CapturePart.objects.filter(pk__in=keys)
    hashes |= set(rows.values_list("sha256", flat=True))
    rows.delete()
    return hashes


def _note_erased(hashes: Collection[str]) -> None:
    now = timezone.now()
    ErasedBytes.objects.bulk_create(
        [ErasedBytes(sha256=each, erased_at=now) for each in sorted(hashes)],
        ignore_conflicts=True,
        batch_size=_AT_ONCE,
    )
