"""The lines of a batch search and what each of them found, kept with the job that searched."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.job import Job


class BatchLine(models.Model):
    """One line. ``counts`` holds [outlet's slug, year, articles] of each pair that has articles.

    The slug is empty where no outlet is known, the year where the date lies within none.
    ``total`` is ``None`` where the search took too long; ``notice`` is what the reader is told.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="batch_lines")
    number = models.PositiveIntegerField(_("line"))
    text = models.CharField(_("search"), max_length=1000)
    total = models.PositiveIntegerField(_("articles"), null=True)
    counts = models.JSONField(_("counts"), default=list)
    notice = models.TextField(_("notice"), blank=True)

    class Meta:
        verbose_name = _("line of a batch search")
        verbose_name_plural = _("lines of batch searches")
        ordering = ["job", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="one_batch_line_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.text}"
