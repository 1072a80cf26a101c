"""The index worker: brings what waits in the outbox into the index, until it is told to stop."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db import IntegrityError, InterfaceError, OperationalError, close_old_connections
from django.db.models import QuerySet

from archive.captures.withdrawal import finish_withdrawals
from archive.durability import sync_database
from archive.entities.storage.alias_scan import scan_next_batch
from archive.error_counts import ErrorKind, note_error
from archive.errors import ArchiveError
from archive.models import OutboxEntry
from archive.models.database_changes import DatabaseChanges
from archive.models.outbox_bell import OutboxBell
from archive.refused_changes import tells_read_only
from search.contract import IndexWriter
from search.engine import IndexDamagedError
from search.index.archive_index import ArchiveIndex
from search.index.columnar_home import ColumnarHome
from search.index.erased_words import erase_words
from search.index.index_documents import (
    column_values,
    columns_of_articles,
    document,
    indexable_articles,
    prepared_articles,
    prepared_columns,
)
from search.index.outbox_lanes import own_entries
from search.index.rebuild import rebuild
from search.index.repair import repair_of
from search.index.slow_check import check_of
from search.meaning.changed_articles import erase_vectors, tell_vectors

LOOK_SECONDS: Final = 1.0
"""Between two looks at an empty outbox, and whether the index still stands where it stood.

Whoever commits an entry rings (``archive.models.outbox_bell``): looking finds what another machine wrote.
"""
TROUBLE_SECONDS: Final = 2.0
"""Between a failure and the next attempt; twice as long after each that follows."""
MOST_TROUBLE_SECONDS: Final = 60.0
"""The longest pause between two attempts."""
TROUBLE: Final = (ArchiveError, OSError, OperationalError, InterfaceError)
"""What may pass by itself: a full disk, a locked database, a lost connection."""

TEXTS_BATCH: Final = 1000
"""Articles whose texts are indexed at once: about two seconds' work."""
COLUMNS_BATCH: Final = 20_000
"""Entries looked at at once, most of which may be changes without a new text."""
LATEST: Final = 20
"""Of the articles whose texts wait, so many that changed last go before all others: an edit does
not wait behind a load."""
WORTH_COLUMNS: Final = 100
"""Changes without a new text from which whole columns are written anew.

Fewer articles are indexed anew as a whole: that makes a small segment, which costs less
than the columns of a large one.
"""
_ROWS: Final = 5000
"""Articles of one database query."""

_log = logging.getLogger("khizana.worker")


def work(home: ArchiveIndex, stopping: threading.Event, parent: int | None = None) -> None:
    """Keep the index true until ``stopping`` is set or the process ``parent`` is gone.

    ``TROUBLE`` is reported and tried again: the outbox forgets nothing meanwhile.
    """

    def goes_on() -> bool:
        return not stopping.is_set() and (parent is None or os.getppid() == parent)

    repair, thorough, pause = repair_of(home, stopping), False, TROUBLE_SECONDS
    while goes_on():
        began = time.monotonic()
        try:
            repair.mend(thorough=thorough)
            thorough = False
            _work_until_trouble(home, stopping, goes_on)
        except (*TROUBLE, IntegrityError) as error:
            if isinstance(error, IntegrityError) and not tells_read_only(error):
                raise
            _log.error("indexing waits: %s", _in_words(error))
            note_error(ErrorKind.WORKER)
            thorough = thorough or isinstance(error, IndexDamagedError)
            lasted = time.monotonic() - began > MOST_TROUBLE_SECONDS
            pause = TROUBLE_SECONDS if lasted else pause
            stopping.wait(pause)
            pause = min(2 * pause, MOST_TROUBLE_SECONDS)
        finally:
            close_old_connections()


