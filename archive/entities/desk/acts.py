"""Doing what was planned, and undoing it: one transaction, one line of history each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.entities.desk.plans import DeskError, Plan
from archive.models import (
    Alias,
    Correction,
    Entity,
    EntityStatus,
    Mention,
    MentionRow,
    MentionSuppression,
    OutboxEntry,
)

_CHUNK: Final = 5000


@transaction.atomic
def do(plan: Plan, user: User | None) -> Correction:
    """Carry out a plan; only the articles that it touches are indexed again."""
    articles = _articles(plan.mentions)
    mention_ids = list(plan.mentions.values_list("pk", flat=True))
    before: dict[str, Any] = {"fields": _set_fields(plan.entity, plan.fields)}
    if plan.target is not None:
        if plan.target.pk is None:
            plan.target.save()
            before["made"] = plan.target.pk
        before["moved"] = mention_ids
        plan.mentions.update(entity_id=plan.target.pk)
    before["aliases"] = [_set_alias(*alias) for alias in plan.aliases]
    if plan.suppressed_in is not None:
        before["removed"] = list(plan.mentions.values(*MentionRow._fields))
        before["suppressed"] = MentionSuppression.objects.create(
            entity=plan.entity, article=plan.suppressed_in
        ).pk
        plan.mentions.delete()
    if not plan.fields:
        OutboxEntry.announce(articles, columns_only=True)
    return Correction.objects.create(
        kind=plan.kind,
        entity=plan.entity,
        target=plan.target,
        articles=len(articles),
        mentions=len(mention_ids),
        before=before,
        made_by=user,
    )


@transaction.atomic
def undo(correction: Correction, user: User | None) -> None:
    """Take a correction back. Mentions that later acts moved elsewhere stay there."""
    if correction.undone_at is not None:
        raise DeskError(_("This correction is undone already."))
    entity = correction.entity
    if entity is None:
        raise DeskError(_("The entity of this correction is gone."))
    before = correction.before
    touched: set[int] = set()
    moved = before.get("moved", [])
    for start in range(0, len(moved), _CHUNK):
        chunk = moved[start : start + _CHUNK]
        ours = Mention.objects.filter(pk__in=chunk, entity=correction.target)
        touched.update(_articles(ours))
        ours.update(entity_id=entity.pk)
    for alias in before["aliases"]:
        _restore_alias(alias)
    if "removed" in before:
        MentionSuppression.objects.filter(pk=before["suppressed"]).delete()
        Mention.objects.bulk_create([Mention(**row) for row in before["removed"]])
        touched.update(row["article_id"] for row in before["removed"])
    if "made" in before:
        made = Entity.objects.filter(pk=before["made"]).first()
        if made is not None:
            _set_fields(made, {"status": EntityStatus.MERGED, "merged_into": entity})
    if before["fields"]:
        _set_fields(entity, before["fields"])
    else:
        OutboxEntry.announce(sorted(touched), columns_only=True)
    correction.undone_at, correction.undone_by = timezone.now(), user
    correction.save(update_fields=["undone_at", "undone_by"])


def _articles(mentions: Any) -> list[int]:
    return list(mentions.order_by("article_id").values_list("article_id", flat=True).distinct())


def _set_fields(entity: Entity, fields: dict[str, Any]) -> dict[str, Any]:
    """Set fields of an entity and return their old values as JSON's types.

    Saving tells search of all the entity's articles, so that nobody else need.
    """
    old: dict[str, Any] = {}
    for name, value in fields.items():
        column = "merged_into_id" if name == "merged_into" else name
        old[column] = getattr(entity, column)
        setattr(entity, name, value)
    if fields:
        entity.save()
    return old


def _set_alias(entity: Entity, text: str, policy: str) -> dict[str, Any]:
    alias = Alias.objects.filter(entity=entity, text=text).first()
    old = alias.policy if alias is not None else None
    alias = alias or Alias(entity=entity, text=text)
    alias.policy = policy
    alias.save()
    return {"entity": entity.pk, "text": text, "policy": old}


def _restore_alias(old: dict[str, Any]) -> None:
    aliases: Iterable[Alias] = Alias.objects.filter(entity_id=old["entity"], text=old["text"])
    for alias in aliases:
        if old["policy"] is None:
            alias.delete()
        else:
            alias.policy = old["policy"]
            alias.save()
