"""How often something went wrong: answers, loads, the worker, background work; counted in a file a day.

They are files and not rows, since the database may be what failed, and each is a line added to a
file: any process adds one at once, without waiting for another. What went wrong stands in the log.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

_FOLDER: Final = "errors"
_KEPT: Final = timedelta(days=60)
"""As many days as the status page shows."""
_MOST_BYTES: Final = 1_000_000
"""Of a day's file: forty thousand errors, after which no more are counted."""

_log = logging.getLogger("khizana.errors")


class ErrorKind(StrEnum):
    """What went wrong."""

    ANSWER = "answer"
    """A page could not be made, for a reason that the program did not foresee."""
    LOAD = "load"
    """A load was stopped, or refused documents."""
    WORKER = "worker"
    """A job of the worker failed; it is tried again."""
    JOB = "job"
    """Work in the background failed, and waits for a person."""


def note_error(kind: ErrorKind) -> None:
    """Count an error now. Where nothing can be written, the log alone has it."""
    now = timezone.now()
    path = _path(now.date())
    try:
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="ascii") as file:
            if file.tell() < _MOST_BYTES:
                file.write(f"{now:%H:%M:%S} {kind}\n")
    except OSError as error:
        _log.warning("an error could not be counted: %s", error)


def errors_since(moment: datetime) -> dict[str, int]:
    """Return how often each kind of error happened from ``moment`` on, to the second."""
    counts: Counter[str] = Counter()
    day = moment.date()
    while day <= timezone.now().date():
        for clock, kind in _lines(day):
            counts[kind] += day > moment.date() or clock >= f"{moment:%H:%M:%S}"
        day += timedelta(days=1)
    return {kind.value: counts[kind] for kind in ErrorKind}


def errors_by_day() -> Mapping[date, int]:
    """Return how many errors each day had that had any, of those that are kept."""
    found = {}
    for path in _files():
        day = _day_of(path)
        if day is not None:
            found[day] = sum(1 for _line in _lines(day))
    return found


def forget_old_errors() -> None:
    """Delete the files of days that are shown no longer. Raises ``OSError``."""
    first = timezone.now().date() - _KEPT
    for path in _files():
        day = _day_of(path)
        if day is not None and day < first:
            path.unlink(missing_ok=True)


def _path(day: date) -> Path:
    return Path(settings.ARCHIVE_HOME) / _FOLDER / f"{day.isoformat()}.txt"


def _files() -> list[Path]:
    return sorted((Path(settings.ARCHIVE_HOME) / _FOLDER).glob("*.txt"))


def _day_of(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return None


def _lines(day: date) -> list[tuple[str, str]]:
    """Return time and kind of each error of a day; what is no such line is passed over."""
    try:
        text = _path(day).read_text(encoding="ascii", errors="replace")
    except OSError:
        return []
    split = (line.split(" ") for line in text.splitlines())
    kinds = set(map(str, ErrorKind))
    return [(parts[0], parts[1]) for parts in split if len(parts) == 2 and parts[1] in kinds]
