"""What was put right at the desk, by whom, and what it takes to undo it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.entity import Alias, Entity


class CorrectionKind(models.TextChoices):
    """The acts of the desk."""

    ACCEPT = "accept", _("Accepted")
    REJECT = "reject", _("Rejected")
    REVISE = "revise", _("Renamed or re-typed")
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    MOVE_ALIAS = "move_alias", _("Spelling moved")
    SUPPRESS = "suppress", _("Suppressed everywhere")
    SUPPRESS_HERE = "suppress_here", _("Suppressed in one article")
    NAME_HERE = "name_here", _("Named in one article")


class Correction(models.Model):
    """One act at the desk. ``before`` holds what it replaced, for undoing."""

    kind = models.CharField(_("act"), max_length=20, choices=CorrectionKind.choices)
    entity = models.ForeignKey(
        Entity,
        verbose_name=_("entity"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="corrections",
    )
    target = models.ForeignKey(
        Entity,
        verbose_name=_("to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    articles = models.PositiveIntegerField(_("articles"), default=0)
    mentions = models.PositiveIntegerField(_("mentions"), default=0)
    before = models.JSONField(_("before"), default=dict)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.entity}"


class Distinction(models.Model):
    """Two entities of which an editor said that they are not one; the lower key comes first."""

    first = models.ForeignKey(
        Entity, verbose_name=_("entity"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        Entity, verbose_name=_("is not"), on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("distinction")
        verbose_name_plural = _("distinctions")
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="distinct_once")]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class AliasScan(models.Model):
    """How far the whole archive has been searched for a new spelling."""

    alias = models.OneToOneField(
        Alias, verbose_name=_("spelling"), on_delete=models.CASCADE, related_name="scan"
    )
    last_article_id = models.BigIntegerField(_("last article"), default=0)
    scanned = models.PositiveIntegerField(_("articles scanned"), default=0)
    total = models.PositiveIntegerField(_("articles in all"), default=0)
    found = models.PositiveIntegerField(_("mentions found"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("scan for a spelling")
        verbose_name_plural = _("scans for spellings")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.alias}"
