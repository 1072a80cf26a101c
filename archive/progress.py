"""How far a long run is: a bar with the time left on a terminal, now and then a line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Protocol

from tqdm import tqdm

LINE_INTERVAL = 60.0
"""Seconds between two lines of a log."""
_PERCENT: Final = 100


class Progress(Protocol):
    """Called with the number of things just done."""

    def __call__(self, done: int, /) -> None:
        """Hear of ``done`` more things."""

    def expect(self, total: int) -> None:
        """Hear how many things there will be, where that was not known at first."""


class _Quiet:
    def __call__(self, done: int, /) -> None:
        pass

    def expect(self, total: int) -> None:
        pass


@dataclass(slots=True)
class _Bar:
    bar: Any

    def __call__(self, done: int, /) -> None:
        self.bar.update(done)

    def expect(self, total: int) -> None:
        self.bar.total = total
        self.bar.refresh()


@dataclass(slots=True)
class _Lines:
    unit: str
    total: int | None
    last: float
    done: int = 0

    def __call__(self, done: int, /) -> None:
        self.done += done
        if time.monotonic() - self.last >= LINE_INTERVAL:
            self.last = time.monotonic()
            of_total = "" if self.total is None else f" of {self.total}"
            print(f"{self.done}{of_total} {self.unit}", file=sys.stderr, flush=True)

    def expect(self, total: int) -> None:
        self.total = total


@contextmanager
def progress(unit: str, total: int | None = None, *, quiet: bool = False) -> Iterator[Progress]:
    """Yield what is called with the number of ``unit`` just done; it writes to stderr.

    ``total`` is how many there will be, None where that is not known, or not yet.
    """
    if quiet:
        yield _Quiet()
    elif sys.stderr.isatty():
        with tqdm(total=total, unit=f" {unit}", file=sys.stderr) as bar:
            yield _Bar(bar)
    else:
        yield _Lines(unit, total, time.monotonic())


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """How far documents are read: by the bytes of their files, since nobody knows their number."""

    read: Callable[[int], None]
    documents: Callable[[int], None]


@contextmanager
def reading_progress(total: int | None, *, quiet: bool = False) -> Iterator[ReadingProgress]:
    """Yield what hears of bytes read and of documents done; it writes to stderr.

    ``total`` is the number of bytes of all files, None where that cannot be known.
    """
    if quiet or total is None:
        with progress("documents", quiet=quiet) as advance:
            yield ReadingProgress(lambda _bytes: None, advance)
    elif sys.stderr.isatty():
        with tqdm(total=total, unit="B", unit_scale=True, file=sys.stderr) as bar:
            counted = _Sum(lambda done: bar.set_postfix_str(f"{done} documents"))
            yield ReadingProgress(lambda read: bar.update(read) and None, counted)
    else:
        lines = _Lines("documents", None, time.monotonic())
        share = _Sum(lambda read: setattr(lines, "unit", _unit(read, total)))
        yield ReadingProgress(share, lines)


@dataclass(slots=True)
class _Sum:
    """Adds up, and tells the sum."""

    tell: Callable[[int], None]
    total: int = 0

    def __call__(self, done: int) -> None:
        self.total += done
        self.tell(self.total)


def _unit(read: int, total: int) -> str:
    return f"documents, {read * _PERCENT // max(total, 1)} % of the bytes read"
