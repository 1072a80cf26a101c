"""One run of ingest, from what an archivist names to its report: loading, or parsing anew.

Loading takes files → raw captures → enriched captures → rows, a batch at a time. Reparsing
takes the captures that the archive keeps the same way, after a layout, a rule of dates or the
gazetteer has changed. Both end alike: dates that many pages share are judged, and
republications are clustered.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.db import DatabaseError, transaction
from django.db.models import Max

from archive.captures.store import capture_store, stored_capture
from archive.durability import synced_at_the_end
from archive.entities.storage.background_names import request_names
from archive.errors import ArchiveError, UnreadableDocumentError
from archive.ingest.containers import NO_MAPPING, bytes_of_named, read_named
from archive.ingest.enrichment import EnrichmentPool
from archive.ingest.loading import (
    ArticleWriter,
    CaptureToWrite,
    Loader,
    LoadOrigin,
    LoadRecord,
    LoadReport,
    LostArticle,
    Written,
    settle_header_dates,
)
from archive.knowledge.archive_knowledge import CurrentKnowledge, outlets_of_archive
from archive.models import Capture, CaptureStatus
from archive.progress import progress, reading_progress
from archive.readers.saved_searches import request_check
from archive.records.documents import RawCapture, Rejection
from archive.records.page_parts import Found
from archive.republications.clustering import cluster_republications

_ENDS_A_RUN: Final = (OSError, DatabaseError, BrokenProcessPool)
"""Faults of the disk, the database or the machine, after which nothing more can be written."""
_REPARSE_BATCH: Final = 100
_REPARSED: Final = "parsed again"


def load_paths(
    paths: Sequence[str],
    *,
    mapping: Mapping[str, str] = NO_MAPPING,
    dry_run: bool = False,
    quiet: bool = True,
    keep_ids: bool = False,
    origin: LoadOrigin | None = None,
    captures: Iterable[Found] | None = None,
) -> LoadReport:
    """Load what stands under ``paths`` (``-``: standard input) and return the counts.

    ``mapping`` names the columns of records that are called otherwise than the archive's. With
    ``keep_ids`` captures that another archive exported keep their ids, addresses and columns.
    ``origin`` says how they came and who brought them, for the record of the run, which every run
    has that is not dry. ``captures`` are loaded in place of what stands under the paths, which then
    only say what was given.

    Raises:
        ArchiveError: nothing more can be written; what was loaded until then is whole.
    """
    record = None if dry_run else LoadRecord.begin(paths, mapping, origin or LoadOrigin())
    with (
        _collecting_new_objects_only(),
        reading_progress(
            None if quiet or captures is not None else bytes_of_named(paths), quiet=quiet
        ) as reading,
        synced_at_the_end(),
        EnrichmentPool() as pool,
    ):
        loader = Loader(capture_store(), dry_run, pool, reading.documents, record=record)
        try:
            if not dry_run:
                loader.store.sweep()
            if captures is None:
                captures = read_named(
                    paths,
                    mapping,
                    loader.report.passed_over,
                    reading.read,
                    parts=not dry_run,
                    keep_ids=keep_ids,
                )
            loader.load(captures)
            if record is not None:
                settle()
                record.finish(loader.report)
        except BaseException as error:
            if record is not None:
                record.stop(loader.report, str(error) or "interrupted")
            if isinstance(error, _ENDS_A_RUN):
                raise ArchiveError(
                    f"loading stopped: {error}. {loader.report.documents} documents are loaded and "
                    "whole; run the same command again to go on."
                ) from error
            raise
    return loader.report


@dataclass(slots=True)
class ReparseReport:
    """Counts of a run: captures read, articles found and changed; and those no longer found.

    ``lost`` went where the run was to ``remove`` them; else they stay.
    """

    captures: int = 0
    new: int = 0
    updated: int = 0
    remove: bool = False
    lost: list[LostArticle] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    def count(self, written: Written) -> None:
        """Count the articles of one batch."""
        self.new += len(written.new)
        self.updated += len(written.updated)
        self.lost += written.lost


class _DryRun(Exception):
    """Ends the transaction of a dry run."""


def reparse(
    *, layout: str = "", remove: bool = False, dry_run: bool = False, quiet: bool = True
) -> ReparseReport:
    """Parse the current capture of every document anew, or of one layout's only.

    What an editor set stays, public ids stay. Articles that are no longer found, and that no
    editor has worked on, are told; with ``remove`` they go, and their addresses lead to the
    articles that hold their texts.

    Raises:
        ArchiveError: nothing more can be written; what was parsed until then is whole.
    """
    report = ReparseReport(remove=remove)
    try:
        with synced_at_the_end():
            _reparse_all(layout, report, dry_run=dry_run, quiet=quiet)
            if not dry_run:
                settle()
                if report.new:
                    request_check()
    except _ENDS_A_RUN as error:
        raise ArchiveError(
            f"parsing anew stopped: {error}. {report.captures} captures are parsed and whole; "
            "run the same command again to parse all of them."
        ) from error
    return report


def _reparse_all(layout: str, report: ReparseReport, *, dry_run: bool, quiet: bool) -> None:
    knowledge = CurrentKnowledge()
    ids = list(_current_captures(layout))
    with progress("captures", len(ids), quiet=quiet) as advance, EnrichmentPool() as pool:
        for start in range(0, len(ids), _REPARSE_BATCH):
            chunk = ids[start : start + _REPARSE_BATCH]
            batch = list(Capture.objects.filter(pk__in=chunk).order_by("pk"))
            _reparse_batch(_with_bytes(batch, report), pool, knowledge, report, dry_run)
            report.captures += len(batch)
            advance(len(batch))


def _current_captures(layout: str) -> Iterator[int]:
    """Yield the captures that documents stand at: those of articles, else the newest."""
    shown = Capture.objects.filter(articles__isnull=False).values_list("pk", flat=True)
    newest = (
        Capture.objects.exclude(status=CaptureStatus.WITHDRAWN)
        .values("uri")
        .annotate(newest=Max("pk"))
        .values_list("newest", flat=True)
    )
    current = Capture.objects.filter(pk__in=set(shown) | set(newest)).order_by("pk")
    yield from (current.filter(layout=layout) if layout else current).values_list("pk", flat=True)


def _with_bytes(
    batch: Sequence[Capture], report: ReparseReport
) -> list[tuple[Capture, RawCapture]]:
    """Return the captures whose bytes are whole; the others are reported as rejected."""
    whole = []
    for row in batch:
        try:
            whole.append((row, stored_capture(row)))
        except ArchiveError as error:
            report.rejected.append(Rejection(row.document, str(error)))
    return whole


def _reparse_batch(
    batch: Sequence[tuple[Capture, RawCapture]],
    pool: EnrichmentPool,
    knowledge: CurrentKnowledge,
    report: ReparseReport,
    dry_run: bool,
) -> None:
    written: Written | None = None
    while written is None:
        # Again where an editor taught something meanwhile.
        results = list(pool.enrich([raw for _row, raw in batch], knowledge.value))
        written = _write_reparsed(
            [
                CaptureToWrite(row, result)
                for (row, _raw), result in zip(batch, results, strict=True)
                if not isinstance(result, UnreadableDocumentError)
            ],
            knowledge,
            report.remove,
            dry_run,
        )
    report.count(written)
    report.rejected += [
        Rejection(result.document, result.reason)
        for result in results
        if isinstance(result, UnreadableDocumentError)
    ]


def _write_reparsed(
    captures: Sequence[CaptureToWrite], knowledge: CurrentKnowledge, remove: bool, dry_run: bool
) -> Written | None:
    """Write one batch; return None, having written nothing, where ``knowledge`` has grown."""
    written = None
    try:
        with transaction.atomic():
            if knowledge.refresh():
                return None
            captures = _standing(captures)
            written = ArticleWriter(_REPARSED, knowledge.value).write(
                captures, reparsed=True, remove=remove
            )
            _note_layouts(captures)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return written


def _standing(captures: Sequence[CaptureToWrite]) -> list[CaptureToWrite]:
    """Return the captures that nobody withdrew since their bytes were read; they are locked."""
    rows = Capture.objects.select_for_update().filter(pk__in=[each.row.pk for each in captures])
    standing = set(rows.exclude(status=CaptureStatus.WITHDRAWN).values_list("pk", flat=True))
    return [each for each in captures if each.row.pk in standing]


def _note_layouts(captures: Sequence[CaptureToWrite]) -> None:
    changed = [each for each in captures if each.row.layout != each.enriched.layout]
    for each in changed:
        each.row.layout = each.enriched.layout
    Capture.objects.bulk_update([each.row for each in changed], ["layout"])


def settle() -> None:
    """Do what needs all articles, once a run has written its own."""
    settle_header_dates(capture_store(), outlets_of_archive())
    cluster_republications()
    request_names()


@contextmanager
def _collecting_new_objects_only() -> Iterator[None]:
    """Keep the garbage collector away from all that is in memory already.

    A load is a tenth faster: else every collection goes through what was imported too.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
