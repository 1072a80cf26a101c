"""Loading: captures in batches, each batch one transaction, nothing twice, nothing half."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.db import transaction

from archive.entities.linker import EntityLinker
from archive.entities.mentions import FoundMention
from archive.errors import UnreadableDocumentError
from archive.ingest.loader.articles import PARSED_FIELDS, apply, parsed_values, public_id
from archive.ingest.loader.outlets import OutletDirectory
from archive.ingest.loader.report import LoadReport
from archive.ingest.records import RawCapture, Rejection
from archive.ingest.understand import Understanding, understand
from archive.models import Article, Capture, CaptureStatus, Mention, OutboxEntry
from archive.store import CaptureStore, digest

BATCH: Final = 200
"""Captures of one transaction: enough to make its cost small, few enough to redo."""

EDITOR: Final = "editor"


@dataclass(slots=True)
class _Item:
    capture: RawCapture
    sha256: str
    understanding: Understanding | None = None


@dataclass(slots=True)
class Loader:
    """Writes captures and their articles to the database and the store.

    ``executor`` may spread the understanding of documents over processes; ``advance`` is
    called with the number of documents done. With ``dry_run`` nothing is written.
    """

    store: CaptureStore
    dry_run: bool = False
    executor: Executor | None = None
    advance: Callable[[int], None] = lambda _done: None
    report: LoadReport = field(default_factory=LoadReport)
    _outlets: OutletDirectory = field(default_factory=OutletDirectory)
    _linker: EntityLinker = field(default_factory=EntityLinker)

    def load(self, captures: Iterable[RawCapture | Rejection]) -> LoadReport:
        """Load every capture and return the counts of the run."""
        stream = iter(captures)
        while batch := list(islice(stream, BATCH)):
            self._load_batch(batch)
            self.advance(len(batch))
        return self.report

    def _load_batch(self, batch: Sequence[RawCapture | Rejection]) -> None:
        waiting = self._unseen(batch)
        understood = self._understand(waiting)
        if self.dry_run:
            self.report.preview.extend(_preview(item) for item in understood)
            self.report.new += sum(len(_of(item).articles) for item in understood)
            return
        self.store.put_all([item.capture.content for item in understood])
        with transaction.atomic():
            self._write(understood)

    def _unseen(self, batch: Sequence[RawCapture | Rejection]) -> list[_Item]:
        """Return what of a batch is to be loaded; count what is known, refuse what must not be."""
        items: dict[tuple[str, str], _Item] = {}
        for capture in batch:
            if isinstance(capture, Rejection):
                self.report.reject(capture)
                continue
            sha256 = digest(capture.content)
            if (capture.uri, sha256) not in items:
                self.report.documents += 1
                items[capture.uri, sha256] = _Item(capture, sha256)
        hashes = {sha256 for _uri, sha256 in items}
        known = Capture.objects.filter(sha256__in=hashes)
        withdrawn = set(
            known.filter(status=CaptureStatus.WITHDRAWN).values_list("sha256", flat=True)
        )
        loaded = {
            (capture.uri, capture.sha256): capture
            for capture in known.exclude(status=CaptureStatus.WITHDRAWN)
        }
        waiting = []
        for key, item in items.items():
            if item.sha256 in withdrawn:
                self.report.rejected.append(
                    Rejection(item.capture.document, "withdrawn from this archive")
                )
            elif key in loaded:
                self.report.unchanged += loaded[key].articles.count()
            else:
                waiting.append(item)
        return waiting

    def _understand(self, items: Sequence[_Item]) -> list[_Item]:
        captures = [item.capture for item in items]
        results: Iterator[Understanding | UnreadableDocumentError] = (
            self.executor.map(understand, captures, chunksize=8)
            if self.executor
            else map(understand, captures)
        )
        understood = []
        for item, result in zip(items, results, strict=True):
            if isinstance(result, UnreadableDocumentError):
                self.report.rejected.append(Rejection(result.document, result.reason))
                continue
            item.understanding = result
            understood.append(item)
            self.report.warnings.extend(
                (item.capture.document, warning) for warning in result.warnings
            )
        return understood

    def _write(self, items: Sequence[_Item]) -> None:
        captures = Capture.objects.bulk_create([_capture_row(item) for item in items])
        existing = Article.objects.in_bulk(
            [
                public_id(item.capture.uri, article.position)
                for item in items
                for article in _of(item).articles
            ],
            field_name="public_id",
        )
        new: list[Article] = []
        changed: list[Article] = []
        mentions: dict[str, Sequence[FoundMention]] = {}
        for item, capture in zip(items, captures, strict=True):
            for parsed, found in zip(_of(item).articles, _of(item).mentions, strict=True):
                identity = public_id(item.capture.uri, parsed.position)
                values = parsed_values(
                    parsed,
                    capture,
                    self._outlets.find(parsed.outlet),
                    self._outlets.find(parsed.republisher),
                )
                article = existing.get(identity)
                if article is None:
                    article = existing[identity] = Article(public_id=identity)
                    apply(article, values)
                    new.append(article)
                elif apply(article, values) and article.pk:
                    changed.append(article)
                article.recognised_with = _of(item).recogniser
                mentions[identity] = found
        Article.objects.bulk_create(new)
        Article.objects.bulk_update(changed, [*PARSED_FIELDS, "recognised_with"])
        self._write_mentions([*new, *changed], mentions)
        OutboxEntry.announce(article.pk for article in [*new, *changed])
        self.report.new += len(new)
        self.report.updated += len(changed)

    def _write_mentions(
        self, articles: Sequence[Article], mentions: dict[str, Sequence[FoundMention]]
    ) -> None:
        """Replace what was recognised before; what an editor set stays."""
        free = [article for article in articles if "entities" not in article.edited]
        Mention.objects.filter(article__in=free).exclude(method=EDITOR).delete()
        Mention.objects.bulk_create(
            self._linker.link([(article.pk, mentions[article.public_id]) for article in free]),
            batch_size=500,
        )


def _of(item: _Item) -> Understanding:
    assert item.understanding is not None
    return item.understanding


def _capture_row(item: _Item) -> Capture:
    raw = item.capture
    captured = raw.captured.date() if raw.captured else None
    return Capture(
        uri=raw.uri,
        document=raw.document,
        sha256=item.sha256,
        size=len(raw.content),
        media_type=raw.media_type,
        charset=_of(item).charset,
        url=raw.url or "",
        captured=captured or _of(item).captured,
        captured_at=raw.captured,
        container=raw.container,
        record_id=raw.record_id,
        record_offset=raw.record_offset,
        fields=dict(raw.fields) if raw.fields is not None else None,
        layout=_of(item).layout,
        warnings=list(_of(item).warnings),
    )


def _preview(item: _Item) -> dict[str, object]:
    return {
        "document": item.capture.document,
        "uri": item.capture.uri,
        "charset": _of(item).charset,
        "articles": [
            {
                "title": article.title,
                "outlet": article.outlet.name or article.outlet.slug or None,
                "published": article.published.edtf or None,
                "paragraphs": len(article.paragraphs),
                "entities": len({mention.key for mention in found}),
            }
            for article, found in zip(_of(item).articles, _of(item).mentions, strict=True)
        ],
    }
