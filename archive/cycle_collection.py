"""Python's collector of reference cycles, kept from work in which it finds nothing."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def without_cycle_collection() -> Iterator[None]:
    """Keep the collector from running meanwhile, in the whole process.

    It would walk again and again over all that is being made, for a quarter of the time and more.
    Only for work that makes no cycles and keeps nearly all that it makes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@cache
def leave_out_what_stays() -> None:
    """Have the collector pass over all that the process holds by now; at the first call alone.

    Half a million objects of the gazetteer never go. As long as it counts them it waits for a quarter
    as many new ones before it looks at old ones, and a process that answers requests carries their
    cycles, some twenty megabytes, until then
    (https://devguide.python.org/internals/garbage-collector/, «Collecting the oldest generation»).
    Once, since what is in hand at that moment is passed over too.
    """
    gc.collect()
    gc.freeze()
