"""What a withdrawal takes out beside the bytes and the articles: every other trace of the text."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from archive.entities.gazetteer.gazetteer import KnownNames
from archive.models import (
    Alias,
    Article,
    Change,
    ChangeSet,
    Correction,
    Entity,
    Mention,
    Progress,
    Subject,
)


def entities_named_only_in(articles: Collection[int]) -> list[Entity]:
    """Return the entities that no other article names and no list ships, with what became them.

    Ask before the articles go.
    """
    named = Mention.objects.filter(article__in=articles).values("entity")
    elsewhere = Mention.objects.exclude(article__in=articles)
    only_here = Entity.objects.filter(pk__in=named).exclude(pk__in=elsewhere.values("entity"))
    found = {each.pk: each for each in only_here}
    reached = list(found.values())
    while reached:
        sources = Entity.objects.filter(merged_into__in=reached).exclude(pk__in=found)
        reached = list(sources)
        found |= {each.pk: each for each in reached}
    return [each for each in found.values() if not _is_known_otherwise(each)]


def _is_known_otherwise(entity: Entity) -> bool:
    """Return whether the archive knows the entity from elsewhere than from articles."""
    return bool(
        entity.wikidata
        or entity.children.exists()
        or entity.inverse_relations.exists()
        or entity.key in set(KnownNames.shipped().keys(entity.name_ar))
    )


def erase_entities(entities: Collection[Entity]) -> None:
    """Remove entities with their spellings, their history and their names in the admin's log."""
    keys = [each.pk for each in entities]
    aliases = list(Alias.objects.filter(entity__in=keys).values_list("pk", flat=True))
    Correction.objects.filter(models.Q(entity__in=keys) | models.Q(target__in=keys)).delete()
    Entity.objects.filter(pk__in=keys).delete()
    Entity.history.filter(id__in=keys).delete()
    Alias.history.filter(id__in=aliases).delete()
    Change.objects.filter(kind=Subject.ENTITY, row__in=keys).delete()
    _blank_log(Entity, {each.pk: each.key for each in entities})


def erase_from_log(articles: Iterable[Article]) -> None:
    """Let the admin's log name the articles by their public id, and say no more of them."""
    _blank_log(Article, {each.pk: each.public_id for each in articles})


def erase_from_corrections(articles: Collection[int]) -> None:
    """Take the words and positions of the articles out of what corrections keep for undoing."""
    gone = set(articles)
    for correction in Correction.objects.filter(before__has_key="removed"):
        removed = correction.before["removed"]
        kept = [row for row in removed if row["article_id"] not in gone]
        if len(kept) < len(removed):
            correction.before["removed"] = kept
            correction.save(update_fields=["before"])


def erase_from_changes(articles: Collection[int]) -> None:
    """Take what changed of the articles out of the log, and what is yet to be written to any.

    What an editor only looked at may hold their texts too: it is forgotten.
    """
    Change.objects.of_articles(articles).delete()
    ChangeSet.objects.filter(progress=Progress.DRAFT).delete()


def _blank_log(model: type[models.Model], names: dict[int, str]) -> None:
    kind = ContentType.objects.get_for_model(model)
    entries = LogEntry.objects.filter(content_type=kind, object_id__in=map(str, names))
    for entry in entries:
        entry.object_repr = names[int(entry.object_id or 0)]
        entry.change_message = ""
    LogEntry.objects.bulk_update(entries, ["object_repr", "change_message"], batch_size=500)
