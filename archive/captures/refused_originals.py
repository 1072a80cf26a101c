"""Bytes of documents that loads refused, kept for a while so that they are mended at the desk.

They lie in ``refused`` in the archive's folder, as captures do in theirs, and go after some weeks,
when their refusal is settled, when there are too many, and at once when the like is withdrawn.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from archive.captures.store import CaptureStore, digest
from archive.models import LoadRemark, RefusedOriginal

KEPT: Final = timedelta(days=30)
"""How long the bytes of a refused document are kept."""
MOST_BYTES: Final = 20_000_000
"""The largest original that is kept."""
MOST_OF_A_LOAD: Final = 500
"""Originals that are kept of one load, the first of them."""
ALL_BYTES: Final = 500_000_000
"""Bytes of all of them; the oldest go first."""
_FREE_BYTES: Final = 1_000_000_000
"""Room on the disk below which none is kept."""


def keep_original(remarks: Iterable[LoadRemark], content: bytes, *, whole: bool = False) -> int:
    """Keep the bytes of what was refused; return the number of refusals for which they are kept.

    ``whole`` says that the bytes are of the whole file that came, of which the refused documents
    are parts.
    """
    waiting = list(remarks)
    if not waiting or not 0 < len(content) <= MOST_BYTES or not _has_room():
        return 0
    RefusedOriginal.objects.bulk_create(
        [
            RefusedOriginal(remark=remark, sha256=digest(content), size=len(content), whole=whole)
            for remark in waiting
        ],
        ignore_conflicts=True,
    )
    _store().put(content)
    return len(waiting)


def original_bytes(original: RefusedOriginal) -> bytes:
    """Return what was kept. Raises ``DamagedCaptureError`` where it is gone or damaged."""
    return _store().get(original.sha256)


def sweep_originals() -> int:
    """Remove what is too old, settled, undone, or too much; return the number of files removed."""
    waiting = LoadRemark.objects.waiting()
    rows = RefusedOriginal.objects.all()
    rows.exclude(remark__in=waiting).delete()
    rows.filter(kept_at__lt=timezone.now() - KEPT).delete()
    total, known = 0, dict[str, int]()
    for key, sha256, size in rows.order_by("-pk").values_list("pk", "sha256", "size"):
        total += 0 if sha256 in known else size
        if total > ALL_BYTES:
            rows.filter(pk__lte=key).delete()
            break
        known[sha256] = size
    store = _store()
    lost = [sha256 for sha256 in store.hashes() if sha256 not in known]
    for sha256 in lost:
        store.remove(sha256)
    return len(lost)


def sweep_old_originals() -> None:
    """Remove what is too old, where anything is: one look at an index where nothing is."""
    if RefusedOriginal.objects.filter(kept_at__lt=timezone.now() - KEPT).exists():
        sweep_originals()


def forget_withdrawn(sha256: str) -> None:
    """Remove an original with withdrawn bytes, and all whole files: one may hold them."""
    gone = RefusedOriginal.objects.filter(sha256=sha256) | RefusedOriginal.objects.filter(
        whole=True
    )
    hashes = {sha256, *gone.values_list("sha256", flat=True)}
    gone.delete()
    store = _store()
    for each in hashes:
        store.remove(each)


def _has_room() -> bool:
    return shutil.disk_usage(settings.ARCHIVE_HOME).free > _FREE_BYTES


def _store() -> CaptureStore:
    folder = Path(settings.ARCHIVE_HOME) / "refused"
    folder.mkdir(mode=0o700, exist_ok=True)
    return CaptureStore(folder)
