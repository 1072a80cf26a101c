"""Recognising the whole archive anew, a batch at a time; it goes on where it was stopped.

An article remembers the version of what recognised it, and the pass looks for those of
another version: nothing else needs to be kept for going on. Names that no gazetteer
knows become candidates, which readers see apart and marked until an editor reviews them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.storage.authors import write_authors
from archive.entities.storage.corrections import CurrentCorrections
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Article, Mention, MentionRow, OutboxEntry
from archive.models.editing import ENTITIES, is_edited
from archive.models.insertion import insert_rows
from archive.records.mentions import FoundMention, Recogniser, text_of

BATCH: Final = 200
"""Articles that are read at once: three or four seconds. Search takes a hundred changes without a
new text as changes of columns, which make no new segment."""
PART: Final = 10
"""Articles of one transaction: some 25 ms of processor time. Whoever saves meanwhile waits for one
part, on a busy machine ten times as long."""
GIVE_WAY: Final = 0.12
"""Seconds between two parts. SQLite looks every tenth of a second whether it may write
(https://sqlite.org/c3ref/busy_timeout.html): in this time whoever waits gets the turn."""


@dataclass(slots=True)
class PassReport:
    """What a pass did: articles read, and articles whose mentions changed."""

    read: int = 0
    changed: int = 0


def outdated(recogniser: Recogniser) -> int:
    """Return how many articles ``recogniser`` in its present version has not read."""
    others = _other_versions(recogniser.version)
    return sum(Article.objects.filter(recognised_with=other).count() for other in others)


RecogniserOf = Callable[[Corrections], Recogniser]


def recognise_outdated(
    recogniser_of: RecogniserOf = combined_recogniser,
    advance: Callable[[int], None] = lambda _read: None,
) -> PassReport:
    """Read every article that the recogniser has not read; ``advance`` hears of each batch.

    What is done stays done when the pass is stopped; starting it again does the rest.
    """
    report = PassReport()
    reader = BatchReader(recogniser_of)
    last = 0
    while batch := reader.read_after(last):
        last = batch.last
        report.read += batch.read
        report.changed += batch.changed
        advance(batch.read)
    return report


@dataclass(frozen=True, slots=True)
class BatchRead:
    """One batch: the key of its last article, articles read, articles whose mentions changed."""

    last: int
    read: int
    changed: int


class BatchReader:
    """Reads batches of articles that the recogniser in its present version has not read.

    It is idle for ``pause`` seconds after each transaction, so that others may write.
    """

    def __init__(
        self, recogniser_of: RecogniserOf = combined_recogniser, pause: float = 0.0
    ) -> None:
        self._recogniser_of = recogniser_of
        self._pause = pause
        self._corrections = CurrentCorrections()
        self._corrections.refresh()
        self._linker = EntityLinker()

    @property
    def recogniser(self) -> Recogniser:
        """What reads, as editors have taught it until now."""
        return self._recogniser_of(self._corrections.value)

    def read_after(self, last: int) -> BatchRead | None:
        """Read the next batch behind the key ``last`` and write it; ``None`` where none is left.

        It is read outside the transactions that write it, ``PART`` articles each. What was read
        while an editor taught something is read again before it is written.
        """
        while batch := _next(self.recogniser.version, last):
            recogniser = self.recogniser
            found = [(article, _recognise(recogniser, article)) for article in batch]
            written = changed = 0
            for start in range(0, len(found), PART):
                part = found[start : start + PART]
                with transaction.atomic():
                    if self._corrections.refresh():
                        break
                    changed += self._write(part, recogniser.version)
                written += len(part)
                time.sleep(self._pause)
            if written:
                return BatchRead(batch[written - 1].pk, written, changed)
        return None

    def _write(self, found: Sequence[tuple[Article, list[FoundMention]]], version: str) -> int:
        """Write the mentions of some articles; return how many articles got others than they had.

        An article that somebody changed meanwhile is left as it is, for the next pass.
        """
        read = {article.pk: article.updated_at for article, _mentions in found}
        now = Article.objects.filter(pk__in=read).in_bulk()
        current = {
            article.pk: mentions
            for article, mentions in found
            if article.pk in now and now[article.pk].updated_at == article.updated_at
        }
        free = [pk for pk in current if not is_edited(now[pk], ENTITIES)]
        changed = _replace(free, self._linker.link([(pk, current[pk]) for pk in free]))
        write_authors([now[pk] for pk in current], self._corrections.value)
        # Not a change of the article: no line of history, and its date of change stays.
        Article.objects.filter(pk__in=current).update(recognised_with=version)
        OutboxEntry.announce(changed, columns_only=True)
        return len(changed)


def _next(version: str, last: int) -> list[Article]:
    """Return the first articles behind the key ``last`` that another version has read, or none.

    Each other version is asked for by its name, in the order of an index: to leave one out, a
    database would read the million articles that it has read.
    """
    keys: list[int] = []
    for other in _other_versions(version):
        rows = Article.objects.filter(recognised_with=other, pk__gt=last).order_by("pk")
        keys += rows.values_list("pk", flat=True)[:BATCH]
    articles = Article.objects.filter(pk__in=sorted(keys)[:BATCH]).select_related("outlet")
    return list(articles.order_by("pk"))


def _other_versions(version: str) -> list[str]:
    """Return the versions of other recognisers that articles were read by; "" is that of none.

    There are few: each is one step through the index.
    """
    found: list[str] = []
    rows = Article.objects.order_by("recognised_with").values_list("recognised_with", flat=True)
    last = rows.first()
    while last is not None:
        if last != version:
            found.append(last)
        last = rows.filter(recognised_with__gt=last).first()
    return found


def _recognise(recogniser: Recogniser, article: Article) -> list[FoundMention]:
    if is_edited(article, ENTITIES):
        return []
    return recogniser.recognise(text_of(article))


def _replace(articles: Sequence[int], rows: Sequence[MentionRow]) -> list[int]:
    """Put ``rows`` in the place of what was recognised before; return the articles that differ."""
    old = Mention.objects.filter(article__in=articles).recognised()
    before: dict[int, set[MentionRow]] = {pk: set() for pk in articles}
    after: dict[int, set[MentionRow]] = {pk: set() for pk in articles}
    for row in map(MentionRow._make, old.order_by().values_list(*MentionRow._fields)):
        before[row.article_id].add(row)
    for row in rows:
        after[row.article_id].add(row)
    changed = [pk for pk in articles if before[pk] != after[pk]]
    old.filter(article__in=changed).delete_unannounced()
    new = [row for row in rows if before[row.article_id] != after[row.article_id]]
    insert_rows(Mention, MentionRow._fields, new)
    return changed
