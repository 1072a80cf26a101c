"""Doing what waits: one process a lane, a step at a time, what a person waits for first."""

from __future__ import annotations

import fcntl
import logging
import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.error_counts import ErrorKind, note_error
from archive.errors import ArchiveError
from archive.jobs.kinds import JobKind, JobStoppedError, Lane, kind_named, open_jobs
from archive.models import Job
from archive.models.database_locks import LockClass, held_by_connection, is_held
from archive.models.job import JobState

MOST_ATTEMPTS: Final = 4
"""At one step: a process that dies in it each time would otherwise be started for ever."""
TROUBLE_SECONDS: Final = 2.0
"""Before a step is tried again after trouble; twice as long after each that follows."""
_TROUBLE: Final = (OSError, OperationalError, InterfaceError)
"""What may pass by itself: a full disk, a locked database."""
_RESULT: Final = ["position", "done", "total", "report", "attempts", "state", "ended_at"]

_log = logging.getLogger("khizana.jobs")


def run_waiting(
    goes_on: Callable[[], bool] = lambda: True, lanes: Collection[Lane] = tuple(Lane)
) -> int:
    """Do what waits until nothing does, or ``goes_on`` says no between two steps.

    Returns the number of jobs that ended. Lanes that another process is at are left to it. What a person waits for goes first.
    """
    ended = 0
    with ExitStack() as held:
        locks = {lane: held.enter_context(_alone(lane)) for lane in Lane if lane in lanes}
        own = {lane: is_held for lane, is_held in locks.items() if is_held is not None}

        def is_alone() -> bool:
            return goes_on() and all(is_held() for is_held in own.values())

        while is_alone():
            job = next(filter(None, (open_jobs(lane).first() for lane in own)), None)
            if job is None:
                break
            job.goes_on = is_alone
            _do_step(job)
            ended += not job.is_open
    return ended


def raise_if_stopped(job: Job) -> None:
    """Raise ``JobStoppedError`` where somebody asked for the end of a job, or of the process.

    A step asks that takes longer than its kind should, and that nothing is lost by ending.
    """
    if not job.goes_on() or _is_to_stop(job):
        raise JobStoppedError


def _is_to_stop(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, stop_asked=True).exists()


def tell_progress(job: Job, done: int, total: int | None = None) -> None:
    """Tell how far a job is from within a step that has transactions of its own."""
    job.done, job.total = done, job.total if total is None else total
    Job.objects.filter(pk=job.pk).update(done=job.done, total=job.total)


def is_done_elsewhere(lane: Lane) -> bool:
    """Return whether another machine does the jobs of a lane: to start a process would be in vain."""
    return is_held(LockClass.JOBS, list(Lane).index(lane))


@contextmanager
def _alone(lane: Lane) -> Iterator[Callable[[], bool] | None]:
    """Hold the lock of the process that does the jobs of a lane; yield whether it still is held.

    Yields nothing where another has it: on this machine, or with PostgreSQL on any.
    """
    if connection.vendor == "postgresql":
        with held_by_connection(LockClass.JOBS, list(Lane).index(lane)) as is_held:
            yield is_held
        return
    path = Path(settings.ARCHIVE_HOME) / f"jobs-{lane}.lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield lambda: True
    finally:
        os.close(descriptor)


def _do_step(job: Job) -> None:
    """Do one step of a job, and write how it stands."""
    kind = kind_named(job.kind)
    if job.stop_asked:
        _end(job, JobState.STOPPED, "")
    elif kind is None:
        _end(job, JobState.FAILED, _("This version of the program knows no such work."))
    elif job.attempts >= MOST_ATTEMPTS:
        _end(job, JobState.FAILED, _("It was tried several times and got no further."))
    else:
        Job.objects.filter(pk=job.pk).update(
            state=JobState.RUNNING,
            attempts=F("attempts") + 1,
            started_at=Coalesce("started_at", timezone.now()),
        )
        _try_step(job, kind)


def _try_step(job: Job, kind: JobKind) -> None:
    try:
        with transaction.atomic() if kind.atomic else nullcontext():
            last = kind.step(job)
            job.attempts = 0
            job.state = JobState.DONE if last else JobState.RUNNING
            job.ended_at = timezone.now() if last else None
            job.save(update_fields=_RESULT)
    except JobStoppedError:
        if _is_to_stop(job):
            _end(job, JobState.STOPPED, "")
        else:
            # The process ends; the next one goes on, and this was no attempt that failed.
            Job.objects.filter(pk=job.pk).update(attempts=0)
    except ArchiveError as error:
        # A long step looks itself whether it is to stop, and ends so.
        stopped = Job.objects.filter(pk=job.pk, stop_asked=True).exists()
        _end(job, JobState.STOPPED if stopped else JobState.FAILED, str(error))
    except _TROUBLE as error:
        job.state = JobState.RUNNING
        _log.error("job %s waits: %s", job.pk, error)
        if job.attempts + 1 >= MOST_ATTEMPTS:
            _end(job, JobState.FAILED, _("The disk or the database failed: %s") % error)
        else:
            time.sleep(TROUBLE_SECONDS * 2**job.attempts)
    except Exception:
        _log.exception("job %s of kind %s failed", job.pk, job.kind)
        _end(job, JobState.FAILED, _("The program failed; its log says how."))


def _end(job: Job, state: JobState, reason: str) -> None:
    job.state, job.reason, job.ended_at = state, reason, timezone.now()
    if state == JobState.FAILED:
        note_error(ErrorKind.JOB)
    Job.objects.filter(pk=job.pk).update(state=job.state, reason=job.reason, ended_at=job.ended_at)
