"""Merging adjacent segments by concatenation, without decoding and in constant memory.

The terms of all sources are walked in ranges small enough to hold; within a range
each source's postings are moved, as whole arrays, to the places that the sums of the
counts give them. Documents keep their order; deleted ones are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from search.engine.blocks import Array, BlockWriter
from search.engine.columns import write_keyword_column
from search.engine.fields import IndexSchema
from search.engine.postings import FieldPostings, InvertedBlock, PostingsWriter
from search.engine.segment import Segment

_RANGE_POSTINGS: Final = 1 << 20
"""Postings of all sources that are merged at once: some 30 MB with their positions."""
_RANGE_TERMS: Final = 1 << 15


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
        return self.segment.file.postings(field)


@dataclass(frozen=True, slots=True)
class _Slice:
    """The postings of a range of terms of one source, renumbered, deletions dropped."""

    terms: list[bytes]
    counts: Array
    docs: Array
    freqs: Array | None
    position_counts: Array
    positions: Array | None


def merge_segments(segments: Sequence[Segment], schema: IndexSchema, path: Path) -> None:
    """Write the live documents of ``segments``, in order, as the segment file ``path``."""
    bases = np.cumsum([0, *(segment.live_documents for segment in segments)]).tolist()
    sources = [_Source(segment, base) for segment, base in zip(segments, bases, strict=False)]
    documents = bases[-1]
    blocks = BlockWriter(path)
    for field in schema.inverted:
        _merge_field(blocks, sources, field, documents, is_text=field in schema.texts)
    for field in schema.numbers:
        for source in sources:
            blocks.append(
                f"{field}/numbers", source.segment.file.numbers(field)[source.segment.live]
            )
    _merge_stored(blocks, sources)
    blocks.finish({"documents": documents})


def _merge_field(
    blocks: BlockWriter, sources: list[_Source], field: str, documents: int, is_text: bool
) -> None:
    writer = PostingsWriter(blocks, field)
    counts: list[Array] = []
    docs: list[Array] = []
    for block in _merged_ranges(sources, field):
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


def _merged_ranges(sources: list[_Source], field: str) -> Iterator[InvertedBlock]:
    postings = [source.postings(field) for source in sources]
    freq_type = np.result_type(np.uint8, *(p.freqs.dtype for p in postings if p.freqs is not None))
    position_type = np.result_type(
        np.uint16, *(p.positions.dtype for p in postings if p.positions is not None)
    )
    for low, high in _ranges(postings):
        slices = [
            _slice(source, field, begin, end)
            for source, begin, end in zip(sources, low, high, strict=True)
        ]
        block = _interleave(slices, freq_type, position_type)
        if block.terms:
            yield block
        for source in sources:
            source.segment.file.forget()


def _ranges(postings: list[FieldPostings]) -> Iterator[tuple[list[int], list[int]]]:
    """Walk all dictionaries in step: for each range its first and last ordinals by source.

    The largest source says where to part them; the others are taken to be like it.
    """
    largest = max(postings, key=lambda p: len(p.dictionary))
    size = len(largest.dictionary)
    share = len(largest.docs) / (sum(len(p.docs) for p in postings) or 1)
    step = max(1, int(share * _RANGE_POSTINGS))
    by_postings = np.searchsorted(largest.starts, np.arange(step, len(largest.docs), step))
    splits = sorted({*by_postings.tolist(), *range(_RANGE_TERMS, size, _RANGE_TERMS)} - {0, size})
    low = [0] * len(postings)
    for split in splits:
        term = largest.dictionary.term(split)
        high = [p.dictionary.lower_bound(term) for p in postings]
        yield low, high
        low = high
    yield low, [len(p.dictionary) for p in postings]


def _slice(source: _Source, field: str, low: int, high: int) -> _Slice:
    postings = source.postings(field)
    if low >= high:
        none = np.empty(0, np.int64)
        return _Slice([], none, none, None, none, None)
    starts = postings.starts[low : high + 1].astype(np.int64)
    docs = postings.docs[starts[0] : starts[-1]]
    freqs = positions = None
    position_counts = np.zeros(high - low, np.int64)
    if postings.freqs is not None:
        assert postings.position_starts is not None and postings.positions is not None
        freqs = postings.freqs[starts[0] : starts[-1]]
        position_starts = postings.position_starts[low : high + 1].astype(np.int64)
        positions = postings.positions[position_starts[0] : position_starts[-1]]
        position_counts = np.diff(position_starts)
    counts = np.diff(starts)
    if len(source.segment.deleted):
        kept = source.segment.live[docs]
        if freqs is not None and positions is not None:
            position_counts = _sums(np.where(kept, freqs, 0), starts)
            positions = positions[np.repeat(kept, freqs)]
            freqs = freqs[kept]
        counts = _sums(kept, starts)
        docs = docs[kept]
    renumbered = source.renumbering[docs].astype(np.uint16)
    terms = postings.dictionary.terms(low, high)
    return _Slice(terms, counts, renumbered, freqs, position_counts, positions)


def _sums(values: Array, starts: Array) -> Array:
    """The sum of ``values`` between each two neighbours of ``starts``."""
    totals = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=totals[1:])
    sums: Array = np.diff(totals[starts - starts[0]])
    return sums


def _interleave(
    slices: list[_Slice], freq_type: np.dtype, position_type: np.dtype
) -> InvertedBlock:
    terms = sorted(set().union(*(part.terms for part in slices)))
    ordinal = {term: place for place, term in enumerate(terms)}
    places = [
        np.fromiter(map(ordinal.__getitem__, part.terms), np.int64, len(part.terms))
        for part in slices
    ]
    has_freqs = any(part.freqs is not None for part in slices)
    counts = _totals(len(terms), places, [part.counts for part in slices])
    position_counts = _totals(len(terms), places, [part.position_counts for part in slices])
    docs = np.empty(counts.sum(), np.uint16)
    freqs = np.empty(len(docs), freq_type)
    positions = np.empty(position_counts.sum(), position_type)
    cursor, position_cursor = counts.cumsum() - counts, position_counts.cumsum() - position_counts
    for part, place in zip(slices, places, strict=True):
        target = _targets(cursor, place, part.counts)
        docs[target] = part.docs
        if part.freqs is not None:
            freqs[target] = part.freqs
            positions[_targets(position_cursor, place, part.position_counts)] = part.positions
    kept = counts > 0
    names = [term for term, is_kept in zip(terms, kept.tolist(), strict=True) if is_kept]
    if not has_freqs:
        return InvertedBlock(names, counts[kept], docs)
    return InvertedBlock(names, counts[kept], docs, freqs, position_counts[kept], positions)


def _totals(size: int, places: list[Array], counts: list[Array]) -> Array:
    totals = np.zeros(size, np.int64)
    for place, count in zip(places, counts, strict=True):
        totals[place] += count
    return totals


def _targets(cursor: Array, places: Array, counts: Array) -> Array:
    """Where each item of a source goes; ``cursor`` moves past them."""
    begins = counts.cumsum() - counts
    targets = np.repeat(cursor[places] - begins, counts)
    targets += np.arange(len(targets))
    cursor[places] += counts
    return targets


def _merge_stored(blocks: BlockWriter, sources: list[_Source]) -> None:
    offset = 0
    for source in sources:
        stored = source.segment.file.stored
        ends, blob = stored.ends.astype(np.int64), stored.blob
        lengths = np.diff(ends, prepend=0)
        if len(source.segment.deleted):
            live = source.segment.live
            blob = blob[np.repeat(live, lengths)]
            lengths = lengths[live]
        blocks.append("stored", blob)
        blocks.append("stored_ends", (lengths.cumsum() + offset).astype(np.uint64))
        offset += int(lengths.sum())
