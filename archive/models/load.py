"""Loads: each run that brought documents in, what it refused, and files that were taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SILENT_AFTER: Final = timedelta(minutes=10)
"""A load tells of itself with each batch: after this its process is taken for gone."""


class LoadWay(models.TextChoices):
    """How documents came in."""

    COMMAND = "command", _("command")
    WATCHED = "watched", _("watched folder")
    UPLOADED = "uploaded", _("upload")
    HANDED_OVER = "handed_over", _("handed over by a browser")


class LoadState(models.TextChoices):
    """Where a load stands."""

    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    STOPPED = "stopped", _("stopped")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class LoadQuerySet(models.QuerySet["Load"]):
    """Loads."""

    def standing(self) -> LoadQuerySet:
        """Return the loads that nobody has undone."""
        return self.exclude(state__in=[LoadState.UNDOING, LoadState.UNDONE])


class Load(models.Model):
    """One run of loading: who, when, what was given, and what became of it.

    ``account`` is the account of the machine where a command was run; ``person`` is who uploaded.
    ``given`` are the paths or names as they were given. ``heard_at`` is when the run last told of
    itself. Counts of articles are those of the run; ``completed`` counts pages that the archive had
    and for which the run brought a part or their record. ``kept`` counts what an undoing left.
    """

    way = models.CharField(_("how it came"), max_length=20, choices=LoadWay.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=LoadState.choices, default=LoadState.RUNNING
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    account = models.CharField(_("account of the machine"), max_length=150, blank=True)
    given = models.JSONField(_("what was given"), default=list)
    mapping = models.JSONField(_("columns"), default=dict, blank=True)
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    heard_at = models.DateTimeField(_("last heard of"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    documents = models.PositiveIntegerField(_("documents"), default=0)
    new = models.PositiveIntegerField(_("new articles"), default=0)
    updated = models.PositiveIntegerField(_("updated articles"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged articles"), default=0)
    completed = models.PositiveIntegerField(_("pages completed"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    warned = models.PositiveIntegerField(_("warnings"), default=0)
    passed_over = models.JSONField(_("not read"), default=dict, blank=True)
    error = models.TextField(_("why it stopped"), blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    kept = models.PositiveIntegerField(_("documents kept at the undoing"), default=0)

    objects = LoadQuerySet.as_manager()

    class Meta:
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def who(self) -> str:
        """Return the person, else the account of the machine."""
        return self.person.get_username() if self.person else self.account

    @property
    def is_silent(self) -> bool:
        """Whether the load has not ended and its process is taken for gone."""
        return self.state == LoadState.RUNNING and timezone.now() - self.heard_at > SILENT_AFTER

    @property
    def may_be_undone(self) -> bool:
        """Whether the load can be undone: it has ended, or nothing more is heard of it."""
        ended = self.state in (LoadState.FINISHED, LoadState.STOPPED, LoadState.UNDOING)
        return ended or self.is_silent


class RemarkKind(models.TextChoices):
    """What a load says of a document."""

    REFUSED = "refused", _("refused")
    WARNING = "warning", _("warning")


class LoadRemarkQuerySet(models.QuerySet["LoadRemark"]):
    """What loads said of documents."""

    def waiting(self) -> LoadRemarkQuerySet:
        """Return the refusals that nobody has settled, of loads that stand."""
        return self.filter(
            kind=RemarkKind.REFUSED,
            settled_at=None,
            load__state__in=[LoadState.RUNNING, LoadState.FINISHED, LoadState.STOPPED],
        )


class LoadRemark(models.Model):
    """A refusal or a warning of a load, with its reason.

    A refusal is settled when the document was loaded after all (``settled_by``), or when somebody
    decided to leave it out.
    """

    load = models.ForeignKey(
        Load, verbose_name=_("load"), on_delete=models.CASCADE, related_name="remarks"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind.choices)
    document = models.CharField(_("document"), max_length=2000)
    reason = models.TextField(_("reason"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.ForeignKey(
        Load,
        verbose_name=_("settled by the load"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = LoadRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark of a load")
        verbose_name_plural = _("remarks of loads")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["kind"],
                condition=models.Q(kind="refused", settled_at=None),
                name="waiting_refusals",
            )
        ]

    def __str__(self) -> str:
        return self.document


class RefusedOriginal(models.Model):
    """The bytes of a refused document, which are kept for a while under their SHA-256.

    ``whole`` says that they are of the whole file that came, of which the document is a part.
    """

    remark = models.OneToOneField(
        LoadRemark,
        verbose_name=_("remark"),
        on_delete=models.CASCADE,
        related_name="original",
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    whole = models.BooleanField(_("the whole file"), default=False)
    kept_at = models.DateTimeField(_("kept at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("original of a refused document")
        verbose_name_plural = _("originals of refused documents")

    def __str__(self) -> str:
        return self.sha256


class WatchedFile(models.Model):
    """A file that a watched folder gave once; it is taken again only when it has changed."""

    path = models.CharField(_("path"), max_length=2000, unique=True)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    modified = models.BigIntegerField(_("changed, in nanoseconds"))
    load = models.ForeignKey(
        Load, verbose_name=_("load"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("file of a watched folder")
        verbose_name_plural = _("files of watched folders")

    def __str__(self) -> str:
        return self.path
