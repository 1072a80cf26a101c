"""One run of loading, from the paths that an archivist names to its report."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.db import DatabaseError

from archive.captures.stored_captures import capture_store
from archive.errors import ArchiveError
from archive.ingest.containers import read_captures, read_stream
from archive.ingest.enrichment.worker_processes import UnderstandingPool
from archive.ingest.loading import Loader, LoadReport
from archive.ingest.loading.shared_headers import judge_shared_dates
from archive.progress import progress
from archive.records.documents import RawCapture, Rejection
from archive.republications.clustering import cluster_republications

STANDARD_INPUT: Final = "-"
_NO_MAPPING: Final[Mapping[str, str]] = MappingProxyType({})


def load_paths(
    paths: Sequence[str],
    *,
    mapping: Mapping[str, str] = _NO_MAPPING,
    dry_run: bool = False,
    quiet: bool = True,
) -> LoadReport:
    """Load what stands under ``paths`` (``-``: standard input) and return the counts.

    ``mapping`` names the columns of records that are called otherwise than the archive's.

    Raises:
        ArchiveError: nothing more can be written; what was loaded until then is whole.
    """
    with (
        _collected_lightly(),
        progress("documents", quiet=quiet) as advance,
        UnderstandingPool() as pool,
    ):
        loader = Loader(capture_store(), dry_run, pool, advance)
        try:
            if not dry_run:
                loader.store.sweep()
            report = loader.load(_captures(paths, mapping))
            if not dry_run:
                judge_shared_dates(loader.store)
                cluster_republications()
        except (OSError, DatabaseError, BrokenProcessPool) as error:
            raise ArchiveError(
                f"loading stopped: {error}. {loader.report.documents} documents are loaded and "
                "whole; run the same command again to go on."
            ) from error
    return report


@contextmanager
def _collected_lightly() -> Iterator[None]:
    """Let the garbage collector look only at what is made from now on.

    Everything that has been imported, again and again, takes a tenth of a load's time.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _captures(paths: Sequence[str], mapping: Mapping[str, str]) -> Iterator[RawCapture | Rejection]:
    """Yield the captures of all paths; files are named together, so that names do not clash."""
    files = [Path(path) for path in paths if path != STANDARD_INPUT]
    yield from read_captures(files, mapping)
    if len(files) < len(paths):
        yield from read_stream(sys.stdin.buffer, mapping)
