"""Republications: near-identical articles, clustered."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Republication(models.Model):
    """A cluster of near-identical articles: agency copy, or an aggregator's copy."""

    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("republication")
        verbose_name_plural = _("republications")

    def __str__(self) -> str:
        return f"{self.pk}"
