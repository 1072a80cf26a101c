"""Entities, their spellings, where articles name them, and how they are related."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Final, NamedTuple

from django.db import models
from django.db.models import functions
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from archive.models.article import Article
from archive.models.choices import choices
from archive.records.mentions import (
    AliasPolicy,
    ArticleField,
    EntityKind,
    MentionMethod,
    Placed,
    RelationKind,
)


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
        return reverse("entity", args=[self.key])

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


class MentionRow(NamedTuple):
    """Everything of a mention but its key: what is inserted in bulk, and kept for undoing."""

    article_id: int
    entity_id: int
    field: str
    start: int
    end: int
    surface: str
    clitic: str
    method: str
    confidence: float


class MentionQuerySet(models.QuerySet["Mention"]):
    """Questions about mentions."""

    def shown(self) -> MentionQuerySet:
        """Keep the mentions that readers see: of accepted entities that nobody suppressed."""
        return self.filter(entity__status=EntityStatus.ACCEPTED, entity__suppressed=False)

    def of_entities_with_page(self) -> MentionQuerySet:
        """Keep those that readers see and those of machine-found names."""
        return self.filter(entity__status__in=STATUSES_WITH_PAGE, entity__suppressed=False)

    def recognised(self) -> MentionQuerySet:
        """Keep the mentions that a recogniser found, not those that an editor set."""
        return self.exclude(method=MentionMethod.EDITOR)

    def overlapping(self, place: Placed) -> MentionQuerySet:
        """Keep the mentions that have a letter in common with ``place``, as ``overlap`` does."""
        return self.filter(field=place.field, start__lt=place.end, end__gt=place.start)

    def delete_unannounced(self) -> None:
        """Delete the rows at once, for a caller that announces their articles itself.

        Signals would load every mention and announce its article once more for each.
        """
        self._raw_delete(self.db)


class Mention(models.Model):
    """An entity's name as it stands in an article: code points ``start`` to ``end``.

    A mention set by an editor without a place in the text has ``start`` = ``end`` = 0 and
    an empty surface.
    """

    # The two indexes below serve both keys, and both ways to count articles by entity.
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="mentions",
        db_index=False,
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("entity"),
        on_delete=models.CASCADE,
        related_name="mentions",
        db_index=False,
    )
    field = models.CharField(
        _("field"), max_length=10, choices=choices(ArticleField), default=ArticleField.BODY.value
    )
    start = models.PositiveIntegerField(_("start"), default=0)
    end = models.PositiveIntegerField(_("end"), default=0)
    surface = models.CharField(_("surface"), max_length=300, blank=True)
    clitic = models.CharField(_("proclitic"), max_length=8, blank=True)
    method = models.CharField(_("method"), max_length=20, default=MentionMethod.EDITOR.value)
    confidence = models.FloatField(_("confidence"), default=1.0)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["article_id", "id"]
        indexes = [
            models.Index(fields=["entity", "article"]),
            models.Index(fields=["article", "entity"]),
        ]

    def __str__(self) -> str:
        return self.surface or str(self.entity)


class Authorship(models.Model):
    """Who wrote an article, where the byline names one person whom the archive knows.

    To write is not to be written about: an author is no mention.
    """

    # The two indexes below serve both keys, as those of mentions do.
    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="authorships",
        db_index=False,
    )
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("author"),
        on_delete=models.CASCADE,
        related_name="authorships",
        db_index=False,
    )

    class Meta:
        verbose_name = _("author of an article")
        verbose_name_plural = _("authors of articles")
        indexes = [models.Index(fields=["entity", "article"])]
        constraints = [models.UniqueConstraint(fields=["article", "entity"], name="author_once")]

    def __str__(self) -> str:
        return f"{self.entity} / {self.article}"


class MentionSuppression(models.Model):
    """An entity that is not to be found in one article, though its name stands there."""

    article = models.ForeignKey(
        Article,
        verbose_name=_("article"),
        on_delete=models.CASCADE,
        related_name="suppressed_entities",
    )
    entity = models.ForeignKey(
        Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("suppressed entity")
        verbose_name_plural = _("suppressed entities")
        constraints = [
            models.UniqueConstraint(fields=["article", "entity"], name="suppressed_once")
        ]

    def __str__(self) -> str:
        return f"{self.entity} / {self.article}"


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
