"""Recognising the whole archive anew, a batch at a time; it goes on where it was stopped.

An article remembers the version of what recognised it, and the pass looks for those of
another version: nothing else needs to be kept for going on. Names that no gazetteer
knows become candidates, which readers don't see until an editor accepts them or enough
articles agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Avg, Count, F, QuerySet
from django.db.models.functions import Coalesce

from archive.entities.gazetteer.gazetteer import Corrections
from archive.entities.recognition.combined_recogniser import combined_recogniser
from archive.entities.storage.corrections import CurrentCorrections
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import (
    Article,
    Correction,
    CorrectionKind,
    Entity,
    EntityStatus,
    Mention,
    MentionRow,
    OutboxEntry,
)
from archive.models.editing import ENTITIES, is_edited
from archive.models.insertion import insert_rows
from archive.records.mentions import FoundMention, Recogniser, text_of

BATCH: Final = 100
"""Articles of one transaction: some seconds of reading, and then one short write."""

MIN_ARTICLES: Final = 5
"""Articles that must name a candidate; copies of one text count once."""
MIN_OUTLETS: Final = 2
"""Outlets they must come from: one desk's habit of writing is no agreement."""
MIN_CONFIDENCE: Final = 0.8
"""The mean confidence of its mentions: of names found in a part of ANERcorp
kept back from training, 86 % of those of .8 and more are right, and 54 % of the rest of .6 on."""


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
    articles = articles.select_related("outlet")
    return list(articles.order_by("pk")[:BATCH])


def _recognise(recogniser: Recogniser, article: Article) -> list[FoundMention]:
    if is_edited(article, ENTITIES):
        return []
    return recogniser.recognise(text_of(article))


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
    free = [pk for pk in current if not is_edited(now[pk], ENTITIES)]
    changed = _replace(free, linker.link([(pk, current[pk]) for pk in free]))
    # Not a change of the article: no line of history, and its date of change stays.
    Article.objects.filter(pk__in=current).update(recognised_with=version)
    OutboxEntry.announce(changed, columns_only=True)
    return len(changed)


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


def agreed_candidates() -> QuerySet[Entity]:
    """Return the candidates that enough articles agree on."""
    texts = Coalesce(F("mentions__article__republication_id"), -F("mentions__article_id"))
    return (
        Entity.objects.filter(status=EntityStatus.CANDIDATE, suppressed=False)
        .order_by()
        .annotate(
            texts=Count(texts, distinct=True),
            named=Count("mentions", distinct=True),
            outlets=Count("mentions__article__outlet", distinct=True),
            mean=Avg("mentions__confidence"),
        )
        .filter(texts__gte=MIN_ARTICLES, outlets__gte=MIN_OUTLETS, mean__gte=MIN_CONFIDENCE)
    )


@transaction.atomic
def accept_agreed() -> int:
    """Accept the candidates that enough articles agree on; return how many.

    Saving an entity tells search of its articles. Each is in the log of corrections, made by
    nobody, and can be undone there.
    """
    entities = list(agreed_candidates())
    for entity in entities:
        entity.status = EntityStatus.ACCEPTED
        entity._change_reason = "enough articles agree"  # type: ignore[attr-defined]
        entity.save(update_fields=["status"])
    Correction.objects.bulk_create(
        Correction(
            kind=CorrectionKind.ACCEPT,
            entity=entity,
            articles=entity.texts,  # type: ignore[attr-defined]
            mentions=entity.named,  # type: ignore[attr-defined]
            before={"fields": {"status": EntityStatus.CANDIDATE}, "aliases": []},
        )
        for entity in entities
    )
    return len(entities)
