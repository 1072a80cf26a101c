"""Tombstones: what no reading may make again, with why; of its text only hashes are left."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TombstoneKind(models.TextChoices):
    """Whether the bytes of an article's capture are kept."""

    DELETED = "deleted", _("Deleted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Tombstone(models.Model):
    """An article that went for good: its public id, its document, and how to know it again.

    ``uri`` and ``sha256`` are those of the capture in which it stood. ``title_hash`` and
    ``paragraph_hashes`` are made by ``archive.captures.tombstones``; ``alone`` says that it was
    the only article of its page. Readers see the public reason, editors both.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=TombstoneKind.choices)
    public_id = models.CharField(_("public id"), max_length=16, unique=True)
    uri = models.CharField(_("address"), max_length=2000, db_index=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    alone = models.BooleanField(_("alone on its page"), default=False)
    title_hash = models.CharField(_("hash of the title"), max_length=16, blank=True)
    paragraph_hashes = models.JSONField(_("hashes of the paragraphs"), default=list)
    public_reason = models.TextField(_("public reason"), blank=True)
    internal_reason = models.TextField(_("internal reason"), blank=True)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.public_id