def _in_words(error: Exception) -> str:
    """Return what an error says, without the number that the system gives it."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _work_until_trouble(
    home: ArchiveIndex, stopping: threading.Event, goes_on: Callable[[], bool]
) -> None:
    check, changes, untidy, glance_at = check_of(home), DatabaseChanges(), True, 0.0
    with OutboxBell() as bell:
        while goes_on():
            if time.monotonic() >= glance_at:
                home.glance()
                glance_at = time.monotonic() + LOOK_SECONDS
            if untidy or changes.since_last_asked():
                changed = bool(drain(home))
                untidy = changed or (untidy and tidy(home))
                if changed or untidy or scan_next_batch():
                    changes.forget()
                    continue
            check.step()
            bell.wait(stopping, LOOK_SECONDS)


def drain_all(home: ArchiveIndex, advance: Callable[[int], None] = lambda _done: None) -> int:
    """Index everything that waits and return the number of articles.

    An archive that was restored without its index gets one in its folder; in a cluster only
    ``rebuild`` makes one. ``advance`` is called with the number
    of articles just indexed.
    """
    total = 0
    if isinstance(home, ColumnarHome) and not home.exists() and home.holdings.need_an_index():
        total = rebuild(home, advance)
    while done := drain(home):
        total += done
        advance(done)
    return total


def drain(home: ArchiveIndex) -> int:
    """Index what waits in the outbox, a batch at most; return the number of articles.

    Entries are deleted after the commit: killed in between, the same articles are
    indexed once more, to the same effect. They are deleted one by one and not up to the
    last, since transactions may commit in another order than their entries' numbers.
    Where words were to be erased, they go from the files and from the word frequencies.
    """
    if not OutboxEntry.objects.exists():
        return 0
    with home.writing() as opened, own_entries(LATEST) as waiting:
        batch = _next_batch(waiting)
        if not batch.entries:
            return 0
        at_stake = opened.words_of(map(str, batch.erase)) if batch.erase else None
        with opened.writer() as writer:
            missed = _index_columns(writer, batch.columns)
            changed, gone = _index_whole(writer, [*batch.whole, *missed])
            sync_database()
        tell_vectors(changed, gone)
        if batch.erase:
            opened.erase_deleted()
            erase_vectors()
            erase_words(home, opened, at_stake)
            finish_withdrawals()
        for chunk in _chunks(batch.entries):
            OutboxEntry.objects.filter(id__in=chunk).delete()
    return len(batch.whole) + len(batch.columns)


def tidy(home: ArchiveIndex) -> bool:
    """Merge small segments where that is worth it; return whether anything changed.

    The worker calls it when nothing waits: no edit is held up by a merge that was
    begun before it for longer than the merge of one tier takes.
    """
    with home.writing() as opened:
        return opened.merge()


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles to index as a whole, articles of which only columns changed, and their entries.

    What stood in the articles ``erase`` must leave the files of the index, too.
    """

    whole: list[int]
    columns: list[int]
    entries: list[int]
    erase: list[int]


def _next_batch(waiting: QuerySet[OutboxEntry]) -> _Batch:
    rows = waiting.order_by("id")
    columns_of_entries = ("id", "article_id", "columns_only", "erase")
    latest = rows.filter(columns_only=False).reverse().values_list(*columns_of_entries)[:LATEST]
    oldest = rows.values_list(*columns_of_entries)[:COLUMNS_BATCH]
    entries = list(dict.fromkeys((*latest, *oldest)))
    texts = {article for _entry, article, columns_only, _erase in entries if not columns_only}
    others = dict.fromkeys(entry[1] for entry in entries if entry[1] not in texts)
    columns = list(others) if len(others) >= WORTH_COLUMNS else []
    changed = dict.fromkeys(entry[1] for entry in entries)
    whole = list(
        islice((article for article in changed if article in texts or not columns), TEXTS_BATCH)
    )
    done = {*whole, *columns}
    ready = [entry for entry in entries if entry[1] in done]
    return _Batch(
        whole, columns, [entry[0] for entry in ready], [entry[1] for entry in ready if entry[3]]
    )


def _index_columns(writer: IndexWriter, articles: Sequence[int]) -> list[int]:
    """Write the columns of the articles; return those that have to be indexed as a whole."""
    missed: list[int] = []
    for chunk in _chunks(articles):
        found = list(columns_of_articles().filter(pk__in=chunk))
        missed += set(chunk) - {article.pk for article in found}
        for article, fields in zip(found, prepared_columns(found), strict=True):
            if not writer.update_columns(column_values(fields)):
                missed.append(article.pk)
    return missed


def _index_whole(writer: IndexWriter, articles: Sequence[int]) -> tuple[list[int], list[int]]:
    """Index the articles anew, and take out of the index those that are gone; return both."""
    indexed: list[int] = []
    for chunk in _chunks(articles):
        found = list(indexable_articles().filter(pk__in=chunk))
        indexed += [article.pk for article in found]
        for pk in set(chunk) - {article.pk for article in found}:
            writer.delete(str(pk))
        for fields in prepared_articles(found):
            writer.update(document(fields))
    return indexed, list(set(articles) - set(indexed))


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + _ROWS] for start in range(0, len(ids), _ROWS))
