"""An archive that is served: how soon it answers, and what it takes after an hour of mixed use."""

from __future__ import annotations

import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Final

from benchmarks.million.changing import edits as measured_edits
from benchmarks.million.changing import make_editor
from benchmarks.million.processes import Memory, children, family, memory
from tests.load.__main__ import load, served

_STARTS: Final = 3
_READERS: Final = 8
_SETTLING: Final = 20.0
"""Seconds after the start in which caches are made and the index is tidied."""


def start() -> dict[str, float]:
    """Start the site some times; tell when it first answers a search."""
    waited = []
    for _start in range(_STARTS):
        began = time.perf_counter()
        with _served() as (port, _process):
            address = f"http://127.0.0.1:{port}/search/?q=%D8%A7%D9%84%D8%B1%D8%A6%D9%8A%D8%B3"
            urllib.request.urlopen(address, timeout=600).read()
            waited.append(time.perf_counter() - began)
    return {"seconds until the first answer": median(waited)}


def edits() -> dict[str, float]:
    """Edit titles from another process than those that serve and index."""
    with _served():
        time.sleep(_SETTLING)
        return measured_edits()


def use(minutes: float) -> dict[str, float]:
    """Let some readers and an editor visit the site; tell what its processes take then."""
    make_editor()
    with _served() as (port, process):
        time.sleep(_SETTLING)
        before = _taken(process)
        journal, _curve = load(port, process, _READERS, minutes * 60)
        after = _taken(process)
    for error in journal.errors[:20]:
        print(f"error: {error}")
    found = sorted(journal.found_after) or [0.0]
    return {
        "minutes": minutes,
        "pages": journal.pages,
        "errors": len(journal.errors),
        "slowest page s": max(max(each) for each in journal.seconds.values()),
        "edits found": len(journal.found_after),
        "edit found after p50 s": median(found),
        "web at the start, own MB": before[0].own,
        "worker at the start, own MB": before[1].own,
        "web, own MB": after[0].own,
        "web, mapped MB": after[0].mapped,
        "worker, own MB": after[1].own,
        "worker, mapped MB": after[1].mapped,
        "background work, own MB": after[2].own,
        "together, own MB": after[0].own + after[1].own,
    }


@contextmanager
def _served() -> Iterator[tuple[int, int]]:
    """Serve the archive; yield the port and the web process."""
    with served(dict(os.environ)) as found:
        yield found


def _taken(process: int) -> tuple[Memory, Memory, Memory]:
    """Return what the web process takes, the worker, and what the worker has started."""
    (worker,) = children(process)
    started = [memory(each) for each in family(worker)[1:]]
    rest = Memory(sum(each.own for each in started), sum(each.mapped for each in started))
    return memory(process), memory(worker), rest
