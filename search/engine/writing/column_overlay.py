"""Newer columns of a written segment: a file laid over its own.

Where an entity of thousands of articles is renamed or merged, no text changes. The
columns that do change are written anew as whole arrays; the postings of the texts, many
times their size, stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np

from search.contract import ColumnValues, IndexSchema
from search.engine.storage.block_files import Array, BlockWriter
from search.engine.storage.field_blocks import (
    MISSING,
    FieldPostings,
    InvertedBlock,
    PostingsWriter,
    write_keyword_column,
)
from search.engine.storage.segment_files import OverlaidFile, Segment
from search.engine.storage.term_dictionary import encode
from search.engine.writing.word_vocabulary import Interner

_DOCUMENT_BITS: Final = np.uint64(16)

Changes = Mapping[int, ColumnValues]
"""New values by the number of the document within its segment."""


def write_overlay(segment: Segment, changes: Changes, schema: IndexSchema, path: Path) -> None:
    """Write the columns that ``changes`` change, and those laid over ``segment`` before."""
    blocks = BlockWriter(path)
    before = segment.file.fields if isinstance(segment.file, OverlaidFile) else frozenset()
    fields = {name for each in changes.values() for name in (*each.keywords, *each.numbers)}
    for field in sorted(fields | before):
        if field in schema.numbers:
            column = _numbers(segment, field, changes)
            if field in before or not np.array_equal(column, segment.file.numbers(field)):
                blocks.append(f"{field}/numbers", column)
        else:
            block = _postings(segment, field, changes)
            if field in before or not _same(block, segment.file.postings(field)):
                PostingsWriter(blocks, field).add(block)
                write_keyword_column(blocks, field, segment.documents, block.counts, block.docs)
    blocks.finish({"documents": segment.documents})


def _numbers(segment: Segment, field: str, changes: Changes) -> Array:
    column = np.array(segment.file.numbers(field))
    for document, change in changes.items():
        if field in change.numbers:
            value = change.numbers[field]
            column[document] = MISSING if value is None else value
    return column


def _postings(segment: Segment, field: str, changes: Changes) -> InvertedBlock:
    changed = {
        n: change.keywords[field] for n, change in changes.items() if field in change.keywords
    }
    given = Interner()
    values = np.fromiter(map(given.__getitem__, chain.from_iterable(changed.values())), np.int64)
    postings = segment.file.postings(field)
    old, new = postings.dictionary.terms(), list(map(encode, given.names))
    names = sorted({*old, *new})
    ordinal = {name: place for place, name in enumerate(names)}
    kept = np.ones(segment.documents, np.bool_)
    kept[list(changed)] = False
    counts: Array = np.diff(postings.starts.astype(np.int64))
    before = _keys(np.repeat(_places(ordinal, old), counts), postings.docs)[kept[postings.docs]]
    owners = np.repeat(list(changed), list(map(len, changed.values()))).astype(np.uint64)
    keys = np.concatenate([before, np.unique(_keys(_places(ordinal, new)[values], owners))])
    keys.sort(kind="stable")  # Two ascending runs: the stable sort only merges them.
    return _inverted(keys, names)


def _places(ordinal: Mapping[bytes, int], names: list[bytes]) -> Array:
    return np.fromiter(map(ordinal.__getitem__, names), np.uint64, len(names))


def _keys(ordinals: Array, documents: Array) -> Array:
    keys: Array = ordinals << _DOCUMENT_BITS | documents
    return keys


def _inverted(keys: Array, names: list[bytes]) -> InvertedBlock:
    """Return the postings of the sorted ``keys`` (ordinal, document), without the names left empty."""
    counts = np.bincount((keys >> _DOCUMENT_BITS).astype(np.int64), minlength=len(names))
    used = np.flatnonzero(counts)
    return InvertedBlock(
        [names[place] for place in used.tolist()], counts[used], keys.astype(np.uint16)
    )


def _same(block: InvertedBlock, postings: FieldPostings) -> bool:
    """Return whether ``block`` holds what ``postings`` hold."""
    return (
        len(block.terms) == len(postings.dictionary)
        and np.array_equal(block.docs, postings.docs)
        and np.array_equal(block.counts, np.diff(postings.starts))
        and block.terms == postings.dictionary.terms()
    )
