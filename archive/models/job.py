"""Work that goes on in the background: what was asked, by whom, how far it is, how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


OPEN_STATES: Final = (JobState.WAITING, JobState.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs."""

    def open(self) -> JobQuerySet:
        """Return those that have not ended."""
        return self.filter(state__in=OPEN_STATES)


class Job(models.Model):
    """One piece of work, done in steps. A step's changes and ``position`` are written together.

    ``parameters`` is what was asked, ``position`` where the next step begins, ``report`` what the
    kind of job keeps for the reader; ``done`` and ``total`` count what the kind counts.
    """

    kind = models.CharField(_("kind of work"), max_length=40)
    parameters = models.JSONField(_("what was asked"), default=dict)
    upkeep = models.BooleanField(
        _("upkeep"), default=False, help_text=_("Gives way to what a person asked for.")
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=JobState.choices,
        default=JobState.WAITING,
        db_index=True,
    )
    position = models.JSONField(_("position"), default=dict)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("in all"), null=True)
    report = models.JSONField(_("report"), default=dict)
    reason = models.TextField(_("reason"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    stop_asked = models.BooleanField(_("to be stopped"), default=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("started at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = JobQuerySet.as_manager()

    goes_on: Callable[[], bool] = staticmethod(lambda: True)
    """Whether the process that does the job goes on; set while it does, for long steps to ask."""

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        """Whether the job has not ended."""
        return self.state in OPEN_STATES
