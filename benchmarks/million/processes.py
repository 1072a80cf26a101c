"""Processes that are measured, and what they take: memory of their own, and files mapped apart."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from tests.load.memory import children

__all__ = ["Memory", "PeakMemory", "children", "family", "memory"]

_LOOK: Final = 0.5
_MB: Final = 1000


class Memory(NamedTuple):
    """Megabytes: what no file can give back, and the share of the files that are mapped."""

    own: float
    mapped: float


def memory(process: int) -> Memory:
    """Return what a process takes (proc_pid_smaps(5)). Raises ``OSError`` where it is gone."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    sizes = {name: int(rest.split()[0]) for name, rest in (line.split(":") for line in lines)}
    return Memory((sizes["Pss_Anon"] + sizes["Pss_Shmem"]) / _MB, sizes["Pss_File"] / _MB)


def family(process: int) -> list[int]:
    """Return a process and all that it has started, and so on."""
    found, waiting = [], [process]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children(one)
    return found


class PeakMemory:
    """The most that this process and those that it started took together meanwhile, by looks."""

    def __init__(self) -> None:
        self.own = self.mapped = 0.0

    def __enter__(self) -> PeakMemory:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            taken = []
            for process in family(os.getpid()):
                with suppress(OSError):  # It has ended meanwhile.
                    taken.append(memory(process))
            self.own = max(self.own, sum(each.own for each in taken))
            self.mapped = max(self.mapped, sum(each.mapped for each in taken))
            if self._stop.wait(_LOOK):
                return
