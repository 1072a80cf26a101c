"""How an engine is measured: built in one process, asked in another. Standard library alone."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from benchmarks.peers.inputs import WARM_UP, Inputs, Row, read_inputs

_FACET_LIMIT = 10
_UPDATES = 20


class Peer(Protocol):
    """An engine. ``search`` gives the number of matches of a query, having fetched the
    keys of the first ten and the ten most frequent values of three facets."""

    def __init__(self, inputs: Inputs, folder: Path) -> None: ...

    def build(self, timed: Callable[..., Any]) -> None: ...

    def open(self) -> None: ...

    def search(self, kind: str, words: list[str]) -> int: ...

    def update(self, row: Row) -> None: ...

    def sizes(self) -> dict[str, int]: ...


class Stopwatch:
    """Adds up the seconds of the calls made through it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        start = time.perf_counter()
        result = function(*arguments)
        self.seconds += time.perf_counter() - start
        return result


def memory(name: str) -> int:
    """A figure of this process in bytes: ``Pss`` or ``VmHWM``."""
    file = "/proc/self/smaps_rollup" if name == "Pss" else "/proc/self/status"
    for line in Path(file).read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0


def run(peer_type: type[Peer], surface: bool = False, sample: int | None = None) -> None:
    """Do the phase named on the command line and print its figures as JSON."""
    phase, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    peer = peer_type(read_inputs(source), target)
    figures = _build(peer) if phase == "build" else _ask(peer, surface, sample)
    print(json.dumps(figures))


def _build(peer: Any) -> dict[str, Any]:
    watch = Stopwatch()
    peer.build(watch)
    return {"build_seconds": watch.seconds, "sizes": peer.sizes(), "peak": memory("VmHWM")}


def _ask(peer: Any, surface: bool, sample: int | None) -> dict[str, Any]:
    queries, inputs = peer.inputs.queries[:sample], peer.inputs
    opening = Stopwatch()
    opening(peer.open)
    opening(peer.search, *queries[0])
    for query in queries[-WARM_UP:]:
        peer.search(*query)
    times, totals = [], []
    for kind, words in queries:
        watch = Stopwatch()
        totals.append(watch(peer.search, kind, words))
        times.append([kind, watch.seconds * 1000])
    pss = memory("Pss")
    updates = []
    for article in range(_UPDATES):
        row = inputs.row(article, surface)
        watch = Stopwatch()
        watch(peer.update, row)
        updates.append(watch.seconds * 1000)
    return {
        "open_ms": opening.seconds * 1000,
        "times": times,
        "totals": totals,
        "updates_ms": updates,
        "pss": pss,
    }


def folder_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
