"""Doing what was planned, and undoing it, each in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.entities.desk.added_mentions import take_name_back
from archive.entities.desk.correction_log import entities_change, log_done, log_undone
from archive.entities.desk.plans import DeskError, Plan, check
from archive.entities.desk.taken_mentions import named_in
from archive.entities.storage.following_authors import let_authors_follow
from archive.models import (
    Alias,
    Article,
    Change,
    Correction,
    CorrectionKind,
    Entity,
    EntityStatus,
    Mention,
    MentionRow,
    MentionSuppression,
    OutboxEntry,
)

_CHUNK: Final = 5000
"""Mentions of one statement: a database takes so many parameters."""


@transaction.atomic
def do(plan: Plan, user: User | None) -> Correction:
    """Carry out a plan; only the articles that it touches are indexed again.

    Raises ``DeskError`` where the plan no longer holds: another act came between.
    """
    _refresh(plan)
    check(plan)
    articles = _articles(plan.mentions)
    mention_ids = list(plan.mentions.values_list("pk", flat=True))
    before: dict[str, Any] = {"fields": _assign(plan.entity, plan.fields)}
    if plan.fields:
        plan.entity.save()
    if plan.target is not None:
        if plan.target.pk is None:
            plan.target.save()
            before["made"] = plan.target.pk
        before["moved"] = mention_ids
        before["newest"] = Mention.objects.aggregate(newest=Max("pk"))["newest"] or 0
        plan.mentions.update(entity_id=plan.target.pk)
    before["aliases"] = [_set_alias(*alias) for alias in plan.aliases]
    changed: list[Change] = []
    if plan.suppressed_in is not None:
        named = named_in(plan.suppressed_in)
        before["removed"] = list(plan.mentions.values(*MentionRow._fields))
        before["suppressed"] = MentionSuppression.objects.create(
            entity=plan.entity, article=plan.suppressed_in
        ).pk
        plan.mentions.delete()
        changed = [entities_change(plan.suppressed_in, named, named_in(plan.suppressed_in))]
    else:
        let_authors_follow(plan.entity, plan.target)
    if not plan.fields:
        OutboxEntry.announce(articles, columns_only=True)
    correction = Correction.objects.create(
        kind=plan.kind,
        entity=plan.entity,
        target=plan.target,
        articles=len(articles),
        mentions=len(mention_ids),
        before=before,
        made_by=user,
    )
    log_done(correction, *changed)
    return correction


@transaction.atomic
def undo(correction: Correction, user: User | None) -> None:
    """Take a correction back, once. Mentions that later acts moved elsewhere stay there.

    Raises ``DeskError`` where it is undone already, and where what came later must be undone
    first.
    """
    now = timezone.now()
    standing = Correction.objects.filter(pk=correction.pk, undone_at=None)
    if not standing.update(undone_at=now, undone_by=user):
        raise DeskError(_("This correction is undone already."))
    if correction.kind == CorrectionKind.NAME_HERE:
        take_name_back(correction)
    else:
        _take_back(correction)
    correction.undone_at, correction.undone_by = now, user
    log_undone(correction)


def _take_back(correction: Correction) -> None:
    """Give an entity, its mentions and its spellings back what a plan took."""
    before = correction.before
    keys = {correction.entity_id, correction.target_id, before.get("made")} - {None}
    entities = Entity.objects.select_for_update().order_by("pk").in_bulk(keys)
    entity = entities.get(correction.entity_id or 0)
    if entity is None:
        raise DeskError(_("The entity of this correction is gone."))
    made = entities.get(before.get("made", 0))
    _refuse_out_of_order(correction, entity, made)
    _assign(entity, before["fields"])
    owner = _owner(entity, made)
    target = entities.get(correction.target_id or 0)
    touched = _move_back(before.get("moved", []), target, owner)
    if target is not None and "newest" in before:
        _read_again(target, before["newest"])
    for alias in before["aliases"]:
        _restore_alias(alias)
    if "removed" in before:
        MentionSuppression.objects.filter(pk=before["suppressed"]).delete()
        touched |= _create_again(before["removed"], owner)
    if made is not None:
        touched |= _move(made.mentions.all(), owner)
        _assign(made, {"status": EntityStatus.MERGED, "merged_into": entity})
        made.save()
    if before["fields"]:
        entity.save()
    if not before["fields"] or owner != entity:
        OutboxEntry.announce(sorted(touched), columns_only=True)
    if "removed" not in before:
        let_authors_follow(entity, target, made)


def _refresh(plan: Plan) -> None:
    """Read the plan's entities anew, and keep others from changing them until it is done."""
    entities = [each for each in (plan.entity, plan.target) if each is not None and each.pk]
    for entity in sorted(entities, key=attrgetter("pk")):
        entity.refresh_from_db(from_queryset=Entity.objects.select_for_update())


