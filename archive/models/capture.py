"""Captures: what was loaded, kept byte for byte until it is withdrawn."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.load import Load
from archive.records.documents import HTML, PDF_DOCUMENT


class CaptureStatus(models.TextChoices):
    """Whether the bytes of a capture are still there."""

    PARSED = "parsed", _("Parsed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Capture(models.Model):
    """One version of one document. Its bytes stand in the store under their SHA-256.

    ``uri`` is the document's identity: its URL, else its path relative to the folder
    that was loaded. One URI may have many captures; the highest id is the current one. ``url``
    is the address at which this capture was made: its document may go by another.
    ``load`` is the run that brought it, where that was recorded.
    A withdrawn capture is a tombstone: its bytes and articles are gone, its hash stays
    so that loading it again is refused.
    """

    uri = models.CharField(_("address"), max_length=2000, db_index=True)
    document = models.CharField(_("document"), max_length=1000)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    charset = models.CharField(_("encoding"), max_length=40, blank=True)
    url = models.CharField(_("URL"), max_length=2000, blank=True)
    captured = models.DateField(_("captured on"), null=True, blank=True)
    captured_at = models.DateTimeField(_("captured at"), null=True, blank=True)
    container = models.CharField(_("container"), max_length=1000, blank=True)
    record_id = models.CharField(_("record"), max_length=200, blank=True)
    record_offset = models.BigIntegerField(_("offset in the container"), null=True, blank=True)
    fields = models.JSONField(_("columns"), null=True, blank=True)
    layout = models.CharField(_("layout"), max_length=80, blank=True)
    warnings = models.JSONField(_("warnings"), default=list, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now_add=True)
    load = models.ForeignKey(
        Load,
        verbose_name=_("load"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="captures",
    )
    status = models.CharField(
        _("status"), max_length=20, choices=CaptureStatus.choices, default=CaptureStatus.PARSED
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawal_reason = models.TextField(_("public reason"), blank=True)
    withdrawal_internal_reason = models.TextField(_("internal reason"), blank=True)

    class Meta:
        verbose_name = _("capture")
        verbose_name_plural = _("captures")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["uri", "sha256"], name="capture_once_per_version")
        ]

    def __str__(self) -> str:
        return self.document

    @property
    def has_page(self) -> bool:
        """Whether it is a page, or pages, that can be shown as they were."""
        return self.media_type in (HTML, PDF_DOCUMENT)


class DocumentAddress(models.Model):
    """An address by which a document is known; ``key`` is what all its spellings share, hashed.

    ``uri`` is the document's identity, as in ``Capture``. ``canonical`` says that only a page's
    own markup names the address: then it counts between captures of one article alone.
    """

    key = models.CharField(_("key"), max_length=64, unique=True)
    uri = models.CharField(_("address"), max_length=2000)
    canonical = models.BooleanField(_("canonical"), default=False)

    class Meta:
        verbose_name = _("address of a document")
        verbose_name_plural = _("addresses of documents")

    def __str__(self) -> str:
        return self.uri
