"""The record of a run of loading: written as it goes, so that a killed one has its record too."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.db import DatabaseError, transaction
from django.utils import timezone

from archive.captures.refused_originals import MOST_OF_A_LOAD, keep_original, sweep_originals
from archive.error_counts import ErrorKind, note_error
from archive.errors import ArchiveError
from archive.ingest.containers import STANDARD_INPUT_PATH
from archive.ingest.loading.load_report import LoadReport
from archive.models import Act, Capture, Load, LoadRemark, LoadState, LoadWay, RemarkKind, log_load
from archive.models.insertion import insert_rows
from archive.readers.saved_searches import request_check
from archive.records.documents import Rejection

_NAME: Final = 2000
_GIVEN: Final = 1000
"""Paths of one run that its record names."""
_COUNTS: Final = ("documents", "new", "updated", "unchanged", "completed")
_REMARKS: Final = ("load_id", "kind", "document", "reason")
_ASKED_AT_ONCE: Final = 500
_ASK_SECONDS: Final = 1.0
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class LoadOrigin:
    """How documents came in, and who brought them; without a person it is the machine's account.

    ``names`` are what people called the things that were given, where paths do not say it.
    ``resumed`` is the record of a run that was killed, with which this one goes on. ``begun`` is
    told of the record, ``told`` of each batch. ``goes_on`` is asked about once a second, while
    documents are read too; it raises what ends the run: nothing of a batch that is not yet written
    is kept then.
    """

    way: LoadWay = LoadWay.COMMAND
    person: Any = None
    names: tuple[str, ...] = ()
    resumed: Load | None = None
    begun: Callable[[Load], None] = lambda _load: None
    told: Callable[[LoadReport], None] = lambda _report: None
    goes_on: Callable[[], None] = lambda: None


@dataclass(slots=True)
class LoadRecord:
    """Writes what a run's report tells, a batch at a time."""

    load: Load
    origin: LoadOrigin
    _before: tuple[int, int, int] = (0, 0, 0)
    """Articles that were new, and updated, and pages completed, before a run that was killed."""
    _refused: int = 0
    _warned: int = 0
    _kept: int = 0
    _asked_at: float = 0.0

    @classmethod
    def begin(
        cls, given: Sequence[str], mapping: Mapping[str, str], origin: LoadOrigin
    ) -> LoadRecord:
        """Make the record of a run that begins, or go on with that of one that was killed."""
        if (load := origin.resumed) is not None:
            load.remarks.all().delete()
            load.state, load.finished_at, load.error = LoadState.RUNNING, None, ""
            return cls(load, origin, (load.new, load.updated, load.completed))
        load = Load.objects.create(
            way=origin.way,
            person=origin.person,
            account="" if origin.person else _account(),
            given=list(origin.names or map(_absolute, given))[:_GIVEN],
            mapping=dict(mapping),
        )
        origin.begun(load)
        return cls(load, origin)

    def while_it_goes_on(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Yield ``items``, and ask meanwhile whether the run goes on."""
        for item in items:
            now = time.monotonic()
            if now - self._asked_at >= _ASK_SECONDS:
                self._asked_at = now
                self.origin.goes_on()
            yield item

    def note(self, report: LoadReport) -> None:
        """Write the counts, and what was refused or warned of since the last time."""
        refused = report.rejected[self._refused :]
        warned = report.warnings[self._warned :]
        load = self.load
        new, updated, completed = self._before
        load.documents, load.new, load.updated = (
            report.documents,
            new + report.new,
            updated + report.updated,
        )
        load.unchanged = max(report.unchanged - new - updated, 0)
        load.completed = completed + report.completed
        load.refused, load.warned = len(report.rejected), len(report.warnings)
        load.passed_over = dict(report.passed_over)
        load.heard_at = timezone.now()
        rows = [_row(load, one) for one in refused]
        rows += [(load.pk, RemarkKind.WARNING.value, name[:_NAME], told) for name, told in warned]
        with transaction.atomic():
            insert_rows(LoadRemark, _REMARKS, rows)
            load.save(update_fields=[*_COUNTS, "refused", "warned", "passed_over", "heard_at"])
        self._refused, self._warned = len(report.rejected), len(report.warnings)
        self._keep_originals([one for one in refused if one.content])
        self.origin.told(report)

    def _keep_originals(self, refused: Sequence[Rejection]) -> None:
        """Keep the bytes of the first that are refused, so that they are mended at the desk."""
        for one in refused[: max(MOST_OF_A_LOAD - self._kept, 0)]:
            own = self.load.remarks.filter(kind=RemarkKind.REFUSED, original=None)
            remarks = own.filter(document=one.document[:_NAME], reason=one.reason)[:1]
            self._kept += keep_original(remarks, one.content)

    def finish(self, report: LoadReport) -> None:
        """Write what is left, and settle refusals of earlier loads that this one is news of."""
        self.note(report)
        self._end(LoadState.FINISHED)
        if not report.complete:
            note_error(ErrorKind.LOAD)
        if self._kept:
            sweep_originals()
        _settle(self.load, {rejection.document[:_NAME] for rejection in report.rejected})

    def stop(self, report: LoadReport, why: str) -> None:
        """Write how far the run came; where the database cannot take it, the run shows as silent."""
        with suppress(DatabaseError, OSError, ArchiveError):
            self.note(report)
        with suppress(DatabaseError, OSError):
            self.load.error = why
            self._end(LoadState.STOPPED)

    def _end(self, state: LoadState) -> None:
        self.load.state, self.load.finished_at = state, timezone.now()
        self.load.save(update_fields=["state", "finished_at", "error"])
        log_load(self.load, Act.LOAD, self.origin.person, self.load.new + self.load.updated)
        if self.load.new:
            request_check()


def _row(load: Load, refused: Rejection) -> tuple[Any, ...]:
    return load.pk, RemarkKind.REFUSED.value, refused.document[:_NAME], refused.reason


def _absolute(path: str) -> str:
    """Return where a path of a command leads from anywhere: it is told at the desk."""
    return path if path == STANDARD_INPUT_PATH else os.path.abspath(path)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""


def _settle(load: Load, refused: Collection[str]) -> None:
    """Settle earlier refusals of documents that this load brought, or refused again.

    One that was refused again waits as this load's refusal, with today's reason.
    """
    waiting = LoadRemark.objects.waiting().filter(load__lt=load.pk)
    earlier: dict[str, list[int]] = {}
    for key, document in waiting.values_list("pk", "document"):
        earlier.setdefault(document, []).append(key)
    names = list(earlier)
    known = set(refused).intersection(earlier)
    for start in range(0, len(names), _ASKED_AT_ONCE):
        some = names[start : start + _ASKED_AT_ONCE]
        loaded = Capture.objects.filter(load=load, uri__in=some)
        known.update(loaded.values_list("uri", flat=True))
    keys = [key for document in known for key in earlier[document]]
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        chosen = LoadRemark.objects.filter(pk__in=keys[start : start + _ASKED_AT_ONCE])
        chosen.update(settled_at=timezone.now(), settled_by=load)
