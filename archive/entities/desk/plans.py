"""What an act at the desk would change, before anything is changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from archive.arabic.normalize import fold
from archive.entities.gazetteer.gazetteer import Gazetteer, new_key
from archive.entities.gazetteer.gazetteer_entry import name_key
from archive.errors import ArchiveError
from archive.models import (
    Alias,
    AliasPolicy,
    Article,
    CorrectionKind,
    Entity,
    EntityKind,
    EntityStatus,
    Mention,
    MentionSuppression,
)


class DeskError(ArchiveError):
    """An act that makes no sense; the message says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one act of the desk would change.

    ``fields`` are set on ``entity``; ``mentions`` are those it touches, and they move to
    ``target`` where there is one; ``aliases`` are (entity, spelling, policy) to set.
    """

    kind: CorrectionKind
    entity: Entity
    mentions: QuerySet[Mention]
    fields: dict[str, Any] = field(default_factory=dict)
    target: Entity | None = None
    aliases: tuple[tuple[Entity, str, AliasPolicy], ...] = ()
    suppressed_in: Article | None = None

    @property
    def mention_count(self) -> int:
        """How many mentions the act touches."""
        return self.mentions.count()

    @property
    def article_count(self) -> int:
        """How many articles the act touches."""
        return self.mentions.order_by().values("article_id").distinct().count()

    @property
    def outcome(self) -> str:
        """The name that the mentions will have, where it is another."""
        return self.target.name_ar if self.target else str(self.fields.get("name_ar", ""))

    @property
    def kinds_differ(self) -> bool:
        """Whether mentions go to an entity of another kind: a person's name to a place."""
        return self.target is not None and self.target.kind != self.entity.kind

    def sample(self, limit: int = 5) -> QuerySet[Article]:
        """Return some of the articles that the act touches."""
        touched = self.mentions.order_by().values("article_id")
        return Article.objects.for_display().filter(pk__in=touched)[:limit]


def check(plan: Plan) -> Plan:
    """Return ``plan``; raise ``DeskError`` where its entities, as they are now, do not allow it."""
    entity, target = plan.entity, plan.target
    if "status" in plan.fields:
        _refuse_merged(entity)
    if target is not None:
        check_target(target)
    return plan


def check_target(target: Entity) -> None:
    """Raise ``DeskError`` where an entity, as it is now, can be given no mentions."""
    _refuse_merged(target)
    names = {"name": target.name_ar}
    if target.pk is None and Entity.objects.filter(key=target.key).exists():
        raise DeskError(_("There is a «%(name)s» already: move the spellings to it.") % names)
    if target.status == EntityStatus.REJECTED:
        raise DeskError(_("«%(name)s» is rejected: accept it first, or choose another.") % names)
    if target.suppressed:
        raise DeskError(
            _("«%(name)s» is suppressed everywhere: undo that first, or choose another.") % names
        )


def _refuse_merged(entity: Entity) -> None:
    if entity.merged_into is not None:
        raise DeskError(
            _("«%(name)s» is merged into «%(target)s»: undo that merge first, or choose another.")
            % {"name": entity.name_ar, "target": entity.merged_into.name_ar}
        )


def accept(entity: Entity) -> Plan:
    """Let a candidate into the facet."""
    return check(
        Plan(
            CorrectionKind.ACCEPT, entity, entity.mentions.all(), {"status": EntityStatus.ACCEPTED}
        )
    )


def reject(entity: Entity) -> Plan:
    """Say that a candidate is no entity; it is not proposed again."""
    return check(
        Plan(
            CorrectionKind.REJECT, entity, entity.mentions.all(), {"status": EntityStatus.REJECTED}
        )
    )


def revise(entity: Entity, name_ar: str, kind: str, name_en: str = "") -> Plan:
    """Rename an entity, or give it another kind."""
    if not name_ar.strip():
        raise DeskError(_("An entity needs an Arabic name."))
    fields = {"name_ar": name_ar.strip(), "kind": kind, "name_en": name_en.strip()}
    return Plan(CorrectionKind.REVISE, entity, entity.mentions.all(), fields)


