"""Earlier values of fields that an editor closed: readers are told that there was one, not what."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.article import Article


class ClosedValue(models.Model):
    """That an earlier value of a field of an article is shown to no reader, and why.

    ``digest`` is the SHA-256 of the value (see ``archive.changes.field_values``): the text itself
    stands where it stood, and nowhere twice. Readers see the reason.
    """

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.CASCADE, related_name="closed_values"
    )
    field = models.CharField(_("field"), max_length=40)
    digest = models.CharField(_("hash of the value"), max_length=64)
    reason = models.TextField(_("public reason"))
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("closed value")
        verbose_name_plural = _("closed values")
        constraints = [
            models.UniqueConstraint(fields=["article", "field", "digest"], name="value_closed_once")
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.field}"
