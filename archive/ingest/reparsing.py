"""Parsing kept captures anew, after a layout, a rule of dates or the gazetteer has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from archive.captures.stored_captures import stored_capture
from archive.entities.recognition.combined_recogniser import correct_by
from archive.entities.storage.corrections import corrections
from archive.errors import ArchiveError, UnreadableDocumentError
from archive.ingest.enrichment.worker_processes import UnderstandingPool
from archive.ingest.loading.article_writer import ArticleWriter, Understood, Written
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.knowledge.outlet_registry import know_outlets
from archive.models import Capture, CaptureStatus
from archive.records.documents import Rejection

_BATCH = 100
_REASON = "parsed again"


@dataclass(slots=True)
class ReparseReport:
    """Counts of a run: captures read, articles found, changed, and no longer found."""

    captures: int = 0
    new: int = 0
    updated: int = 0
    removed: int = 0
    rejected: list[Rejection] = field(default_factory=list)


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def reparse(
    *,
    layout: str = "",
    dry_run: bool = False,
    pool: UnderstandingPool | None = None,
    advance: Callable[[int], None] = lambda _done: None,
) -> ReparseReport:
    """Parse the current capture of every document anew, or of one layout's only.

    What an editor set stays, public ids stay; articles that are no longer found go,
    unless an editor has worked on them.
    """
    report = ReparseReport()
    pool = pool or UnderstandingPool(workers=1)
    correct_by(corrections())
    know_outlets(outlets_of_archive())
    ids = list(current_captures(layout))
    for start in range(0, len(ids), _BATCH):
        batch = list(Capture.objects.filter(pk__in=ids[start : start + _BATCH]).order_by("pk"))
        _reparse_batch(batch, pool, report, dry_run)
        advance(len(batch))
    return report


def current_captures(layout: str = "") -> Iterator[int]:
    """Yield the captures that documents stand at: those of articles, else the newest."""
    shown = Capture.objects.filter(articles__isnull=False).values_list("pk", flat=True)
    newest = (
        Capture.objects.exclude(status=CaptureStatus.WITHDRAWN)
        .values("uri")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    wanted = Capture.objects.filter(pk__in=set(shown) | set(newest)).order_by("pk")
    yield from (wanted.filter(layout=layout) if layout else wanted).values_list("pk", flat=True)


def _reparse_batch(
    batch: list[Capture], pool: UnderstandingPool, report: ReparseReport, dry_run: bool
) -> None:
    stored, captures = [], []
    for capture in batch:
        report.captures += 1
        try:
            stored.append(stored_capture(capture))
        except ArchiveError as error:
            report.rejected.append(Rejection(capture.document, str(error)))
        else:
            captures.append(capture)
    understood = []
    for capture, result in zip(captures, pool.understand(stored), strict=True):
        if isinstance(result, UnreadableDocumentError):
            report.rejected.append(Rejection(result.document, result.reason))
        else:
            understood.append(Understood(capture, result))
    written = _write(understood, dry_run)
    report.new += len(written.new)
    report.updated += len(written.updated)
    report.removed += written.removed


def _write(understood: list[Understood], dry_run: bool) -> Written:
    written = Written()
    try:
        with transaction.atomic():
            written = ArticleWriter(_REASON).write(understood, reparsed=True)
            _note_layouts(understood)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return written


def _note_layouts(understood: list[Understood]) -> None:
    changed = [each for each in understood if each.capture.layout != each.understanding.layout]
    for each in changed:
        each.capture.layout = each.understanding.layout
    Capture.objects.bulk_update([each.capture for each in changed], ["layout"])
