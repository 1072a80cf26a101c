"""What waits for a look: errors that readers report, and what somebody has looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class ReaderReport(models.Model):
    """An error in an article, told by a reader, with an address for an answer where they gave one.

    ``sender`` is a hash that counts what one visitor sends in a day; it names nobody.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="reports"
    )
    words = models.TextField(_("what is wrong"))
    answer_to = models.EmailField(_("address for an answer"), blank=True)
    sender = models.CharField(_("sender"), max_length=64, db_index=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("settled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("report of a reader")
        verbose_name_plural = _("reports of readers")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(settled_at=None), name="waiting_reports")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ReviewDecision(models.Model):
    """Something that looked wrong to a queue, of which somebody said that it is right."""

    queue = models.CharField(_("queue"), max_length=20)
    subject = models.CharField(_("subject"), max_length=60)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("decision of a review")
        verbose_name_plural = _("decisions of reviews")
        constraints = [models.UniqueConstraint(fields=["queue", "subject"], name="decided_once")]

    def __str__(self) -> str:
        return f"{self.queue}: {self.subject}"
