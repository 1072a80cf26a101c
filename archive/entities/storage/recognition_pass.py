"""Recognising the whole archive anew, a batch at a time; it goes on where it was stopped.

An article remembers the version of what recognised it, and the pass looks for those of
another version: nothing else needs to be kept for going on. Names that no gazetteer
knows become candidates, which readers don't see until an editor accepts them or enough
articles agree (see ``acceptance``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from archive.entities.recognition.combined_recogniser import Corrections, combined_recogniser
from archive.entities.storage.corrections import CurrentCorrections, accept_agreed
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import Article, Mention, MentionRow, OutboxEntry
from archive.models.insertion import insert_rows
from archive.records.mentions import ArticleText, FoundMention, Recogniser

BATCH: Final = 100
"""Articles of one transaction: some seconds of reading, and then one short write."""

_EDITOR: Final = "editor"
_ENTITIES: Final = "entities"


@dataclass(slots=True)
class PassReport:
    """What a pass did: articles read, articles whose mentions changed, candidates accepted."""

    read: int = 0
    changed: int = 0
    accepted: int = 0


def outdated(recogniser: Recogniser) -> int:
    """Return how many articles ``recogniser`` in its present version has not read."""
    return Article.objects.exclude(recognised_with=recogniser.version).count()


def recognise_outdated(
    recogniser_of: Callable[[Corrections], Recogniser] = combined_recogniser,
    advance: Callable[[int], None] = lambda _read: None,
) -> PassReport:
    """Read every article that the recogniser has not read; ``advance`` hears of each batch.

    What is done stays done when the pass is stopped; starting it again does the rest. A
    batch that was read while an editor taught something is read again before it is written.
    """
    report = PassReport()
    corrections, linker = CurrentCorrections(), EntityLinker()
    corrections.refresh()
    last = 0
    while batch := _next(recogniser_of(corrections.value).version, last):
        recogniser = recogniser_of(corrections.value)
        found = [(article, _recognise(recogniser, article)) for article in batch]
        with transaction.atomic():
            if corrections.refresh():
                continue
            report.changed += _write(found, recogniser.version, linker)
        last = batch[-1].pk
        report.read += len(batch)
        advance(len(batch))
    report.accepted = accept_agreed()
    return report


def _next(version: str, last: int) -> list[Article]:
    articles = Article.objects.exclude(recognised_with=version).filter(pk__gt=last)
    return list(articles.order_by("pk")[:BATCH])


def _recognise(recogniser: Recogniser, article: Article) -> list[FoundMention]:
    if _ENTITIES in article.edited:
        return []
    return recogniser.recognise(ArticleText(article.title, article.standfirst, article.body))


def _write(
    found: Sequence[tuple[Article, list[FoundMention]]], version: str, linker: EntityLinker
) -> int:
    """Write the mentions of one batch; return how many articles got others than they had.

    An article that somebody changed meanwhile is left as it is, for the next pass.
    """
    read = {article.pk: article.updated_at for article, _mentions in found}
    now = Article.objects.filter(pk__in=read).in_bulk()
    current = {
        article.pk: mentions
        for article, mentions in found
        if article.pk in now and now[article.pk].updated_at == article.updated_at
    }
    free = [pk for pk in current if _ENTITIES not in now[pk].edited]
    changed = _replace(free, linker.link([(pk, current[pk]) for pk in free]))
    # Not a change of the article: no line of history, and its date of change stays.
    Article.objects.filter(pk__in=current).update(recognised_with=version)
    OutboxEntry.announce(changed, columns_only=True)
    return len(changed)


def _replace(articles: Sequence[int], rows: Sequence[MentionRow]) -> list[int]:
    """Put ``rows`` in the place of what was recognised before; return the articles that differ."""
    old = Mention.objects.filter(article__in=articles).exclude(method=_EDITOR)
    before: dict[int, set[MentionRow]] = {pk: set() for pk in articles}
    after: dict[int, set[MentionRow]] = {pk: set() for pk in articles}
    for row in map(MentionRow._make, old.order_by().values_list(*MentionRow._fields)):
        before[row.article_id].add(row)
    for row in rows:
        after[row.article_id].add(row)
    changed = [pk for pk in articles if before[pk] != after[pk]]
    stale = old.filter(article__in=changed)
    # Signals would announce every mention; the article itself is announced.
    stale._raw_delete(stale.db)
    new = [row for row in rows if before[row.article_id] != after[row.article_id]]
    insert_rows(Mention, MentionRow._fields, new)
    return changed
