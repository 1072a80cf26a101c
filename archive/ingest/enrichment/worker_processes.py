"""Understanding documents in several processes, once there are enough of them.

Nothing here or below imports Django: the processes start without it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Final

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.entities.recognition.combined_recogniser import Corrections, correct_by, corrected_by
from archive.errors import UnreadableDocumentError
from archive.ingest.enrichment.enrich import Understanding, understand
from archive.knowledge.outlet_registry import KnownOutlet, described_outlets, know_outlets
from archive.records.documents import RawCapture

FEWEST: Final = 150
"""Documents below which starting processes costs more time than they save."""

_LOG: Final = logging.getLogger("khizana.ingest")
_MOST_WORKERS: Final = 4
_CHUNK: Final = 10
_PREPARED: Final = "archive.ingest.enrichment.preloaded"


@dataclass(slots=True)
class UnderstandingPool:
    """Understands captures in this process at first, and in others when many have come."""

    workers: int = field(default_factory=lambda: min(_cores(), _MOST_WORKERS))
    _seen: int = 0
    _executor: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """How many batches may be understood while one is written."""
        return 0 if self._executor is None else 1

    def understand(
        self, captures: Sequence[RawCapture]
    ) -> Iterator[Understanding | UnreadableDocumentError]:
        """Return what each of ``captures`` holds, in their order."""
        self._seen += len(captures)
        if self._executor is None and self.workers > 1 and self._seen >= FEWEST:
            self._executor = _start(self.workers)
        if self._executor is None:
            return map(understand, captures)
        try:
            found = self._executor.map(understand, captures, chunksize=_CHUNK)
        except BrokenProcessPool:
            found = iter(())
        return self._whatever_happens(captures, found)

    def _whatever_happens(
        self,
        captures: Sequence[RawCapture],
        found: Iterator[Understanding | UnreadableDocumentError],
    ) -> Iterator[Understanding | UnreadableDocumentError]:
        """Yield ``found``; what is left when a process dies is understood in this one.

        A process can be killed from outside, by the system for memory above all.
        """
        done = 0
        try:
            for result in found:
                yield result
                done += 1
        except BrokenProcessPool:
            _LOG.warning("a process that read documents died; reading goes on in this one")
            self.workers, self._executor = 1, None
        yield from map(understand, captures[done:])

    def __enter__(self) -> UnderstandingPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None


def _start(workers: int) -> ProcessPoolExecutor:
    # A fork of this process would copy open database connections; these methods start clean.
    if "forkserver" in multiprocessing.get_all_start_methods():
        context: BaseContext = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_PREPARED])
    else:
        context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(
        workers,
        mp_context=context,
        initializer=_begin,
        initargs=(corrected_by(), described_outlets()),
    )
    # This process would only wait now, and needs the gazetteer to link what the others find.
    threading.Thread(target=Gazetteer.shipped, daemon=True).start()
    for _ in range(workers):
        # All at once: one that starts while the executor buries another would never be ended.
        executor.submit(os.getpid)
    return executor


def _begin(corrections: Corrections, outlets: tuple[KnownOutlet, ...]) -> None:
    """Know what the parent knows, leave interruptions to it, and end when it ends."""
    correct_by(corrections)
    know_outlets(outlets)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
