"""Views of the desk's list of articles that editors keep by name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A search and filters of the list, as its address has them, under a name.

    Everybody at the desk sees it; it goes with whoever made it.
    """

    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("query"), max_length=2000)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
