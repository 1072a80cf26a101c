"""Runs: documents held in memory until they are written, as a segment or to be merged into one.

A run that is spilled is written without the names of its terms. That spares the names their
sorting: only all terms of a vocabulary together are sorted, when its runs are merged.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np

from search.contract import Document, IndexSchema
from search.engine.storage.block_files import BlockWriter
from search.engine.storage.field_blocks import MISSING, PostingsWriter, write_keyword_column
from search.engine.storage.segment_files import (
    Segment,
    SegmentFile,
    new_segment_id,
    segment_filename,
)
from search.engine.writing.inversion import ValueStream, WordStream
from search.engine.writing.merge_plan import RankedTerms
from search.engine.writing.word_vocabulary import Vocabulary


class DocumentRun:
    """A run: documents in memory, inverted when they are written.

    The vocabularies outlive it: they are the writer's memory of words.
    """

    def __init__(self, schema: IndexSchema, vocabularies: dict[str, Vocabulary]) -> None:
        self._schema = schema
        self._vocabularies = vocabularies
        self._streams = {name: WordStream(vocabularies[name]) for name in schema.texts}
        self._keywords = {name: ValueStream() for name in schema.keywords}
        self._numbers: dict[str, list[int]] = {name: [] for name in schema.numbers}
        self._keys = ValueStream()
        self._documents = 0
        self._last: dict[str, int] = {}
        """The newest document of each key."""
        self.deleted: set[int] = set()

    def __len__(self) -> int:
        return self._documents

    @property
    def words(self) -> int:
        """How many words are buffered; those not yet split are estimated."""
        return sum(map(len, self._streams.values()))

    def add(self, document: Document) -> None:
        """Buffer ``document``. Raises ``UnknownFieldError`` for a field not in the schema."""
        self._schema.check_texts(document.text)
        self._schema.check_columns(document.keywords, document.numbers)
        number = self._documents
        for name, text in document.text.items():
            self._streams[name].add(number, text)
        for name, values in document.keywords.items():
            self._keywords[name].add(number, values)
        for name, column in self._numbers.items():
            value = document.numbers.get(name)
            column.append(MISSING if value is None else value)
        self._keys.add(number, [document.key])
        self._last[document.key] = number
        self._documents += 1

    def delete(self, key: str) -> bool:
        """Mark the buffered document under ``key`` as deleted; return whether there was one."""
        number = self._last.pop(key, None)
        if number is not None:
            self.deleted.add(number)
        return number is not None

    def seal(self) -> None:
        """Read all words, so that what is written no longer depends on the vocabularies."""
        for stream in self._streams.values():
            stream.split_waiting()
        known = {each: each.word_terms() for each in set(self._vocabularies.values())}
        for name, stream in self._streams.items():
            stream.seal(known[self._vocabularies[name]])

    def write(self, path: Path) -> None:
        """Invert everything, write it as the segment file ``path`` and sync it."""
        self.seal()
        self._write(path, is_spill=False)

    def spill(self, path: Path) -> None:
        """Write a sealed run, the terms of texts by number: ``merge_segments`` names them."""
        self._write(path, is_spill=True)

    def _write(self, path: Path, is_spill: bool) -> None:
        blocks = BlockWriter(path)
        for name, stream in self._streams.items():
            inverted, numbers, lengths = stream.invert(len(self), named=not is_spill)
            if is_spill:
                blocks.append(f"{name}/term_numbers", numbers)
            writer = PostingsWriter(blocks, name)
            writer.add(inverted)
            writer.add_lengths(lengths)
        for name, values in {**self._keywords, self._schema.key.name: self._keys}.items():
            inverted = values.invert()
            PostingsWriter(blocks, name).add(inverted)
            write_keyword_column(blocks, name, len(self), inverted.counts, inverted.docs)
        for name, column in self._numbers.items():
            blocks.append(f"{name}/numbers", np.array(column, np.int64))
        blocks.finish({"documents": len(self)}, sync=not is_spill)


class SpilledRuns:
    """The runs of one writer that wait on disk to be merged into segments.

    The newest is written by a thread while documents are read: inversion leaves the
    interpreter free.
    """

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        self._directory = directory
        self._schema = schema
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._written: list[Segment] = []
        self._pending: Future[Segment] | None = None

    def __bool__(self) -> bool:
        return self._pending is not None or bool(self._written)

    def add(self, run: DocumentRun) -> None:
        """Write ``run``, which gets no more documents. Waits for the one before."""
        run.seal()
        self.finish()
        self._pending = self._thread.submit(self._write, run)

    def _write(self, run: DocumentRun) -> Segment:
        name = new_segment_id()
        path = self._directory / segment_filename(name)
        run.spill(path)
        deleted = np.array(sorted(run.deleted), np.uint16)
        return Segment(name, SegmentFile(path, self._schema), None, deleted)

    def finish(self) -> list[Segment]:
        """Wait until all are written, and return them. Raises what writing raised."""
        pending, self._pending = self._pending, None
        if pending is not None:
            self._written.append(pending.result())
        return self._written

    def take(self) -> list[Segment]:
        """Return all, and forget them."""
        runs, self._written = self.finish(), []
        return runs

    def close(self) -> None:
        """End the thread; a run that is being written is finished first."""
        self._thread.shutdown()


def ranked_terms(vocabularies: Mapping[str, Vocabulary]) -> dict[str, RankedTerms]:
    """Return the sorted terms of each text field, sorted once where fields share a vocabulary."""
    ranked = {id(each): RankedTerms.of(each) for each in set(vocabularies.values())}
    return {name: ranked[id(vocabulary)] for name, vocabulary in vocabularies.items()}
