"""What came with a capture: pictures, style sheets, fonts, frames, and records of WARC files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from archive.models.capture import Capture
from archive.models.load import Load


class CapturePart(models.Model):
    """A file that a page named and that was saved with it; its bytes stand in the store.

    ``key`` is the hash of what tells it from others: its address, its bytes, and the record or
    the moment of its capture. Pages that were saved with the same style sheet share one part.
    """

    key = models.CharField(_("key"), max_length=64, unique=True)
    address = models.CharField(_("address"), max_length=2000)
    media_type = models.CharField(_("media type"), max_length=100, blank=True)
    charset = models.CharField(_("encoding"), max_length=40, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    captured_at = models.DateTimeField(_("captured at"), null=True, blank=True)
    captures = models.ManyToManyField(Capture, through="PartOfCapture", related_name="parts")

    class Meta:
        verbose_name = _("part of a page")
        verbose_name_plural = _("parts of pages")

    def __str__(self) -> str:
        return self.address


class PartOfCapture(models.Model):
    """That a part came with a capture; ``load`` is the run that brought it.

    What a withdrawn capture still has here are bytes that its withdrawal has yet to remove.
    """

    capture = models.ForeignKey(
        Capture, verbose_name=_("capture"), on_delete=models.CASCADE, related_name="part_links"
    )
    part = models.ForeignKey(
        CapturePart, verbose_name=_("part"), on_delete=models.CASCADE, related_name="links"
    )
    load = models.ForeignKey(
        Load,
        verbose_name=_("load"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("part of a capture")
        verbose_name_plural = _("parts of captures")
        constraints = [
            models.UniqueConstraint(fields=["capture", "part"], name="part_once_in_a_capture")
        ]

    def __str__(self) -> str:
        return f"{self.capture_id}: {self.part_id}"


class CaptureRecord(models.Model):
    """The record of a WARC file from which a capture, or a part, was read.

    ``headers`` are the record's named fields in order, as pairs. ``http_head`` is the status line
    with the headers as they were sent. ``body_sha256`` names the body as it was transferred, in
    the store: chunked and packed as the server sent it. ``load`` is the run that brought it.
    """

    capture = models.OneToOneField(
        Capture,
        verbose_name=_("capture"),
        null=True,
        on_delete=models.CASCADE,
        related_name="warc_record",
    )
    part = models.OneToOneField(
        CapturePart,
        verbose_name=_("part"),
        null=True,
        on_delete=models.CASCADE,
        related_name="warc_record",
    )
    kind = models.CharField(_("kind"), max_length=20)
    headers = models.JSONField(_("fields"))
    http_head = models.BinaryField(_("HTTP headers"))
    body_sha256 = models.CharField(_("SHA-256 of the body"), max_length=64, db_index=True)
    body_size = models.PositiveBigIntegerField(_("size of the body in bytes"))
    load = models.ForeignKey(
        Load,
        verbose_name=_("load"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("record of a capture")
        verbose_name_plural = _("records of captures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(capture__isnull=False, part__isnull=True)
                | models.Q(capture__isnull=True, part__isnull=False),
                name="record_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ErasedBytes(models.Model):
    """The hash of a part or body that went with a withdrawn page and that nothing else needed.

    It refuses nothing: another page may bring the same bytes. Backups forget them by it.
    """

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    erased_at = models.DateTimeField(_("erased at"), auto_now_add=True)

    class Meta:
        verbose_name = _("erased bytes")
        verbose_name_plural = _("erased bytes")

    def __str__(self) -> str:
        return self.sha256
