"""Asking for background work, for its end, and for another attempt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive.jobs.kinds import kind_named
from archive.models import Job
from archive.models.job import OPEN_STATES, JobState


def request(
    name: str, parameters: Mapping[str, Any], made_by: Any = None, total: int | None = None
) -> Job:
    """Ask for work of a registered kind.

    Args:
        name: the kind's name.
        parameters: what is asked, as values that JSON has.
        made_by: the user who asks; none for upkeep.
        total: how many things there are to do, in the kind's own count, where it is known.

    Raises:
        LookupError: no kind of this name is registered.
    """
    kind = kind_named(name)
    if kind is None:
        raise LookupError(f"no kind of job is named {name}")
    return Job.objects.create(
        kind=name, parameters=dict(parameters), upkeep=kind.upkeep, made_by=made_by, total=total
    )


def ask_to_stop(job: Job) -> None:
    """Let a job end after the step that it is in. What it has done stays."""
    Job.objects.filter(pk=job.pk, state__in=OPEN_STATES).update(stop_asked=True)


def try_again(job: Job) -> None:
    """Let a job that failed or was stopped go on where its last step ended."""
    ended = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.STOPPED])
    ended.update(state=JobState.WAITING, attempts=0, reason="", stop_asked=False, ended_at=None)
