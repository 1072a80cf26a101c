"""The memory that is a process's own, and how it goes over a run."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_OWN: Final = re.compile(rb"^(?:Private_Clean|Private_Dirty|Swap):\s+(\d+) kB", re.M)
_ANONYMOUS: Final = re.compile(rb"^Anonymous:\s+(\d+) kB", re.M)
_NEAR: Final = 30.0
"""Seconds before and after a moment whose samples tell its memory: their median."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Kilobytes of both processes at one moment, in seconds from the start of the load.

    ``…_anonymous`` is what no file can give back: the rest are pages of the index.
    """

    second: float
    pages: int
    web: int
    web_anonymous: int
    worker: int
    worker_anonymous: int


def own_memory(process: int) -> tuple[int, int]:
    """Return the kilobytes that are a process's alone, and those of them that are no file's.

    See proc_pid_smaps(5). Raises ``OSError`` where the process is gone.
    """
    told = Path(f"/proc/{process}/smaps_rollup").read_bytes()
    return sum(map(int, _OWN.findall(told))), sum(map(int, _ANONYMOUS.findall(told)))


def children(process: int) -> list[int]:
    """Return the processes that ``process`` has started."""
    found: list[int] = []
    for tasks in Path(f"/proc/{process}/task").glob("*/children"):
        found += map(int, tasks.read_text().split())
    return found


def at(curve: Sequence[Sample], second: float, column: str) -> float:
    """Return the kilobytes about a moment: a median, since a page in the making takes some."""
    if not curve:
        return 0.0
    near: list[float] = [
        getattr(sample, column)
        for sample in curve
        if abs(sample.second - min(second, curve[-1].second - _NEAR)) <= _NEAR
    ]
    return statistics.median(near or [float(getattr(curve[-1], column))])


def growth(curve: Sequence[Sample], begin: float, end: float, column: str) -> float:
    """Return by what share the memory of a column grew between two moments."""
    before = at(curve, begin, column)
    return at(curve, end, column) / before - 1 if before else 0.0


def as_lines(curve: Sequence[Sample]) -> str:
    """Return the curve as a table of tab-separated values."""
    names = Sample.__slots__
    rows = [[f"{getattr(sample, name):.0f}" for name in names] for sample in curve]
    return "\n".join("\t".join(row) for row in [list(names), *rows]) + "\n"
