"""Names that no list has, found in the background after loading and after edits.

Loading asks the list alone, so that it stays quick. The trained recogniser reads the new articles
in a job of its own: a batch is one step, read outside the short transactions that write it, with
a pause behind each, so that an edit never waits for more than one of them.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from archive.entities.storage.recognition_pass import GIVE_WAY, BatchReader, outdated
from archive.jobs import JobKind, register, request, tell_progress
from archive.models import Job
from archive.models.job import JobState

KIND: Final = "find_names"


def register_names() -> None:
    """Make the job known."""
    register(
        JobKind(KIND, _("Find names that no list has"), _read_batch, atomic=False, upkeep=True)
    )


def request_names() -> None:
    """Ask that articles which are not yet read for names be read, unless that waits already.

    One that is under way does not count: it may just have looked for the last time. A job that
    finds nothing to read ends at once.
    """
    if not Job.objects.filter(kind=KIND, state=JobState.WAITING).exists():
        request(KIND, {})


def _read_batch(job: Job) -> bool:
    """Do one step: read a batch of articles; return whether none was left."""
    reader = BatchReader(pause=GIVE_WAY)
    if job.total is None:
        tell_progress(job, 0, outdated(reader.recogniser))
    batch = reader.read_after(job.position.get("last", 0))
    if batch is None:
        return True
    job.position = {"last": batch.last}
    job.done += batch.read
    job.report = {"changed": job.report.get("changed", 0) + batch.changed}
    return False
