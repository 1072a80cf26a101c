"""Which articles stand in the index."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from search.engine import Snapshot


def indexed_keys(snapshot: Snapshot) -> Iterator[str]:
    """Yield the key of every document that is not deleted."""
    for segment in snapshot.segments:
        yield from segment.file.keys.many(np.flatnonzero(segment.live).tolist())
