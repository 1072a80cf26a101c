"""Loading: captures in batches, each batch one transaction, nothing twice, nothing half."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import IntegrityError, transaction

from archive.captures.store import CaptureStore
from archive.entities.recognition.combined_recogniser import correct_by
from archive.entities.storage.corrections import corrections
from archive.errors import UnreadableDocumentError
from archive.ingest.enrichment.enrich import Understanding
from archive.ingest.enrichment.worker_processes import UnderstandingPool
from archive.ingest.loading.article_rows import capture_row
from archive.ingest.loading.article_writer import ArticleWriter, Understood, Written
from archive.ingest.loading.load_batches import (
    LoadReport,
    SortedBatch,
    Waiting,
    preview,
    sort_batch,
    still_unknown,
)
from archive.knowledge.archive_knowledge import outlets_of_archive
from archive.knowledge.outlet_registry import know_outlets
from archive.models import Capture
from archive.models.insertion import insert
from archive.records.documents import RawCapture, Rejection

BATCH: Final = 200
"""Captures of one transaction: enough to make its cost small, few enough to redo."""

BATCH_BYTES: Final = 32_000_000
_ATTEMPTS: Final = 3
_REASON: Final = "loaded again"


@dataclass(frozen=True, slots=True)
class _Item:
    waited: Waiting
    understanding: Understanding

    @property
    def version(self) -> tuple[str, str]:
        return self.waited.capture.uri, self.waited.sha256


@dataclass(slots=True)
class Loader:
    """Writes captures and their articles to the database and the store.

    ``advance`` is called with the number of documents done. With ``dry_run`` nothing is
    written. The next batch is understood while one is written, where processes help.
    """

    store: CaptureStore
    dry_run: bool = False
    pool: UnderstandingPool = field(default_factory=UnderstandingPool)
    advance: Callable[[int], None] = lambda _done: None
    report: LoadReport = field(default_factory=LoadReport)
    _writer: ArticleWriter | None = None

    def load(self, captures: Iterable[RawCapture | Rejection]) -> LoadReport:
        """Load every capture and return the counts of the run."""
        ahead: deque[tuple[SortedBatch, Iterator[Understanding | UnreadableDocumentError]]]
        ahead = deque()
        correct_by(corrections())
        know_outlets(outlets_of_archive())
        for batch in batched(captures):
            found = sort_batch(batch)
            waiting = [each.capture for each in found.waiting]
            ahead.append((found, self.pool.understand(waiting)))
            if len(ahead) > self.pool.ahead:
                self._finish(*ahead.popleft())
        while ahead:
            self._finish(*ahead.popleft())
        return self.report

    def _finish(
        self, found: SortedBatch, results: Iterator[Understanding | UnreadableDocumentError]
    ) -> None:
        self.report.take(found)
        items = []
        for waited, result in zip(found.waiting, results, strict=True):
            if isinstance(result, UnreadableDocumentError):
                self.report.rejected.append(Rejection(result.document, result.reason))
            else:
                items.append(_Item(waited, result))
                self.report.warn(waited.capture.document, result.warnings)
        if self.dry_run:
            self._preview(items)
        elif items:
            self._store(items)
        self.advance(found.documents)

    def _preview(self, items: Sequence[_Item]) -> None:
        uris = [item.waited.capture.uri for item in items]
        known = set(Capture.objects.filter(uri__in=uris).values_list("uri", flat=True))
        for item in items:
            capture = item.waited.capture
            self.report.preview.append(preview(capture, item.understanding))
            articles = len(item.understanding.articles)
            if capture.uri in known:
                self.report.updated += articles
            else:
                self.report.new += articles

    def _store(self, items: Sequence[_Item]) -> None:
        """Keep the bytes, then write the rows: killed in between, bytes wait for their rows.

        Another load may bring the same outlets, entities or documents at the same time;
        then this one looks again and tries once more.
        """
        self.store.put_all({item.waited.sha256: item.waited.capture.content for item in items})
        for attempt in range(_ATTEMPTS):
            try:
                with transaction.atomic():
                    unknown = still_unknown([item.version for item in items])
                    written = self._write([item for item in items if item.version in unknown])
                break
            except IntegrityError:
                if attempt == _ATTEMPTS - 1:
                    raise
                self._writer = None
        self.report.new += len(written.new)
        self.report.updated += len(written.updated)
        # What came twice in this batch, or in the one that was written while this was understood.
        self.report.unchanged += sum(
            len(item.understanding.articles) * (item.waited.times - (item.version in unknown))
            for item in items
        )

    def _write(self, fresh: Sequence[_Item]) -> Written:
        rows = [
            capture_row(item.waited.capture, item.waited.sha256, item.understanding)
            for item in fresh
        ]
        insert(rows, ["sha256", "uri"])
        # Not before: what it reads at first is read while other processes are at work already.
        self._writer = self._writer or ArticleWriter(_REASON)
        return self._writer.write(
            [Understood(row, item.understanding) for row, item in zip(rows, fresh, strict=True)]
        )


def batched(
    captures: Iterable[RawCapture | Rejection],
) -> Iterator[list[RawCapture | Rejection]]:
    """Yield batches of at most ``BATCH`` captures and about ``BATCH_BYTES`` bytes."""
    batch: list[RawCapture | Rejection] = []
    size = 0
    for capture in captures:
        batch.append(capture)
        size += len(capture.content) if isinstance(capture, RawCapture) else 0
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
