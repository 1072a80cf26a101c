"""Where people are logged in, so that they can see it and end it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonSession(models.Model):
    """One login that may still last: since when, from which address, with which browser."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    session_key = models.CharField(_("session"), max_length=40, unique=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    address = models.CharField(_("address"), max_length=45, blank=True)
    browser = models.CharField(_("browser"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.person} {self.started_at:%Y-%m-%d %H:%M}"
