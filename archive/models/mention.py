"""Where articles name entities, who wrote them, and which names are not to be found in them."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article
from archive.models.choices import choices
from archive.models.entity import STATUSES_WITH_PAGE, Entity, EntityStatus
from archive.records.mentions import ArticleField, MentionMethod, Placed


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
