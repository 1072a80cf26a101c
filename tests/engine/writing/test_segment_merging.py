"""Merging changes where documents stand and nothing that is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from whoosh.query import And, Every, NumericRange, Or, Phrase, Prefix, Term

from search.contract import Document, FacetRequest, Request
from search.engine import ColumnarIndex
from search.engine.storage.block_files import BlockFile, BlockWriter
from search.engine.writing import merge_plan as merge_policy
from search.engine.writing import merge_plan as term_ranges

QUERIES = (
    Every(),
    Term("text", "=حرب"),
    And([Term("text", "~سلا"), Term("text", "=حرب")]),
    Or([Term("text", "=نهر"), Term("title", "=خبر")]),
    Phrase("text", ["=حرب", "=سلام"]),
    Prefix("text", "=ن"),
    NumericRange("day", 2, 9),
    Term("outlet", "سانا"),
)
FACETS = (FacetRequest("outlet", None), FacetRequest("entity", None))


def answers(index: ColumnarIndex) -> list[Any]:
    snapshot = index.snapshot()
    found = []
    for query in QUERIES:
        response = snapshot.search(Request(query, facets=FACETS, limit=100))
        found.append((response.total, sorted(hit.key for hit in response.hits), response.facets))
    return found


@pytest.fixture
def pieces(index: ColumnarIndex, article: Callable[..., Document]) -> ColumnarIndex:
    """Twenty articles in ten segments, four of them replaced and two deleted."""
    words = ["حرب سلام", "سلام حرب حرب", "نهر سلام", "حرب", "نهر نهر حرب سلام"]
    for start in range(0, 20, 2):
        with index.writer() as writing:
            for number in (start, start + 1):
                writing.add(
                    article(
                        str(number),
                        words[number % 5],
                        f"خبر {number}",
                        ["سانا", "واع", None][number % 3],
                        ("Q1", f"Q{number % 4}"),
                        number if number % 3 else None,
                    )
                )
    with index.writer() as writing:
        for number in (3, 8, 13, 18):
            writing.update(article(str(number), "نهر حرب سلام", "خبر جديد", "بترا", ("Q9",), 4))
        writing.delete("0")
        writing.delete("19")
    return index


def test_a_merge_of_everything_answers_as_before(pieces: ColumnarIndex) -> None:
    before = answers(pieces)
    assert pieces.merge(everything=True)
    assert len(pieces.snapshot().segments) == 1
    assert answers(pieces) == before
    pieces.verify()


def test_ranges_of_terms_do_not_show(
    pieces: ColumnarIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(pieces)
    monkeypatch.setattr(term_ranges, "_RANGE_TERMS", 2)
    monkeypatch.setattr(term_ranges, "_RANGE_POSTINGS", 3)
    pieces.merge(everything=True)
    assert answers(pieces) == before


def test_the_policy_joins_many_small_segments_and_then_rests(pieces: ColumnarIndex) -> None:
    before = answers(pieces)
    assert len(pieces.snapshot().segments) > 8
    assert pieces.merge()
    assert len(pieces.snapshot().segments) < 8
    assert answers(pieces) == before
    assert not pieces.merge()


def test_no_segment_grows_past_what_its_numbers_can_name(
    pieces: ColumnarIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge_policy, "MAXIMUM_DOCUMENTS", 5)
    pieces.merge(everything=True)
    sizes = [segment.documents for segment in pieces.snapshot().segments]
    assert max(sizes) <= 5
    assert sum(sizes) == 18


def test_a_snapshot_that_is_held_outlives_the_merge(pieces: ColumnarIndex) -> None:
    held = pieces.snapshot()
    before = [hit.key for hit in held.search(Request(Every(), limit=100)).hits]
    pieces.merge(everything=True)
    assert [hit.key for hit in held.search(Request(Every(), limit=100)).hits] == before
    assert len(held.matching(Term("title", "=خبر"))) == 18


def test_segments_with_stored_fields_of_earlier_versions_are_read_and_merged(
    pieces: ColumnarIndex,
) -> None:
    before = answers(pieces)
    for path in pieces.path.glob("*.seg"):
        old = BlockFile(path)
        blocks = BlockWriter(path)
        for name in old.names():
            blocks.append(name, old.array(name))
        blocks.append("stored", b"{}" * old.metadata["documents"])
        blocks.append("stored_ends", np.arange(2, 2 + 2 * old.metadata["documents"], 2))
        blocks.finish(old.metadata)
    again = ColumnarIndex.open(pieces.path, pieces.schema)
    assert answers(again) == before
    assert again.merge(everything=True)
    assert answers(again) == before
    (merged,) = again.path.glob("*.seg")
    assert "stored" not in BlockFile(merged)


def test_segments_that_did_not_change_are_not_opened_again(
    pieces: ColumnarIndex, article: Callable[..., Document]
) -> None:
    before = {segment.name: segment.file for segment in pieces.snapshot().segments}
    with pieces.writer() as writing:
        writing.update(article("5", "حرب"))
    after = {segment.name: segment.file for segment in pieces.snapshot().segments}
    shared = before.keys() & after.keys()
    assert len(shared) == len(before)
    assert all(after[name] is before[name] for name in shared)
