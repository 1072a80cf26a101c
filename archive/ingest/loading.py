"""One run of loading, from the paths that an archivist names to its report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from tqdm import tqdm

from archive.ingest.loader import Loader, LoadReport
from archive.ingest.loader.pool import UnderstandingPool
from archive.ingest.readers import read_captures, read_stream
from archive.ingest.records import RawCapture, Rejection
from archive.store import CaptureStore

STANDARD_INPUT = "-"


def capture_store() -> CaptureStore:
    """Return the store of this archive."""
    return CaptureStore(Path(settings.ARCHIVE_HOME) / "captures")


def load_paths(
    paths: Sequence[str], *, dry_run: bool = False, progress: bool = False
) -> LoadReport:
    """Load what stands under ``paths`` (``-``: standard input) and return the counts."""
    with (
        tqdm(disable=not progress, unit=" documents", file=sys.stderr) as bar,
        UnderstandingPool() as pool,
    ):

        def advance(done: int) -> None:
            bar.update(done)

        return Loader(capture_store(), dry_run, pool, advance).load(_captures(paths))


def _captures(paths: Iterable[str]) -> Iterator[RawCapture | Rejection]:
    for path in paths:
        if path == STANDARD_INPUT:
            yield from read_stream(sys.stdin.buffer)
        else:
            yield from read_captures([Path(path)])
