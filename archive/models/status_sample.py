"""What an archive held at the end of each day: so that its growth can be seen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatusSample(models.Model):
    """The sizes of the archive on one day, in bytes where they are no numbers of records."""

    day = models.DateField(_("day"), unique=True)
    articles = models.PositiveBigIntegerField(_("articles"))
    captures = models.PositiveBigIntegerField(_("captures"))
    capture_bytes = models.PositiveBigIntegerField(_("captures, as they came"))
    database_bytes = models.PositiveBigIntegerField(_("database"))
    index_bytes = models.PositiveBigIntegerField(_("index"))
    free_bytes = models.PositiveBigIntegerField(_("free on the disk"))

    class Meta:
        verbose_name = _("status of a day")
        verbose_name_plural = _("status by day")
        ordering = ["-day"]

    def __str__(self) -> str:
        return self.day.isoformat()
