"""Loading: captures in batches, each batch one transaction, nothing twice, nothing half."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from django.db import IntegrityError, OperationalError, transaction

from archive.captures.capture_keeping import KeptBytes
from archive.errors import UnreadableDocumentError
from archive.ingest.enrichment import EnrichedCapture, EnrichmentPool, EnrichmentResult
from archive.ingest.loading.article_rows import capture_row
from archive.ingest.loading.article_writer import ArticleWriter, CaptureToWrite, Written
from archive.ingest.loading.document_addresses import DocumentPlacer
from archive.ingest.loading.given_ids import told_of_known
from archive.ingest.loading.load_batches import (
    WITHDRAWN,
    LoadBatch,
    NewCapture,
    batched,
    not_yet_loaded,
    select_new,
)
from archive.ingest.loading.load_record import LoadRecord
from archive.ingest.loading.load_report import LoadReport
from archive.ingest.loading.part_writer import PartWriter
from archive.knowledge.archive_knowledge import CurrentKnowledge
from archive.knowledge.knowledge import Knowledge
from archive.models import Capture, CaptureStatus
from archive.models.database_locks import is_deadlock
from archive.models.insertion import insert
from archive.records.documents import RawCapture, Rejection
from archive.records.page_parts import Found

_ATTEMPTS: Final = 3
_REASON: Final = "loaded again"
_BURIED: Final = "an article of it was deleted from this archive, and is not made again"
_OTHER_TEXT: Final = "the same address as {}, with another text: kept as a version of it"


_Item = TypeVar("_Item")
_Enriched = tuple[NewCapture, EnrichedCapture]


@dataclass(slots=True)
class _PendingBatch:
    """A batch that is being enriched, and the knowledge by which."""

    batch: LoadBatch
    knowledge: Knowledge
    results: Iterator[EnrichmentResult]


@dataclass(slots=True)
class Loader:
    """Writes captures and their articles to the database and the store.

    ``advance`` is called with the number of documents done. With ``dry_run`` nothing is
    written. The next batch is enriched while one is written, where processes help. ``record``
    is told of each batch.
    """

    store: KeptBytes
    dry_run: bool = False
    pool: EnrichmentPool = field(default_factory=EnrichmentPool)
    advance: Callable[[int], None] = lambda _done: None
    report: LoadReport = field(default_factory=LoadReport)
    knowledge: CurrentKnowledge = field(default_factory=CurrentKnowledge)
    record: LoadRecord | None = None
    _writer: ArticleWriter | None = None
    _part_writer: PartWriter | None = None
    _texts: dict[str, tuple[str, set[int]]] = field(default_factory=dict)

    def load(self, captures: Iterable[Found]) -> LoadReport:
        """Load every capture and return the counts of the run."""
        ahead: deque[_PendingBatch] = deque()
        for batch in batched(self._asking(captures)):
            ahead.append(self._begin(select_new(batch)))
            if len(ahead) > self.pool.ahead:
                self._finish(ahead.popleft())
        while ahead:
            self._finish(ahead.popleft())
        return self.report

    def _asking(self, items: Iterable[_Item]) -> Iterable[_Item]:
        """Return ``items``; a run with a record is asked meanwhile whether it goes on."""
        return items if self.record is None else self.record.while_it_goes_on(items)

    def _begin(self, batch: LoadBatch) -> _PendingBatch:
        self.knowledge.refresh()
        knowledge = self.knowledge.value
        results = self.pool.enrich([new.raw for new in batch.new], knowledge)
        return _PendingBatch(batch, knowledge, results)

    def _finish(self, pending: _PendingBatch) -> None:
        """Write one batch, or preview what would be written, and count it."""
        batch = pending.batch
        results = list(self._asking(pending.results))
        if self.dry_run:
            self._preview(_readable(batch, results))
        else:
            while not self._write_batch(_readable(batch, results), pending.knowledge):
                # An editor taught something after this batch was begun.
                pending = self._begin(batch)
                results = list(self._asking(pending.results))
            self._write_parts(batch)
        self.report.count(batch)
        for raw in batch.known:
            if told := told_of_known(raw):
                self.report.warn(raw.document, [told])
        for new, result in zip(batch.new, results, strict=True):
            if isinstance(result, UnreadableDocumentError):
                refused = Rejection(result.document, result.reason, new.raw.content)
                self.report.rejected.append(refused)
            else:
                self.report.warn(new.raw.document, result.warnings)
        if self.record is not None:
            self.record.note(self.report)
        self.report.forget_contents()
        self.advance(batch.documents)

    def _write_parts(self, batch: LoadBatch) -> None:
        """Write what came with pages, which are written by now."""
        if batch.parts:
            if self._part_writer is None:
                load = self.record.load.pk if self.record is not None else None
                self._part_writer = PartWriter(self.store, load)
            written = self._part_writer.write(batch.parts)
            self.report.completed += written.completed
            self.report.warnings += written.warnings

    def _preview(self, found: Sequence[_Enriched]) -> None:
        uris = [new.raw.uri for new, _enriched in found]
        known = set(Capture.objects.filter(uri__in=uris).values_list("uri", flat=True))
        for new, enriched in found:
            self.report.preview.append(preview_of(new.raw, enriched))
            if new.raw.uri in known:
                self.report.updated += len(enriched.articles)
            else:
                self.report.new += len(enriched.articles)

    def _write_batch(self, found: Sequence[_Enriched], knowledge: Knowledge) -> bool:
        """Keep the bytes, then write the rows: killed in between, bytes wait for their rows.

        Another load may bring the same outlets, entities or documents at the same time;
        then this one looks again and tries once more. Nothing is written, and False is
        returned, where editors have taught more than the ``knowledge`` that found this.
        """
        if not found:
            return True
        self.store.put_all({new.sha256: new.raw.content for new, _enriched in found})
        placed: Sequence[_Enriched] = ()
        fresh: list[_Enriched] = []
        for attempt in range(_ATTEMPTS):
            try:
                with transaction.atomic():
                    if self.knowledge.refresh() or self.knowledge.value is not knowledge:
                        return False
                    placed = DocumentPlacer().place(found)
                    fresh = _not_yet_written(placed)
                    written = self._write(fresh)
                    # Once more, now that rows say they are needed: a load that is being undone
                    # may have removed the same bytes meanwhile.
                    self.store.put_all({new.sha256: new.raw.content for new, _ in fresh})
                break
            except (IntegrityError, OperationalError) as error:
                passes = isinstance(error, IntegrityError) or is_deadlock(error)
                if attempt == _ATTEMPTS - 1 or not passes:
                    raise
                self._writer = None
        self.report.new += len(written.new)
        self.report.updated += len(written.updated)
        withdrawn = self._remove_withdrawn([new for new, _enriched in found])
        # What came twice in this batch, or in the one that was written while this was enriched.
        written_now = {id(new) for new, _enriched in fresh}
        self.report.unchanged += sum(
            len(enriched.articles) * (new.times - (id(new) in written_now))
            for new, enriched in placed
            if new.sha256 not in withdrawn
        )
        self._warn_of_versions(fresh)
        for new, _enriched in fresh:
            if new.raw.uri in written.buried:
                self.report.warn(new.raw.document, [_BURIED])
            self.report.warn(new.raw.document, written.other_ids.get(new.raw.uri, ()))
        return True

    def _warn_of_versions(self, fresh: Sequence[_Enriched]) -> None:
        """Tell of documents that came with several texts in this run."""
        for new, enriched in fresh:
            texts = hash(tuple(article.paragraphs for article in enriched.articles))
            first, known = self._texts.setdefault(new.raw.uri, (new.raw.document, {texts}))
            if texts not in known:
                known.add(texts)
                self.report.warn(new.raw.document, [_OTHER_TEXT.format(first)])

    def _remove_withdrawn(self, batch: Sequence[NewCapture]) -> set[str]:
        """Remove the bytes that were withdrawn while they were being kept; return their hashes."""
        hashes = {new.sha256 for new in batch}
        rows = Capture.objects.filter(sha256__in=hashes, status=CaptureStatus.WITHDRAWN)
        withdrawn = set(rows.values_list("sha256", flat=True))
        for sha256 in withdrawn:
            self.store.remove(sha256)
        self.report.rejected += [
            Rejection(new.raw.document, WITHDRAWN) for new in batch if new.sha256 in withdrawn
        ]
        return withdrawn

    def _write(self, found: Sequence[_Enriched]) -> Written:
        load = self.record.load.pk if self.record is not None else None
        rows = [capture_row(new.raw, new.sha256, enriched, load) for new, enriched in found]
        insert(rows, ["sha256", "uri"])
        knowledge = self.knowledge.value
        # Not before: what it reads at first is read while other processes are at work already.
        if self._writer is None or self._writer.knowledge is not knowledge:
            self._writer = ArticleWriter(_REASON, knowledge)
        return self._writer.write(
            [
                CaptureToWrite(row, enriched, new.raw.article_ids or ())
                for row, (new, enriched) in zip(rows, found, strict=True)
            ]
        )


def _not_yet_written(placed: Sequence[_Enriched]) -> list[_Enriched]:
    """Return what the archive has not yet, each version of a document once."""
    unknown = not_yet_loaded([new.version for new, _enriched in placed])
    versions = {new.version: (new, enriched) for new, enriched in reversed(placed)}
    return [
        (new, enriched)
        for new, enriched in placed
        if new.version in unknown and versions[new.version][0] is new
    ]


def _readable(batch: LoadBatch, results: Sequence[EnrichmentResult]) -> list[_Enriched]:
    """Return the captures of ``batch`` that could be read, with what was found in them."""
    return [
        (new, result)
        for new, result in zip(batch.new, results, strict=True)
        if isinstance(result, EnrichedCapture)
    ]


def preview_of(capture: RawCapture, enriched: EnrichedCapture) -> dict[str, Any]:
    """Return a document and its articles in short, as JSON's types."""
    return {
        "document": capture.document,
        "uri": capture.uri,
        "media_type": capture.media_type,
        "charset": enriched.charset,
        "articles": [
            {
                "title": article.title,
                "outlet": article.outlet.name or article.outlet.slug or None,
                "published": article.published.edtf or None,
                "paragraphs": len(article.paragraphs),
                "entities": len({mention.key for mention in found}),
            }
            for article, found in zip(enriched.articles, enriched.mentions, strict=True)
        ],
    }
