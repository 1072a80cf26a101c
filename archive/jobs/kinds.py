"""The kinds of background work that the program knows."""

from __future__ import annotations

import threading
from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.module_loading import import_string

from archive.errors import ArchiveError

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrPromise

    from archive.models import Job


class JobStoppedError(ArchiveError):
    """A step ends before its end, since somebody asked for the job's; it goes on where it was."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of background work.

    ``step`` does the next part, a second's work or two, and returns whether that was the last. It
    is called within a transaction: it moves ``job.position`` and ``job.done`` on and sets
    ``job.report``; both are written with what it changed, so that a job whose process is killed
    goes on where its last step ended. Where ``atomic`` is false, it has transactions of its own
    and must do no harm when it is done again from the same position.
    It raises ``ArchiveError`` where the job cannot be done.
    ``long`` says that it takes minutes: it goes on beside what a person waits for, and gives way to
    it. ``page`` returns the address of a page that shows the job's outcome, or an empty string.
    """

    name: str
    label: str | _StrPromise
    step: Callable[[Job], bool]
    atomic: bool = True
    upkeep: bool = False
    long: bool = False
    page: Callable[[Job], str] = lambda _job: ""


_KINDS: Final[dict[str, JobKind]] = {}
_NOT_YET_ASKED: Final[list[str]] = []
_ASKING: Final = threading.RLock()


def register(kind: JobKind) -> None:
    """Make a kind known. Called once for each."""
    _KINDS[kind.name] = kind


def register_by(function: str) -> None:
    """Let the function of this dotted name register its kinds once a kind is asked for.

    What does the work takes half a second to import, and most commands ask for none.
    """
    # By name: the archive's own come first, and whoever asks for one imports no search.
    insort(_NOT_YET_ASKED, function)


def _known() -> dict[str, JobKind]:
    """Return all kinds by name."""
    with _ASKING:
        while _NOT_YET_ASKED:
            _ask_next()
    return _KINDS


def _ask_next() -> None:
    import_string(_NOT_YET_ASKED[0])()
    del _NOT_YET_ASKED[0]


class Lane(StrEnum):
    """What one process does: what a person waits for, or what takes minutes and gives way."""

    QUICK = "quick"
    LONG = "long"


def open_jobs(lane: Lane) -> QuerySet[Job]:
    """Return the jobs of a lane that have not ended, as they are to be done."""
    from archive.models import Job

    quick = [kind.name for kind in _known().values() if not (kind.upkeep or kind.long)]
    jobs = Job.objects.open()
    found = jobs.filter(kind__in=quick) if lane is Lane.QUICK else jobs.exclude(kind__in=quick)
    return found.order_by("upkeep", "id")


def kind_named(name: str) -> JobKind | None:
    """Return a kind by its name, importing no more than it takes to find it."""
    with _ASKING:
        while name not in _KINDS and _NOT_YET_ASKED:
            _ask_next()
    return _KINDS.get(name)
