"""Keys by which programs read what their owner may read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyPurpose(models.TextChoices):
    """What a key is good for."""

    FEED = "feed", _("one feed")
    API = "api", _("programs")


class AccessKey(models.Model):
    """A key of a person. It goes when they revoke it, and with their account.

    Of the key itself only its SHA-256 is kept: ``archive.secret_tokens`` says why that is enough.
    ``feed`` is the address, from the site's root on, of the one feed that it opens.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="access_keys",
    )
    name = models.CharField(_("name"), max_length=200)
    purpose = models.CharField(_("good for"), max_length=10, choices=KeyPurpose.choices)
    feed = models.TextField(_("feed"), blank=True)
    digest = models.CharField(_("hash"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    used_at = models.DateTimeField(_("last used at"), null=True, editable=False)

    class Meta:
        verbose_name = _("key")
        verbose_name_plural = _("keys")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