def _refuse_out_of_order(correction: Correction, entity: Entity, made: Entity | None) -> None:
    """Raise ``DeskError`` where a later act set the status that undoing would set back."""
    set_back = [entity.pk] if "status" in correction.before["fields"] else []
    if made is not None:
        set_back.append(made.pk)
    later = Correction.objects.filter(
        pk__gt=correction.pk, undone_at=None, entity__in=set_back
    ).select_related("entity")
    for each in later:
        if "status" in each.before["fields"]:
            raise DeskError(_("Undo what came later first: %(later)s.") % {"later": each})


def _owner(entity: Entity, made: Entity | None) -> Entity:
    """Return whose the mentions are that an undo gives back to ``entity``.

    That is another where the entity was merged since. Raises ``DeskError`` where the undo
    would lead it in a circle: through itself, or through ``made``, which becomes the entity.
    """
    owner = entity.canonical()
    if owner.merged_into_id is not None or owner == made:
        raise DeskError(
            _("Undoing this would merge «%(name)s» into itself: undo its later merge first.")
            % {"name": entity.name_ar}
        )
    return owner


def _move_back(moved: Sequence[int], target: Entity | None, owner: Entity) -> set[int]:
    """Give mentions back that were moved to ``target``; return their articles' keys.

    They went on with the target where that was merged since.
    """
    touched: set[int] = set()
    if target is None:
        return touched
    holders = {target.pk, target.canonical().pk}
    for start in range(0, len(moved), _CHUNK):
        chunk = moved[start : start + _CHUNK]
        touched |= _move(Mention.objects.filter(pk__in=chunk, entity__in=holders), owner)
    return touched


def _read_again(target: Entity, newest: int) -> None:
    """Let the next pass read the articles in which ``target`` was found after a merge.

    Which of the names there are whose it no longer tells. ``newest`` is the key of the newest
    mention before the merge.
    """
    holders = {target.pk, target.canonical().pk}
    since = Mention.objects.filter(entity__in=holders, pk__gt=newest).recognised()
    Article.objects.filter(pk__in=since.values("article_id")).update(recognised_with="")


def _move(mentions: QuerySet[Mention], owner: Entity) -> set[int]:
    """Let ``mentions`` name ``owner``; return their articles' keys."""
    articles = set(_articles(mentions))
    mentions.update(entity_id=owner.pk)
    return articles


def _create_again(rows: Sequence[Mapping[str, Any]], owner: Entity) -> set[int]:
    """Make the removed mentions again, of ``owner``; return their articles' keys.

    Those are left out whose article is gone, or whose words no longer stand at their place.
    """
    articles = Article.objects.in_bulk({row["article_id"] for row in rows})
    mentions = [
        Mention(**{**row, "entity_id": owner.pk})
        for row in rows
        if row["article_id"] in articles and _still_stands(row, articles[row["article_id"]])
    ]
    Mention.objects.bulk_create(mentions)
    return {mention.article_id for mention in mentions}


def _still_stands(row: Mapping[str, Any], article: Article) -> bool:
    """Whether an article has a removed mention's words where they stood; some have no place."""
    text: str = getattr(article, row["field"], "")
    return not row["end"] or text[row["start"] : row["end"]] == row["surface"]


def _articles(mentions: QuerySet[Mention]) -> list[int]:
    return list(mentions.order_by("article_id").values_list("article_id", flat=True).distinct())


def _assign(entity: Entity, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Set fields of an entity and return their old values as JSON's types.

    Saving it, which is left to the caller, tells search of all its articles.
    """
    old: dict[str, Any] = {}
    for name, value in fields.items():
        column = "merged_into_id" if name == "merged_into" else name
        old[column] = getattr(entity, column)
        setattr(entity, name, value)
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
