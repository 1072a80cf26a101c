"""Enriching captures in several processes, once there are enough of them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from multiprocessing import resource_tracker
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Final

from archive.entities.gazetteer.gazetteer import Gazetteer
from archive.ingest.enrichment.enriched_capture import EnrichmentResult, enrich_capture
from archive.knowledge.knowledge import Knowledge
from archive.records.documents import RawCapture

FEWEST_DOCUMENTS: Final = 150
"""Documents below which starting processes costs more time than they save."""

_LOG: Final = logging.getLogger("khizana.ingest")
_MOST_WORKERS: Final = 4
_CHUNK: Final = 10
_PRELOADED: Final = "archive.ingest.enrichment.preloaded"


@dataclass(slots=True)
class EnrichmentPool:
    """Enriches captures in this process at first, and in others when many have come.

    Knowledge travels with the captures: the processes need not be started anew when an
    editor taught something.
    """

    workers: int = field(default_factory=lambda: min(_cores(), _MOST_WORKERS))
    _seen: int = 0
    _executor: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        """How many batches may be enriched while one is written."""
        return 0 if self._executor is None else 1

    def enrich(
        self, captures: Sequence[RawCapture], knowledge: Knowledge
    ) -> Iterator[EnrichmentResult]:
        """Return what became of each of ``captures``, in their order."""
        self._seen += len(captures)
        if self._executor is None and self.workers > 1 and self._seen >= FEWEST_DOCUMENTS:
            with _uninterrupted():
                self._executor = _start(self.workers)
        if self._executor is None:
            return (enrich_capture(capture, knowledge) for capture in captures)
        task = partial(_enrich_in_worker, pickle.dumps(knowledge))
        try:
            found = self._executor.map(task, captures, chunksize=_CHUNK)
        except BrokenProcessPool:
            found = iter(())
        return self._completed(captures, knowledge, found)

    def _completed(
        self,
        captures: Sequence[RawCapture],
        knowledge: Knowledge,
        found: Iterator[EnrichmentResult],
    ) -> Iterator[EnrichmentResult]:
        """Yield ``found``; what is left when a process dies is enriched in this one.

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
        for capture in captures[done:]:
            yield enrich_capture(capture, knowledge)

    def __enter__(self) -> EnrichmentPool:
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
        context.set_forkserver_preload([_PRELOADED])
    else:
        context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)
    # This process would only wait now, and needs the gazetteer to link what the others find.
    threading.Thread(target=Gazetteer.shipped, daemon=True).start()
    for _ in range(workers):
        # All at once: one that starts while the executor buries another would never be ended.
        executor.submit(os.getpid)
    return executor


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let what is started meanwhile never be interrupted from the terminal: this process is.

    What multiprocessing starts would tell of it in stack traces, until it has begun; and this
    process would leave them behind, half begun, did it not know of them yet.
    """
    # Of itself it would let interruptions through again (multiprocessing/resource_tracker.py).
    resource_tracker.ensure_running()
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    interrupted: list[int] = []
    main = threading.current_thread() is threading.main_thread()
    # The mask is inherited by what is started; other threads of this process are told all the same.
    handler = (
        signal.signal(signal.SIGINT, lambda number, _: interrupted.append(number)) if main else None
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if main:
            signal.signal(signal.SIGINT, handler)
    if interrupted:
        raise KeyboardInterrupt


def _begin() -> None:
    """End when the parent ends; interruptions are left to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _enrich_in_worker(pickled_knowledge: bytes, capture: RawCapture) -> EnrichmentResult:
    return enrich_capture(capture, _unpickled(pickled_knowledge))


@lru_cache(maxsize=1)
def _unpickled(knowledge: bytes) -> Knowledge:
    """Return the parent's knowledge; it comes with every few captures and is mostly the same."""
    found: Knowledge = pickle.loads(knowledge)  # nosec B301  # noqa: S301 - written by this process's parent
    return found


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