def merge(entity: Entity, target: Entity) -> Plan:
    """Let ``entity`` become ``target``: its mentions move, its names lead there."""
    if entity.pk == target.pk:
        raise DeskError(_("An entity cannot be merged into itself."))
    fields = {"status": EntityStatus.MERGED, "merged_into": target}
    return check(Plan(CorrectionKind.MERGE, entity, entity.mentions.all(), fields, target))


def split(entity: Entity, surfaces: Collection[str], name_ar: str, kind: str) -> Plan:
    """Part the mentions that are spelled as ``surfaces`` from ``entity``, as a new entity."""
    if not surfaces or not name_ar.strip():
        raise DeskError(_("Choose spellings, and a name for the new entity."))
    target = Entity(key=_unused_key(name_ar, kind), kind=kind, name_ar=name_ar.strip())
    return check(
        Plan(
            CorrectionKind.SPLIT,
            entity,
            spelled(entity, surfaces),
            target=target,
            aliases=tuple(
                chain.from_iterable(
                    taught_by_moving(surface, entity, target) for surface in surfaces
                )
            ),
        )
    )


def _unused_key(name: str, kind: str) -> str:
    """Return the key of a new entity; a split that was undone has left its own behind."""
    key = new_key(name, kind)
    merged = Entity.objects.filter(key__startswith=key, status=EntityStatus.MERGED)
    taken = set(merged.values_list("key", flat=True))
    return next(
        each for each in chain([key], (f"{key}-{n}" for n in count(2))) if each not in taken
    )


def move_alias(entity: Entity, surface: str, target: Entity) -> Plan:
    """Let a spelling of ``entity`` mean ``target`` from now on."""
    if entity.pk == target.pk:
        raise DeskError(_("The spelling is this entity's already."))
    return check(
        Plan(
            CorrectionKind.MOVE_ALIAS,
            entity,
            spelled(entity, [surface]),
            target=target,
            aliases=tuple(taught_by_moving(surface, entity, target)),
        )
    )


def taught_by_moving(
    surface: str, entity: Entity, target: Entity
) -> Iterator[tuple[Entity, str, AliasPolicy]]:
    """Yield what moving a spelling from ``entity`` to ``target`` teaches: (entity, spelling, policy).

    A spelling that others bear, too, asks the rest of the article before it means the target, and
    stays the entity's where the list gives it; a person's single word asks as well. Where the list has it under a
    condition, that stays.
    """
    wanted = name_key(surface)
    own = {
        entry.key: rule.policy
        for entry in Gazetteer.shipped().by_name(surface)
        for rule in entry.aliases
        if name_key(rule.text) == wanted and rule.policy is not AliasPolicy.NEVER
    }
    others = Alias.objects.filter(text=surface).exclude(entity__in=[entity.pk, target.pk or 0])
    is_shared = bool(own.keys() - {entity.key}) or others.exclude(policy=AliasPolicy.NEVER).exists()
    condition = own.get(target.key) or own.get(entity.key) or AliasPolicy.ALWAYS
    is_surname = target.kind == EntityKind.PERSON and len(surface.split()) == 1
    if condition is AliasPolicy.ALWAYS and (is_shared or is_surname):
        condition = AliasPolicy.CONTEXT
    yield target, surface, condition
    if not is_shared or entity.key not in own:
        yield entity, surface, AliasPolicy.NEVER


def suppress(entity: Entity) -> Plan:
    """Let an entity be found nowhere any more."""
    return Plan(CorrectionKind.SUPPRESS, entity, entity.mentions.all(), {"suppressed": True})


def suppress_in(entity: Entity, article: Article) -> Plan:
    """Let an entity be found no more in one article."""
    if MentionSuppression.objects.filter(entity=entity, article=article).exists():
        raise DeskError(_("It is suppressed in this article already."))
    return Plan(
        CorrectionKind.SUPPRESS_HERE,
        entity,
        entity.mentions.filter(article=article),
        suppressed_in=article,
    )


def spelled(entity: Entity, surfaces: Collection[str]) -> QuerySet[Mention]:
    """Return the mentions of ``entity`` whose folded spelling is among ``surfaces``."""
    wanted = {fold(surface) for surface in surfaces}
    written = entity.mentions.order_by().values_list("surface", flat=True).distinct()
    return entity.mentions.filter(surface__in=[each for each in written if fold(each) in wanted])
