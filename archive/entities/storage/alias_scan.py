"""Scans the whole archive for a new spelling, in the background, a batch at a time.

A spelling that is taken back takes its mentions with it, at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone

from archive.arabic.clitics import spelled_out
from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.entities.recognition.gazetteer_recogniser import gazetteer_recogniser
from archive.entities.storage.background_names import request_names
from archive.entities.storage.corrections import corrections
from archive.entities.storage.entity_linker import EntityLinker
from archive.models import (
    Alias,
    AliasPolicy,
    AliasScan,
    Article,
    Entity,
    Mention,
    MentionRow,
    OutboxEntry,
)
from archive.models.editing import ENTITIES, is_edited
from archive.models.insertion import insert_rows
from archive.models.outbox_bell import ring
from archive.records.mentions import Recogniser, text_of

BATCH: Final = 500
"""Articles of one transaction: a fraction of a second, so that nobody waits for it."""


def request_scan(alias: Alias) -> AliasScan | None:
    """Let the worker look for a spelling; one that never matches needs no search."""
    if alias.policy == AliasPolicy.NEVER:
        return None
    scan, _created = AliasScan.objects.update_or_create(
        alias=alias,
        defaults={
            "last_article_id": 0,
            "scanned": 0,
            "found": 0,
            "total": Article.objects.count(),
            "finished_at": None,
        },
    )
    transaction.on_commit(ring)
    return scan


@transaction.atomic
def withdraw(entity: Entity, text: str) -> int:
    """Remove what was found of ``entity`` under a spelling that it has no more; return how many.

    Its articles are read again in the background: the words may be somebody else's name. Mentions
    that an editor set stay, and so does what the list has under this spelling.
    """
    wanted = name_key(text)
    taken = Alias.objects.filter(entity=entity, text=text, policy=AliasPolicy.NEVER).exists()
    shipped = Gazetteer.shipped().get(entity.key)
    if not taken and shipped is not None and wanted in shipped.names():
        return 0
    found = entity.mentions.recognised().order_by()
    written = found.exclude(surface="").values_list("surface", "clitic").distinct()
    surfaces = {
        surface
        for surface, clitic in written
        if wanted in (name_key(surface), name_key(spelled_out(surface, clitic)))
    }
    lost = found.filter(surface__in=surfaces)
    articles = sorted(set(lost.values_list("article_id", flat=True)))
    count = lost.count()
    lost.delete_unannounced()
    Article.objects.filter(pk__in=articles).update(recognised_with="")
    OutboxEntry.announce(articles, columns_only=True)
    if articles:
        request_names()
    return count


def scan_next_batch() -> bool:
    """Scan one batch for the oldest unfinished spelling; return whether there was any."""
    unfinished = AliasScan.objects.filter(finished_at=None)
    if not unfinished.exists():
        return False
    with transaction.atomic():
        # Read under the lock: an editor may just have begun it anew, or withdrawn the spelling.
        locked = unfinished.select_for_update(of=("self",)).select_related("alias")
        scan = locked.order_by("id").first()
        if scan is None:
            return True
        recogniser = gazetteer_recogniser(corrections())
        rows = Article.objects.select_related("outlet").filter(pk__gt=scan.last_article_id)
        articles = list(rows.order_by("pk")[:BATCH])
        scan.found += _scan(scan.alias, articles, recogniser)
        scan.scanned += len(articles)
        if articles:
            scan.last_article_id = articles[-1].pk
        if len(articles) < BATCH:
            scan.finished_at = timezone.now()
        scan.save()
    return True


def _scan(alias: Alias, articles: list[Article], recogniser: Recogniser) -> int:
    """Add what ``recogniser`` finds under the alias's entity; return the number of mentions."""
    words = fold(alias.text).split()
    found = []
    for article in articles:
        text = text_of(article)
        folded = fold(f"{text.title} {text.standfirst} {text.body}")
        if is_edited(article, ENTITIES) or not all(word in folded for word in words):
            continue
        mentions = [
            mention for mention in recogniser.recognise(text) if mention.key == alias.entity.key
        ]
        found.append((article.pk, mentions))
    changed = [pk for pk, mentions in found if mentions]
    known = set(
        Mention.objects.filter(article__in=changed, entity=alias.entity).values_list(
            "article_id", "field", "start"
        )
    )
    rows = [
        row
        for row in EntityLinker().link(found)
        if (row.article_id, row.field, row.start) not in known
    ]
    _replace_overlapping(rows)
    insert_rows(Mention, MentionRow._fields, rows)
    OutboxEntry.announce(dict.fromkeys(row.article_id for row in rows), columns_only=True)
    return len(rows)


def _replace_overlapping(rows: Iterable[MentionRow]) -> None:
    """Remove what another entity was found in before, where the new spelling stands now."""
    for row in rows:
        Mention.objects.filter(article_id=row.article_id).overlapping(row).recognised().delete()
