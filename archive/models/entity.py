"""Entities, their spellings, and how they are related."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Final

from django.db import models
from django.db.models import functions
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.choices import choices
from archive.models.page_paths import page_path
from archive.records.mentions import AliasPolicy, EntityKind, RelationKind


class EntityStatus(models.TextChoices):
    """Whether an entity is believed; candidates are told to readers as machine-found."""

    ACCEPTED = "accepted", _("Accepted")
    CANDIDATE = "candidate", _("Candidate")
    REJECTED = "rejected", _("Rejected")
    MERGED = "merged", _("Merged into another")


STATUSES_WITH_PAGE: Final = (EntityStatus.ACCEPTED, EntityStatus.CANDIDATE)
"""Of entities that have a page, unless they are suppressed."""


class EntityQuerySet(models.QuerySet["Entity"]):
    """Questions about entities."""

    def shown(self) -> EntityQuerySet:
        """Keep the entities that readers see: accepted ones that nobody suppressed."""
        return self.filter(status=EntityStatus.ACCEPTED, suppressed=False)

    def machine_found(self) -> EntityQuerySet:
        """Keep the names that a program found and no editor has reviewed, nor suppressed."""
        return self.filter(status=EntityStatus.CANDIDATE, suppressed=False)

    def with_page(self) -> EntityQuerySet:
        """Keep the entities that have a page: those that are shown, and machine-found ones."""
        return self.filter(status__in=STATUSES_WITH_PAGE, suppressed=False)

    def marking_namesakes(self) -> EntityQuerySet:
        """Tell of each as ``has_namesake`` whether another with a page bears its name."""
        others = Entity.objects.with_page().exclude(pk=models.OuterRef("pk")).order_by()
        # No name at all is no name that is shared.
        english = functions.NullIf(models.OuterRef("name_en"), models.Value(""))
        return self.annotate(
            has_namesake=models.Exists(others.filter(name_ar=models.OuterRef("name_ar")))
            | models.Exists(others.filter(name_en=english))
        )

    def unseen(self) -> EntityQuerySet:
        """Keep the entities whose names readers never see: rejected or suppressed ones."""
        return self.filter(models.Q(status=EntityStatus.REJECTED) | models.Q(suppressed=True))

    def unseen_mark(self) -> tuple[int, int]:
        """Return what changes whenever an entity becomes one that readers never see, or ceases to."""
        marks = self.unseen().aggregate(n=models.Count("pk"), keys=models.Sum("pk"))
        return marks["n"], marks["keys"] or 0

    def canonical_of(self, entities: Iterable[Entity]) -> dict[int, Entity]:
        """Return what each of ``entities`` is after all merges, by its own primary key.

        One query for each step of the longest chain. Where merges lead in a circle, which
        older archives may hold, all its members are the oldest of them: only then has a
        canonical entity a ``merged_into`` itself.
        """
        given = list(entities)
        known = {entity.pk: entity for entity in given}
        reached = given
        while waiting := {each.merged_into_id for each in reached if each.merged_into_id} - set(
            known
        ):
            reached = list(self.filter(pk__in=waiting))
            known |= {entity.pk: entity for entity in reached}
        return {entity.pk: _end_of_merges(entity, known) for entity in given}


class Entity(models.Model):
    """A person, an organisation or a place. ``key`` is stable and used in URLs and facets.

    ``subkind`` is the list's word for the sort of it (city, party, politician); ``description_ar``
    and ``description_en`` are an editor's, who may say more. ``parent`` is the place that it lies
    in, or its country.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=choices(EntityKind))
    name_ar = models.CharField(_("Arabic name"), max_length=300)
    name_en = models.CharField(_("English name"), max_length=300, blank=True)
    subkind = models.CharField(_("sort"), max_length=40, blank=True)
    description_ar = models.CharField(_("description in Arabic"), max_length=200, blank=True)
    description_en = models.CharField(_("description in English"), max_length=200, blank=True)
    wikidata = models.CharField(_("Wikidata id"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="merged",
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=EntityStatus.choices,
        default=EntityStatus.ACCEPTED,
        db_index=True,
    )
    suppressed = models.BooleanField(_("suppressed everywhere"), default=False)

    objects = EntityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ["name_ar"]
        # To find who is called alike: names that are shown are told apart.
        indexes = [models.Index(fields=["name_ar"]), models.Index(fields=["name_en"])]

    def __str__(self) -> str:
        return self.name_ar

    def get_absolute_url(self) -> str:
        """Return the address of the entity's page."""
        return page_path("entity", self.key)

    @property
    def is_shown(self) -> bool:
        """Whether readers see the entity: the rule of ``EntityQuerySet.shown``."""
        return self.status == EntityStatus.ACCEPTED and not self.suppressed

    @property
    def is_machine_found(self) -> bool:
        """Whether a program found the name and no editor has reviewed it."""
        return self.status == EntityStatus.CANDIDATE and not self.suppressed

    def name(self, language: str) -> str:
        """Return the name for a reader of ``language`` (``ar`` or ``en``)."""
        return self.name_en if language == "en" and self.name_en else self.name_ar

    def canonical(self) -> Entity:
        """Return what this entity is after all merges (see ``canonical_of``)."""
        return Entity.objects.canonical_of([self])[self.pk]


def _end_of_merges(entity: Entity, known: Mapping[int, Entity]) -> Entity:
    path = [entity]
    while path[-1].merged_into_id is not None and path[-1].merged_into_id in known:
        following = known[path[-1].merged_into_id]
        if following in path:
            return min(path[path.index(following) :], key=attrgetter("pk"))
        path.append(following)
    return path[-1]


class Alias(models.Model):
    """A spelling under which an entity is recognised, beyond the shipped gazetteer's."""

    entity = models.ForeignKey(
        Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="aliases"
    )
    text = models.CharField(_("spelling"), max_length=300)
    policy = models.CharField(
        _("counts"), max_length=20, choices=choices(AliasPolicy), default=AliasPolicy.ALWAYS.value
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [models.UniqueConstraint(fields=["entity", "text"], name="alias_once")]

    def __str__(self) -> str:
        return self.text


class EntityRelation(models.Model):
    """A relation between two entities: Damascus is ``capital_of`` Syria."""

    source = models.ForeignKey(
        Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(_("relation"), max_length=20, choices=choices(RelationKind))
    target = models.ForeignKey(
        Entity, verbose_name=_("to"), on_delete=models.CASCADE, related_name="inverse_relations"
    )

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "target"], name="relation_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"
