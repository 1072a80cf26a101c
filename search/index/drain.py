"""Draining the outbox: every change of the archive reaches the index, in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from archive.models import OutboxEntry
from search.engine import ColumnarWriter
from search.index.index_fields import column_values, document
from search.index.index_home import IndexHome
from search.index.prepared_articles import (
    columns_of_articles,
    indexable_articles,
    prepared_articles,
    prepared_columns,
)

BATCH: Final = 1000
"""Articles whose texts are indexed at once: about two seconds' work."""
COLUMNS_BATCH: Final = 20_000
"""Entries looked at at once, most of which may be changes without a new text."""
WORTH_COLUMNS: Final = 100
"""Changes without a new text from which whole columns are written anew.

Fewer articles are indexed anew as a whole: that makes a small segment, which costs less
than the columns of a large one.
"""
_ROWS: Final = 5000


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Articles to index as a whole and articles of which only columns changed."""

    whole: list[int]
    columns: list[int]
    entries: list[int]


def drain(home: IndexHome) -> int:
    """Index what waits in the outbox, a batch at most; return the number of articles.

    Entries are deleted after the commit: killed in between, the same articles are
    indexed once more, to the same effect. They are deleted one by one and not up to the
    last, since transactions may commit in another order than their entries' numbers.
    """
    if not OutboxEntry.objects.exists():
        return 0
    columnar = home.current().columnar
    with home.lock():
        waiting = _waiting()
        with columnar.writer() as writer:
            missed = _index_columns(writer, waiting.columns)
            _index_whole(writer, [*waiting.whole, *missed])
        for chunk in _chunks(waiting.entries):
            OutboxEntry.objects.filter(id__in=chunk).delete()
    return len(waiting.whole) + len(waiting.columns)


def _waiting() -> _Waiting:
    rows = OutboxEntry.objects.order_by("id").values_list("id", "article_id", "columns_only")
    entries = list(rows[:COLUMNS_BATCH])
    texts = {article for _entry, article, columns_only in entries if not columns_only}
    others = dict.fromkeys(article for _entry, article, _only in entries if article not in texts)
    columns = list(others) if len(others) >= WORTH_COLUMNS else []
    changed = dict.fromkeys(article for _entry, article, _only in entries)
    whole = list(islice((article for article in changed if article in texts or not columns), BATCH))
    done = {*whole, *columns}
    return _Waiting(whole, columns, [entry for entry, article, _only in entries if article in done])


def _index_columns(writer: ColumnarWriter, articles: Sequence[int]) -> list[int]:
    """Write the columns of the articles; return those that have to be indexed as a whole."""
    missed: list[int] = []
    for chunk in _chunks(articles):
        found = list(columns_of_articles().filter(pk__in=chunk))
        missed += set(chunk) - {article.pk for article in found}
        for article, fields in zip(found, prepared_columns(found), strict=True):
            if not writer.update_columns(column_values(fields)):
                missed.append(article.pk)
    return missed


def _index_whole(writer: ColumnarWriter, articles: Sequence[int]) -> None:
    """Index the articles anew, and take out of the index those that are gone."""
    for chunk in _chunks(articles):
        found = list(indexable_articles().filter(pk__in=chunk))
        for pk in set(chunk) - {article.pk for article in found}:
            writer.delete(str(pk))
        for fields in prepared_articles(found):
            writer.update(document(fields))


def _chunks(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + _ROWS] for start in range(0, len(ids), _ROWS))


def tidy(home: IndexHome) -> bool:
    """Merge small segments where that is worth it; return whether anything changed.

    The worker calls it when nothing waits: no edit is held up by a merge that was
    begun before it for longer than the merge of one tier takes.
    """
    columnar = home.current().columnar
    with home.lock():
        return columnar.merge()
