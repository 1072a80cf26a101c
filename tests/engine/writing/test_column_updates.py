"""New columns without new texts: found, counted and sorted as if the article were added anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.query import And, Every, NumericRange, Term

from search.contract import (
    ColumnValues,
    Document,
    FacetRequest,
    IndexSchema,
    Request,
    UnknownFieldError,
)
from search.engine import ColumnarIndex, IndexDamagedError
from tests.engine.whoosh_oracle import whoosh_keys

MakeArticle = Callable[..., Document]
QUERIES = (
    Every(),
    Term("text", "=حرب"),
    Term("entity", "Q1"),
    And([Term("text", "=حرب"), Term("outlet", "واع")]),
    NumericRange("day", 2, 9),
)


def answers(index: ColumnarIndex) -> list[Any]:
    snapshot = index.snapshot()
    facets = (FacetRequest("outlet", None), FacetRequest("entity", None))
    found: list[Any] = []
    for query in QUERIES:
        response = snapshot.search(Request(query, facets=facets, sort=(("day", True),), limit=1000))
        days = [hit.key for hit in response.hits]
        by_whoosh = whoosh_keys(index, query)
        found.append((response.total, sorted(days), response.facets, by_whoosh))
    return found


def columns_of(document: Document) -> ColumnValues:
    return ColumnValues(document.key, document.keywords, document.numbers)


@pytest.fixture
def filled(index: ColumnarIndex, article: MakeArticle) -> ColumnarIndex:
    """Six articles in two segments."""
    for start in (0, 3):
        with index.writer() as writing:
            for number in range(start, start + 3):
                writing.add(
                    article(str(number), "حرب سلام", f"خبر {number}", "سانا", ("Q1", "Q2"), number)
                )
    return index


def test_an_entity_is_merged_into_another_everywhere_at_once(filled: ColumnarIndex) -> None:
    with filled.writer() as writing:
        for number in range(6):
            assert writing.update_columns(ColumnValues(str(number), {"entity": ["Q2"]}))
    snapshot = filled.snapshot()
    assert snapshot.facet("entity", Every()) == [("Q2", 6)]
    assert len(snapshot.matching(Term("entity", "Q1"))) == 0
    assert len(snapshot.matching(Term("text", "=حرب"))) == 6
    assert snapshot.facet("outlet", Every()) == [("سانا", 6)]


def test_what_is_not_named_keeps_its_value(filled: ColumnarIndex) -> None:
    with filled.writer() as writing:
        writing.update_columns(ColumnValues("1", numbers={"day": 40}))
        writing.update_columns(ColumnValues("2", {"outlet": []}))
    with filled.writer() as writing:
        writing.update_columns(ColumnValues("1", {"outlet": ["بترا"]}))
    snapshot = filled.snapshot()
    assert [hit.key for hit in snapshot.search(Request(NumericRange("day", 40, 40))).hits] == ["1"]
    assert dict(snapshot.facet("outlet", Every())) == {"سانا": 4, "بترا": 1}


def test_a_reader_keeps_the_generation_it_holds(filled: ColumnarIndex) -> None:
    before = filled.snapshot()
    with filled.writer() as writing:
        writing.update_columns(ColumnValues("0", {"entity": ["Q7"]}))
    assert len(before.matching(Term("entity", "Q7"))) == 0
    assert len(filled.snapshot().matching(Term("entity", "Q7"))) == 1


def test_only_committed_documents_are_changed(filled: ColumnarIndex, article: MakeArticle) -> None:
    with filled.writer() as writing:
        writing.delete("0")
        writing.add(article("new", "حرب"))
        assert not writing.update_columns(ColumnValues("0", {"entity": ["Q7"]}))
        assert not writing.update_columns(ColumnValues("new", {"entity": ["Q7"]}))
        assert not writing.update_columns(ColumnValues("nobody", {"entity": ["Q7"]}))
    assert len(filled.snapshot().matching(Term("entity", "Q7"))) == 0


def test_values_that_a_field_cannot_hold_are_refused(filled: ColumnarIndex) -> None:
    with filled.writer() as writing:
        with pytest.raises(UnknownFieldError):
            writing.update_columns(ColumnValues("0", {"text": ["حرب"]}))
        with pytest.raises(UnknownFieldError):
            writing.update_columns(ColumnValues("0", {"outlet": ["سانا", "واع"]}))


def test_nothing_is_left_of_a_cancelled_writer(filled: ColumnarIndex) -> None:
    names = sorted(path.name for path in filled.path.iterdir())
    writing = filled.writer()
    writing.update_columns(ColumnValues("0", {"entity": ["Q7"]}))
    writing.cancel()
    assert sorted(path.name for path in filled.path.iterdir()) == names


def test_the_columns_before_are_removed_and_merging_takes_the_newest(
    filled: ColumnarIndex, schema: IndexSchema
) -> None:
    for entity in ("Q7", "Q8"):
        with filled.writer() as writing:
            writing.update_columns(ColumnValues("0", {"entity": [entity]}))
    assert len(list(filled.path.glob("*.col"))) == 1
    again = ColumnarIndex.open(filled.path, schema)
    again.verify()
    assert len(again.snapshot().matching(Term("entity", "Q8"))) == 1
    before = answers(again)
    assert again.merge(everything=True)
    assert not list(filled.path.glob("*.col"))
    assert answers(again) == before


def test_damaged_columns_are_named(filled: ColumnarIndex, schema: IndexSchema) -> None:
    with filled.writer() as writing:
        writing.update_columns(ColumnValues("0", {"entity": ["Q7"]}))
    path = next(filled.path.glob("*.col"))
    raw = bytearray(path.read_bytes())
    raw[70] ^= 0xFF
    path.write_bytes(raw)
    with pytest.raises(IndexDamagedError, match=path.name):
        ColumnarIndex.open(filled.path, schema).verify()


CHANGES = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.sampled_from(["سانا", "واع", None]),
        st.lists(st.sampled_from(["Q1", "Q2", "Q3", "Q40"]), max_size=3, unique=True),
        st.one_of(st.none(), st.integers(0, 12)),
        st.booleans(),
    ),
    max_size=8,
)


@pytest.mark.property
@settings(max_examples=30, deadline=None)
@given(rounds=st.lists(CHANGES, min_size=1, max_size=3), merging=st.booleans())
def test_new_columns_answer_as_a_document_added_anew(
    rounds: list[list[Any]],
    merging: bool,
    tmp_path_factory: pytest.TempPathFactory,
    schema: IndexSchema,
    article: MakeArticle,
) -> None:
    folder: Path = tmp_path_factory.mktemp("columns")
    by_columns = ColumnarIndex.create(folder / "columns", schema, "first")
    anew = ColumnarIndex.create(folder / "anew", schema, "first")
    documents = {
        str(n): article(str(n), "حرب سلام" if n % 2 else "نهر", f"خبر {n}", "سانا", ("Q1",), n)
        for n in range(6)
    }
    for index in (by_columns, anew):
        with index.writer() as writing:
            for document in documents.values():
                writing.add(document)
    for changes in rounds:
        with by_columns.writer() as one, anew.writer() as other:
            for number, outlet, entities, day, is_whole in changes:
                known = documents.get(str(number)) or article(str(number), "حرب", "خبر سابع")
                keywords = {"outlet": [outlet] if outlet else [], "entity": entities}
                changed = replace(known, keywords=keywords, numbers={"day": day})
                committed = str(number) in documents
                documents[str(number)] = changed
                other.update(changed)
                if is_whole or not committed or not one.update_columns(columns_of(changed)):
                    one.update(changed)
    if merging:
        by_columns.merge(everything=True)
    assert answers(by_columns) == answers(anew)
