"""Runs that wait on disk, without names, to be merged into segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search.engine.blocks import Array
from search.engine.fields import IndexSchema
from search.engine.merging import Numbered, merge_segments
from search.engine.run import Run
from search.engine.segment import Segment, SegmentFile, new_segment_id, segment_filename
from search.engine.term_ranges import RankedNames
from search.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Spill:
    """A run on disk. ``numbers`` are the terms of each text field, as its ordinals have them.

    Spilling spares the names their sorting: only all terms of a vocabulary together are
    sorted, when its spills are merged.
    """

    segment: Segment
    numbers: Mapping[str, Array]

    @classmethod
    def of(cls, run: Run, directory: Path, schema: IndexSchema) -> Spill:
        """Write ``run`` into ``directory``."""
        name = new_segment_id()
        path = directory / segment_filename(name)
        numbers = run.spill(path)
        deleted = np.array(sorted(run.deleted), np.uint16)
        return cls(Segment(name, SegmentFile(path, schema), None, deleted), numbers)


class Spills:
    """The runs of one writer. The newest is written by a thread while documents are read:
    inversion leaves the interpreter free."""

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        self._directory = directory
        self._schema = schema
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._written: list[Spill] = []
        self._coming: Future[Spill] | None = None

    def __bool__(self) -> bool:
        return self._coming is not None or bool(self._written)

    def add(self, run: Run) -> None:
        """Write ``run``, which gets no more documents. Waits for the one before."""
        run.seal()
        self.finish()
        self._coming = self._thread.submit(Spill.of, run, self._directory, self._schema)

    def finish(self) -> list[Spill]:
        """Wait until all are written, and return them. Raises what writing raised."""
        coming, self._coming = self._coming, None
        if coming is not None:
            self._written.append(coming.result())
        return self._written

    def take(self) -> list[Spill]:
        """Return all, and forget them."""
        spills, self._written = self.finish(), []
        return spills

    def close(self) -> None:
        self._thread.shutdown()


def ranked_names(vocabularies: Mapping[str, Vocabulary]) -> dict[str, RankedNames]:
    """The sorted terms of each text field, sorted once where fields share a vocabulary."""
    ranked = {id(each): RankedNames.of(each) for each in set(vocabularies.values())}
    return {name: ranked[id(vocabulary)] for name, vocabulary in vocabularies.items()}


def merge_spills(
    spills: Sequence[Spill],
    segments: Sequence[Segment],
    names: Mapping[str, RankedNames],
    schema: IndexSchema,
    path: Path,
) -> None:
    """Write the documents of ``spills``, deleted as ``segments`` say, as the segment ``path``."""
    numbers = {field: [spill.numbers[field] for spill in spills] for field in schema.texts}
    merge_segments(segments, schema, path, Numbered(numbers, names))
