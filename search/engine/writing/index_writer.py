"""The one writer of an index: buffers, tombstones, runs, atomic commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from search.contract import ColumnValues, Document, IndexSchema
from search.engine.storage.block_files import sync_directory
from search.engine.storage.generations import SegmentEntry, SegmentStore, Toc, read_toc, write_toc
from search.engine.storage.segment_files import (
    MAXIMUM_DOCUMENTS,
    OverlaidFile,
    Segment,
    SegmentFile,
    columns_filename,
    deletions_filename,
    new_segment_id,
    segment_filename,
    write_deletions,
)
from search.engine.writing.column_overlay import write_overlay
from search.engine.writing.document_runs import DocumentRun, SpilledRuns, ranked_terms
from search.engine.writing.merge_plan import RankedTerms, mergeable, packed
from search.engine.writing.segment_merging import merge_segments
from search.engine.writing.word_vocabulary import VocabularyCache

_RUN_WORDS: Final = 600_000
"""Words buffered before a run is written: about 60 MB while they are inverted."""
_VOCABULARY_WORDS: Final = 400_000
"""Surface words remembered before the memory of analysed words is begun anew."""


class ColumnarWriter:
    """The writer of an index: what it adds, replaces and deletes ``commit`` makes visible at once.

    As a context manager it commits at the end and cancels on an error. An index has one
    writer at a time: make it while holding the ``WriterLock`` of the index, since it reads
    at once what is committed. Raises ``IndexMissingError``.
    """

    def __init__(
        self, directory: Path, schema: IndexSchema, store: SegmentStore, cache: VocabularyCache
    ) -> None:
        self._directory = directory
        self._schema = schema
        self._store = store
        self._toc = read_toc(directory)
        store.clean(self._toc)
        self._segments = list(store.open(self._toc))
        self._spilled = SpilledRuns(directory, schema)
        self._written: list[Segment] = []
        """Segments that this writer made of documents it was given."""
        self._tombstones: dict[str, set[int]] = {}
        self._changes: dict[str, dict[int, ColumnValues]] = {}
        self._vocabulary_cache = cache
        self._vocabularies = cache.take()
        self._run = DocumentRun(schema, self._vocabularies)
        self._ended = False

    def add(self, document: Document) -> None:
        """Add a document whose key is new to the index (else use ``update``)."""
        self._run.add(document)
        if len(self._run) == MAXIMUM_DOCUMENTS or self._run.words >= _RUN_WORDS:
            self._spill()
            if max(map(len, self._vocabularies.values())) > _VOCABULARY_WORDS:
                self._merge_spilled()

    def delete(self, key: str) -> bool:
        """Delete the document under ``key``; return whether there was one."""
        found = self._run.delete(key)
        for segment in self._searched():
            gone = self._tombstones.get(segment.name)
            if gone is None:
                gone = self._tombstones[segment.name] = set(segment.deleted.tolist())
            numbers = set(segment.find_key(key, self._schema.key.name)) - gone
            gone |= numbers
            found = found or bool(numbers)
        return found

    def update(self, document: Document) -> None:
        """Replace the document under the key of ``document``, or add it."""
        self.delete(document.key)
        self.add(document)

    def update_columns(self, values: ColumnValues) -> bool:
        """Give a document new values in some columns; its texts stay as they are.

        Whether there is such a document among the committed ones; those added by this
        writer do not count. A column is written anew as a whole: one commit of thousands
        of changes costs little more than one of a single change. Raises
        ``UnknownFieldError``.
        """
        self._schema.check_columns(values.keywords, values.numbers)
        found = False
        for segment in self._segments:
            gone = self._tombstones.get(segment.name)
            for number in segment.find_key(values.key, self._schema.key.name):
                if number not in gone if gone is not None else segment.live[number]:
                    self._changes.setdefault(segment.name, {})[number] = values
                    found = True
        return found

    def _searched(self) -> Iterator[Segment]:
        """Yield every segment that may hold a document: committed, written or spilled."""
        yield from (*self._segments, *self._written)
        yield from self._spilled.finish()

    def _spill(self) -> None:
        if len(self._run):
            self._spilled.add(self._run)
            self._run = DocumentRun(self._schema, self._vocabularies)

    def _merge_spilled(self) -> None:
        """Make segments of the spilled runs, and begin the memory of words anew."""
        runs = self._spilled.take()
        terms = ranked_terms(self._vocabularies)
        # The memory of the words goes before that of a merge is taken.
        self._vocabularies = self._vocabulary_cache.take()
        self._run = DocumentRun(self._schema, self._vocabularies)
        segments = [self._with_tombstones(run) for run in runs]
        for group in packed(segments):
            if any(segment.live_documents for segment in segments[group]):
                self._written.append(self._merge(segments[group], terms))

    def _write_run(self) -> None:
        """Write what is buffered as a segment of its own."""
        if len(self._run):
            path, name = self._new_segment()
            self._run.write(path)
            deleted = np.array(sorted(self._run.deleted), np.uint16)
            self._written.append(Segment(name, SegmentFile(path, self._schema), None, deleted))

    def _new_segment(self) -> tuple[Path, str]:
        name = new_segment_id()
        return self._directory / segment_filename(name), name

    def commit(self) -> int:
        """Write, sync and name everything; return the new generation.

        A writer commits once: leaving its block afterwards does nothing more.
        """
        self._ended = True
        try:
            if self._spilled:
                self._spill()
                self._merge_spilled()
            else:
                self._write_run()
                self._vocabulary_cache.put_back(self._vocabularies)
            kept = [self._with_tombstones(self._with_columns(each)) for each in self._segments]
            written = [self._with_tombstones(each) for each in self._written]
            return self._publish([*kept, *self._merged(written)])
        finally:
            self._spilled.close()

    def _with_tombstones(self, segment: Segment) -> Segment:
        gone = self._tombstones.get(segment.name)
        if gone is None or len(gone) == len(segment.deleted):
            return segment
        return replace(segment, deleted=np.array(sorted(gone), np.uint16), deletions=None)

    def _with_columns(self, segment: Segment) -> Segment:
        changes = self._changes.get(segment.name)
        if not changes:
            return segment
        name = columns_filename(segment.name, self._toc.generation + 1)
        path = self._directory / name
        write_overlay(segment, changes, self._schema, path)
        base = segment.file.base if isinstance(segment.file, OverlaidFile) else segment.file
        return replace(segment, columns=name, file=OverlaidFile(base, path, self._schema))

    def _merged(self, segments: list[Segment]) -> list[Segment]:
        """Return ``segments`` packed into as few as can be; alone in its group one stays as it is."""
        return [
            segments[group.start]
            if group.stop - group.start == 1 and segments[group.start].is_untouched
            else self._merge(segments[group])
            for group in packed(segments)
        ]

    def _merge(
        self, segments: Sequence[Segment], terms: Mapping[str, RankedTerms] | None = None
    ) -> Segment:
        path, name = self._new_segment()
        merge_segments(segments, self._schema, path, terms)
        return Segment(name, SegmentFile(path, self._schema))

    def _publish(self, segments: list[Segment]) -> int:
        generation = self._toc.generation + 1
        segments = [self._with_deletions(s, generation) for s in segments if s.live_documents]
        entries = tuple(SegmentEntry(s.name, s.documents, s.deletions, s.columns) for s in segments)
        toc = Toc(generation, self._toc.fingerprint, entries)
        write_toc(self._directory, toc)
        self._store.clean(toc)
        return generation

    def _with_deletions(self, segment: Segment, generation: int) -> Segment:
        if not len(segment.deleted) or segment.deletions is not None:
            return segment
        name = deletions_filename(segment.name, generation)
        write_deletions(self._directory / name, segment.deleted)
        return replace(segment, deletions=name)

    def merge(self, everything: bool = False) -> bool:
        """Merge what the policy finds worth it and commit it; return whether anything changed.

        ``everything`` packs all segments into as few as can be.
        """
        segments = list(self._segments)
        if everything:
            _verify(segments)
            segments = self._merged(segments)
        else:
            while (group := mergeable(segments)) is not None:
                segments[group] = self._merge_live(segments[group])
        return self._replace(segments)

    def erase_deleted(self) -> bool:
        """Write every segment with deleted documents anew without them; return whether any had.

        What they held is then in no file of the index.
        """
        segments: list[Segment] = []
        for segment in self._segments:
            has_deleted = segment.live_documents < segment.documents
            segments += self._merge_live([segment]) if has_deleted else [segment]
        return self._replace(segments)

    def _replace(self, segments: list[Segment]) -> bool:
        """Commit ``segments`` in place of those there are; return whether they are others."""
        changed = [s.name for s in segments] != [s.name for s in self._segments]
        if changed:
            sync_directory(self._directory)
            self._publish(segments)
        return changed

    def _merge_live(self, segments: list[Segment]) -> list[Segment]:
        _verify(segments)
        return [self._merge(segments)] if any(s.live_documents for s in segments) else []

    def cancel(self) -> None:
        """Forget everything since the last commit."""
        self._spilled.close()
        self._store.clean(self._toc)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._ended:
            return
        if kind is None:
            self.commit()
        else:
            self.cancel()


def _verify(segments: Sequence[Segment]) -> None:
    """Check what is to be written anew: the new checksums would pass what was damaged for whole.

    What was opened days ago may have changed on the disk since. Raises ``IndexDamagedError``.
    """
    for segment in segments:
        segment.file.verify()
