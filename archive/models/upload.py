"""Files that are sent by a browser, slice by slice, until the loader has them."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.job import Job
from archive.models.load import Load, LoadRemark, LoadWay


class UploadState(models.TextChoices):
    """Where an upload stands."""

    COMING = "coming", _("coming")
    WHOLE = "whole", _("waits to be loaded")
    LOADED = "loaded", _("loaded")


def new_token() -> str:
    """Return a name that nobody can guess."""
    return secrets.token_hex(16)


class Upload(models.Model):
    """A file on its way into the archive.

    ``received`` are the bytes that are kept for good; the next slice begins there. ``mends`` is the
    refusal that the file was sent for. ``source_url`` is the address that a browser handed over
    with a page.
    """

    token = models.CharField(_("token"), max_length=32, unique=True, default=new_token)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("name"), max_length=1000)
    way = models.CharField(
        _("how it came"), max_length=20, choices=LoadWay.choices, default=LoadWay.UPLOADED
    )
    source_url = models.CharField(_("address"), max_length=2000, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    received = models.PositiveBigIntegerField(_("received"), default=0)
    state = models.CharField(
        _("state"), max_length=10, choices=UploadState.choices, default=UploadState.COMING
    )
    begun_at = models.DateTimeField(_("begun at"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last slice"), auto_now=True, db_index=True)
    mends = models.ForeignKey(
        LoadRemark,
        verbose_name=_("in place of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    job = models.ForeignKey(
        Job,
        verbose_name=_("job"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    load = models.ForeignKey(
        Load,
        verbose_name=_("load"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
