"""Merging adjacent segments by concatenation, without decoding and in constant memory.

The terms of all sources are walked in ranges small enough to hold; within a range
each source's postings are moved, as whole arrays, to the places that the sums of the
counts give them. Documents keep their order; deleted ones are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, repeat
from pathlib import Path

import numpy as np

from search.contract import IndexSchema
from search.engine.storage.block_files import Array, BlockWriter
from search.engine.storage.field_blocks import (
    FieldPostings,
    InvertedBlock,
    PostingsWriter,
    write_keyword_column,
)
from search.engine.storage.segment_files import Segment
from search.engine.writing.merge_plan import (
    RankedTerms,
    TermRange,
    ranges_by_name,
    ranges_by_number,
)


@dataclass(frozen=True)
class _Source:
    """A segment to merge, whose first live document becomes ``base``."""

    segment: Segment
    base: int

    @cached_property
    def renumbering(self) -> Array:
        """The new number of each live document."""
        live = self.segment.live
        numbers: Array = live.cumsum(dtype=np.int64) - 1 + self.base
        return numbers

    def postings(self, field: str) -> FieldPostings:
        """Return the inverted lists of ``field``."""
        return self.segment.file.postings(field)


@dataclass(frozen=True, slots=True)
class _Slice:
    """The postings of a range of terms of one source, renumbered, deletions dropped."""

    counts: Array
    docs: Array
    freqs: Array | None
    position_counts: Array
    positions: Array | None


def merge_segments(
    segments: Sequence[Segment],
    schema: IndexSchema,
    path: Path,
    terms: Mapping[str, RankedTerms] | None = None,
) -> None:
    """Write the live documents of ``segments``, in order, as the segment file ``path``.

    ``terms`` are, for spilled runs, the terms of each text field.
    """
    bases = np.cumsum([0, *(segment.live_documents for segment in segments)]).tolist()
    sources = [_Source(segment, base) for segment, base in zip(segments, bases, strict=False)]
    documents = bases[-1]
    blocks = BlockWriter(path)
    for field in schema.inverted:
        postings = [source.postings(field) for source in sources]
        if terms is not None and field in schema.texts:
            numbers = [source.segment.file.term_numbers(field) for source in sources]
            ranges = ranges_by_number(postings, numbers, terms[field])
        else:
            ranges = ranges_by_name(postings)
        _merge_field(blocks, sources, field, documents, ranges, is_text=field in schema.texts)
    for field in schema.numbers:
        for source in sources:
            blocks.append(
                f"{field}/numbers", source.segment.file.numbers(field)[source.segment.live]
            )
    blocks.finish({"documents": documents})


def _merge_field(
    blocks: BlockWriter,
    sources: list[_Source],
    field: str,
    documents: int,
    ranges: Iterator[TermRange],
    is_text: bool,
) -> None:
    writer = PostingsWriter(blocks, field)
    counts: list[Array] = []
    docs: list[Array] = []
    for block in _merged_ranges(sources, field, ranges):
        writer.add(block)
        if not is_text:
            counts.append(block.counts)
            docs.append(block.docs)
    if is_text:
        writer.add_lengths(np.concatenate([_lengths(source, field) for source in sources]))
    else:
        empty = np.empty(0, np.int64)
        write_keyword_column(
            blocks,
            field,
            documents,
            np.concatenate([empty, *counts]),
            np.concatenate([empty.astype(np.uint16), *docs]),
        )


def _lengths(source: _Source, field: str) -> Array:
    lengths = source.postings(field).lengths
    if lengths is None:
        return np.zeros(source.segment.live_documents, np.uint32)
    kept: Array = lengths[source.segment.live]
    return kept


def _merged_ranges(
    sources: list[_Source], field: str, ranges: Iterator[TermRange]
) -> Iterator[InvertedBlock]:
    postings = [source.postings(field) for source in sources]
    freq_type = np.result_type(np.uint8, *(p.freqs.dtype for p in postings if p.freqs is not None))
    position_type = np.result_type(
        np.uint16, *(p.positions.dtype for p in postings if p.positions is not None)
    )
    for part in ranges:
        slices = list(map(_slice, sources, repeat(field), part.ordinals))
        block = _interleave(part, slices, freq_type, position_type)
        if block.terms:
            yield block


def _slice(source: _Source, field: str, ordinals: range | Array) -> _Slice:
    """Copy the postings of ``ordinals``, and give back the pages that were read for it."""
    try:
        return _copied(source, source.postings(field), ordinals)
    finally:
        source.segment.file.release_pages()


def _copied(source: _Source, postings: FieldPostings, ordinals: range | Array) -> _Slice:
    if not len(ordinals):
        none = np.empty(0, np.int64)
        return _Slice(none, none, None, none, None)
    counts, where = _lists(postings.starts, ordinals)
    docs = postings.docs[where]
    freqs = positions = None
    position_counts = np.zeros(len(ordinals), np.int64)
    if postings.freqs is not None:
        assert postings.position_starts is not None
        assert postings.positions is not None
        freqs = postings.freqs[where]
        position_counts, position_places = _lists(postings.position_starts, ordinals)
        positions = postings.positions[position_places]
    if len(source.segment.deleted):
        kept = source.segment.live[docs]
        if freqs is not None and positions is not None:
            position_counts = _sums(np.where(kept, freqs, 0), counts)
            positions = positions[np.repeat(kept, freqs)]
            freqs = freqs[kept]
        counts = _sums(kept, counts)
        docs = docs[kept]
    renumbered = source.renumbering[docs].astype(np.uint16)
    return _Slice(counts, renumbered, freqs, position_counts, positions)


def _lists(starts: Array, ordinals: range | Array) -> tuple[Array, slice | Array]:
    """Return how long the lists of ``ordinals`` are, and where their items stand."""
    if isinstance(ordinals, range):
        begins = starts[ordinals.start : ordinals.stop + 1].astype(np.int64)
        return np.diff(begins), slice(int(begins[0]), int(begins[-1]))
    begins = starts.take(ordinals).astype(np.int64)
    counts = starts.take(ordinals + 1).astype(np.int64) - begins
    places = np.repeat(begins - counts.cumsum() + counts, counts)
    places += np.arange(len(places))
    return counts, places


def _sums(values: Array, counts: Array) -> Array:
    """Return the sums of the first ``counts[0]`` of ``values``, of the next ``counts[1]`` …"""
    totals = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=totals[1:])
    ends = counts.cumsum()
    sums: Array = totals[ends] - totals[ends - counts]
    return sums


def _interleave(
    part: TermRange, slices: list[_Slice], freq_type: np.dtype, position_type: np.dtype
) -> InvertedBlock:
    size, places = len(part.names), part.places
    has_freqs = any(each.freqs is not None for each in slices)
    counts = _totals(size, places, [each.counts for each in slices])
    position_counts = _totals(size, places, [each.position_counts for each in slices])
    docs = np.empty(counts.sum(), np.uint16)
    freqs = np.empty(len(docs), freq_type)
    positions = np.empty(position_counts.sum(), position_type)
    cursor, position_cursor = counts.cumsum() - counts, position_counts.cumsum() - position_counts
    for each, place in zip(slices, places, strict=True):
        target = _targets(cursor, place, each.counts)
        docs[target] = each.docs
        if each.freqs is not None:
            freqs[target] = each.freqs
            positions[_targets(position_cursor, place, each.position_counts)] = each.positions
    kept = counts > 0
    names = list(compress(part.names, kept.tolist()))
    if not has_freqs:
        return InvertedBlock(names, counts[kept], docs)
    return InvertedBlock(names, counts[kept], docs, freqs, position_counts[kept], positions)


def _totals(size: int, places: list[Array], counts: list[Array]) -> Array:
    totals = np.zeros(size, np.int64)
    for place, count in zip(places, counts, strict=True):
        totals[place] += count
    return totals


def _targets(cursor: Array, places: Array, counts: Array) -> Array:
    """Return where each item of a source goes; ``cursor`` moves past them."""
    begins = counts.cumsum() - counts
    targets = np.repeat(cursor[places] - begins, counts)
    targets += np.arange(len(targets))
    cursor[places] += counts
    return targets
