"""Logins that failed: what is counted against guessing, and what an operator looks at."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LoginFailure(models.Model):
    """One failed login: the name that was typed, and where it came from.

    ``device`` is that of a browser that has logged in under this name before, else empty.
    """

    name = models.CharField(_("user name"), max_length=150)
    address = models.CharField(_("address"), max_length=45)
    device = models.CharField(_("device"), max_length=32, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("failed login")
        verbose_name_plural = _("failed logins")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} / {self.address}"
