"""The captures that may leave the archive, of any number of keys, in their order."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from django.db.models import QuerySet

from archive.captures.closed_captures import closed_among
from archive.models import Article, Capture, CaptureRecord, CaptureStatus, PartOfCapture

_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class OpenCapture:
    """A capture that may leave, with the articles of its document that readers see.

    ``has_record`` and ``has_parts`` say whether the record that it was read from was kept, and
    whether anything came with it: to ask for them one by one takes most of the time of an export.
    """

    capture: Capture
    articles: Sequence[Article]
    has_record: bool
    has_parts: bool


class SeenNames:
    """Names that were met already, in a temporary file: memory does not grow with their number."""

    def __init__(self) -> None:
        # SQLite keeps a database without a name in a temporary file of its own, once it has
        # outgrown the page cache of 2 MB.
        self._rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._rows.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN;")
        self._rows.execute("CREATE TABLE name (name TEXT PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> SeenNames:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._rows.close()

    def is_new(self, name: str) -> bool:
        """Return whether a name is met for the first time, and remember it."""
        made = self._rows.execute("INSERT OR IGNORE INTO name VALUES (?)", (name,))
        return made.rowcount > 0


def captures_of_articles(keys: Iterable[Sequence[int]]) -> Iterator[int]:
    """Yield the keys of the captures that articles stand in, each once, in the articles' order.

    ``keys`` are batches of primary keys of articles; hidden ones are passed over.
    """
    with SeenNames() as seen:
        for some in keys:
            rows = Article.objects.shown().filter(pk__in=some)
            captures = dict(rows.order_by().values_list("pk", "capture_id"))
            for key in some:
                capture = captures.get(key)
                if capture is not None and seen.is_new(str(capture)):
                    yield capture


def open_captures(keys: Iterable[int]) -> Iterator[OpenCapture]:
    """Yield the captures of these keys that may leave; seven queries for fifty of them.

    Left out are withdrawn captures, and those closed to readers since an article of their
    document, or of their bytes, was hidden or deleted.
    """
    for some in _batched(keys):
        rows = Capture.objects.exclude(status=CaptureStatus.WITHDRAWN).in_bulk(some)
        closed = closed_among(list(rows.values()))
        articles = _articles(rows.values())
        records = _captures_of(CaptureRecord.objects.filter(capture__in=rows))
        parts = _captures_of(PartOfCapture.objects.filter(capture__in=rows))
        for key in some:
            if key in rows and key not in closed:
                found = articles[rows[key].uri]
                yield OpenCapture(rows[key], found, key in records, key in parts)


def _captures_of(rows: QuerySet[Any]) -> set[int]:
    """Return the keys of the captures that these rows belong to."""
    return set(rows.order_by().values_list("capture_id", flat=True))


def _batched(keys: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    for key in keys:
        batch.append(key)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def _articles(captures: Iterable[Capture]) -> dict[str, list[Article]]:
    """Return the articles of documents that readers see, by the documents' addresses."""
    found: dict[str, list[Article]] = defaultdict(list)
    rows = Article.objects.shown().filter(capture__uri__in={each.uri for each in captures})
    rows = rows.select_related("capture").only("public_id", "position", "title", "capture__uri")
    for article in rows.order_by("position", "pk"):
        found[article.capture.uri].append(article)
    return found
