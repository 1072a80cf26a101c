"""How far a long run is: a bar on a terminal, now and then a plain line elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

LINE_INTERVAL = 60.0
"""Seconds between two lines of a log."""


@contextmanager
def progress(
    unit: str, total: int | None = None, *, quiet: bool = False
) -> Iterator[Callable[[int], None]]:
    """Yield a function to call with the number of ``unit`` just done; it writes to stderr.

    ``total`` is how many there will be, None where that is not known.
    """
    if quiet:
        yield lambda _done: None
        return
    if sys.stderr.isatty():
        with tqdm(total=total, unit=f" {unit}", file=sys.stderr) as bar:
            yield lambda done: bar.update(done) and None
        return
    of_total = "" if total is None else f" of {total}"
    done_until_now, last = 0, time.monotonic()

    def note(done: int) -> None:
        nonlocal done_until_now, last
        done_until_now += done
        if time.monotonic() - last >= LINE_INTERVAL:
            last = time.monotonic()
            print(f"{done_until_now}{of_total} {unit}", file=sys.stderr, flush=True)

    yield note
