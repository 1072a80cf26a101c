"""The kinds of background work that the program knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from archive.models import Job


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of background work.

    ``step`` does the next part, a second's work or two, and returns whether that was the last. It
    is called within a transaction: it moves ``job.position`` and ``job.done`` on and sets
    ``job.report``; both are written with what it changed, so that a job whose process is killed
    goes on where its last step ended. Where ``atomic`` is false, it has transactions of its own
    and must do no harm when it is done again from the same position.
    It raises ``ArchiveError`` where the job cannot be done.
    ``page`` returns the address of a page that shows the job's outcome, or an empty string.
    """

    name: str
    label: str | _StrPromise
    step: Callable[[Job], bool]
    atomic: bool = True
    upkeep: bool = False
    page: Callable[[Job], str] = lambda _job: ""


_KINDS: Final[dict[str, JobKind]] = {}


def register(kind: JobKind) -> None:
    """Make a kind known. Called once for each, when the program starts."""
    _KINDS[kind.name] = kind


def kind_named(name: str) -> JobKind | None:
    """Return a kind by its name."""
    return _KINDS.get(name)
