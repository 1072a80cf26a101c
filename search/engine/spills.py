"""Runs that wait on disk, without names, to be merged into segments.

Spilling spares the names their sorting: only all terms of a vocabulary together are
sorted, when its spills are merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from search.engine.fields import IndexSchema
from search.engine.run import Run
from search.engine.segment import Segment, SegmentFile, new_segment_id, segment_filename
from search.engine.term_ranges import RankedNames
from search.engine.vocabulary import Vocabulary


class Spills:
    """The runs of one writer. The newest is written by a thread while documents are read:
    inversion leaves the interpreter free."""

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        self._directory = directory
        self._schema = schema
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._written: list[Segment] = []
        self._coming: Future[Segment] | None = None

    def __bool__(self) -> bool:
        return self._coming is not None or bool(self._written)

    def add(self, run: Run) -> None:
        """Write ``run``, which gets no more documents. Waits for the one before."""
        run.seal()
        self.finish()
        self._coming = self._thread.submit(self._write, run)

    def _write(self, run: Run) -> Segment:
        name = new_segment_id()
        path = self._directory / segment_filename(name)
        run.spill(path)
        deleted = np.array(sorted(run.deleted), np.uint16)
        return Segment(name, SegmentFile(path, self._schema), None, deleted)

    def finish(self) -> list[Segment]:
        """Wait until all are written, and return them. Raises what writing raised."""
        coming, self._coming = self._coming, None
        if coming is not None:
            self._written.append(coming.result())
        return self._written

    def take(self) -> list[Segment]:
        """Return all, and forget them."""
        spills, self._written = self.finish(), []
        return spills

    def close(self) -> None:
        self._thread.shutdown()


def ranked_names(vocabularies: Mapping[str, Vocabulary]) -> dict[str, RankedNames]:
    """The sorted terms of each text field, sorted once where fields share a vocabulary."""
    ranked = {id(each): RankedNames.of(each) for each in set(vocabularies.values())}
    return {name: ranked[id(vocabulary)] for name, vocabulary in vocabularies.items()}
