"""How an engine is measured: built in one process, asked in another. Standard library alone."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from benchmarks.peers.inputs import (
    WARM_UP,
    Inputs,
    Questions,
    Row,
    read_inputs,
    read_questions,
)


class Peer(Protocol):
    """An engine over an index in a folder."""

    def __init__(self, folder: Path) -> None: ...

    def build(self, inputs: Inputs, timed: Callable[..., Any]) -> None:
        """Index the articles; what counts as building is called through ``timed``."""

    def open(self, questions: Questions) -> None:
        """Open the index for what follows."""

    def search(self, kind: str, words: list[str]) -> int:
        """Return the number of matches of a query.

        The keys of the first ten and the ten most frequent values of three facets are
        fetched too.
        """
        ...

    def update(self, row: Row) -> None:
        """Index an article that changed, and search until it is found."""

    def sizes(self) -> dict[str, int]:
        """Return the bytes of the index by part; ``all`` is the whole of it."""
        ...


class Stopwatch:
    """Adds up the seconds of the calls made through it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Return what ``function`` returns, and add the seconds that it takes."""
        start = time.perf_counter()
        result = function(*arguments)
        self.seconds += time.perf_counter() - start
        return result


def memory(name: str) -> int:
    """Return a figure of this process in bytes: ``Pss`` or ``VmHWM``."""
    file = "/proc/self/smaps_rollup" if name == "Pss" else "/proc/self/status"
    for line in Path(file).read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) * 1024
    return 0


def run(peer_type: type[Peer], queries: int | None = None) -> None:
    """Do the phase named on the command line and print its figures as JSON.

    ``python -m peer build INPUTS TARGET ARTICLES`` or ``ask INPUTS TARGET``; at most
    ``queries`` are asked.
    """
    phase, source, target, *articles = sys.argv[1:]
    peer = peer_type(Path(target))
    if phase == "build":
        figures = _build(peer, read_inputs(Path(source), int(articles[0])))
    else:
        figures = _ask(peer, read_questions(Path(source)), queries)
    print(json.dumps(figures))


def _build(peer: Peer, inputs: Inputs) -> dict[str, Any]:
    watch = Stopwatch()
    peer.build(inputs, watch)
    return {"build_seconds": watch.seconds, "sizes": peer.sizes(), "peak": memory("VmHWM")}


def _ask(peer: Peer, questions: Questions, at_most: int | None) -> dict[str, Any]:
    queries = questions.queries[:at_most]
    opening = Stopwatch()
    opening(peer.open, questions)
    opening(peer.search, *queries[0])
    for query in queries[-WARM_UP:]:
        peer.search(*query)
    times, totals = [], []
    for kind, words in queries:
        # The time of the processor alone, since other programs may share it.
        start = time.thread_time()
        totals.append(peer.search(kind, words))
        times.append([kind, (time.thread_time() - start) * 1000])
    pss = memory("Pss")
    updates = []
    for row in questions.updates:
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
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
