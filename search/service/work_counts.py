"""How much background work waits, runs and failed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count

from archive.models import Job
from archive.models.job import OPEN_STATES, JobState


def work_counts() -> Mapping[str, int]:
    """Return the jobs that wait, run, or failed, by their state; finished ones are not counted."""
    states = (*OPEN_STATES, JobState.FAILED)
    found = Job.objects.filter(state__in=states).order_by().values_list("state", Count("pk"))
    counted = dict(found)
    return {state.value: counted.get(state.value, 0) for state in states}
