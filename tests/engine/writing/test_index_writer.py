"""What is written is there after the commit, and only then."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.query import Every, Phrase, Term

from search.contract import Document, IndexSchema, KeyField, Request, UnknownFieldError
from search.engine import ColumnarIndex, IndexMissingError
from search.engine.writing import index_writer

Make = Callable[..., Document]


def keys(index: ColumnarIndex) -> list[str]:
    return [hit.key for hit in index.snapshot().search(Request(Every(), limit=1000)).hits]


def test_documents_are_found_in_the_order_in_which_they_were_added(
    index: ColumnarIndex, article: Make
) -> None:
    with index.writer() as writing:
        for key in ("ب", "أ", "ج"):
            writing.add(article(key))
    assert keys(index) == ["ب", "أ", "ج"]


def test_nothing_is_seen_before_the_commit(index: ColumnarIndex, article: Make) -> None:
    writing = index.writer()
    writing.add(article("a"))
    assert keys(index) == []
    writing.commit()
    assert keys(index) == ["a"]


def test_a_commit_inside_the_block_is_the_only_one(index: ColumnarIndex, article: Make) -> None:
    with index.writer() as writing:
        writing.add(article("a"))
        generation = writing.commit()
    assert keys(index) == ["a"]
    assert index.snapshot().generation == generation


def test_an_error_inside_the_block_cancels(index: ColumnarIndex, article: Make) -> None:
    def broken_off() -> None:
        with index.writer() as writing:
            writing.add(article("a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert keys(index) == []
    with index.writer() as writing:
        writing.add(article("b"))
    assert keys(index) == ["b"]


def test_an_update_replaces_the_document_of_its_key(index: ColumnarIndex, article: Make) -> None:
    with index.writer() as writing:
        writing.add(article("a", "حرب طويلة"))
        writing.add(article("b", "حرب قصيرة"))
    with index.writer() as writing:
        writing.update(article("a", "سلام دائم"))
    snapshot = index.snapshot()
    assert [snapshot.key(doc) for doc in snapshot.matching(Term("text", "=حرب"))] == ["b"]
    assert [snapshot.key(doc) for doc in snapshot.matching(Term("text", "=سلام"))] == ["a"]
    assert snapshot.document_count == 2


def test_the_last_of_several_updates_within_one_commit_stays(
    index: ColumnarIndex, article: Make
) -> None:
    with index.writer() as writing:
        for text in ("واحد", "اثنان", "ثلاثة"):
            writing.update(article("a", text))
    snapshot = index.snapshot()
    assert snapshot.document_count == 1
    assert len(snapshot.matching(Term("text", "=ثلاثة"))) == 1
    assert len(snapshot.matching(Term("text", "=اثنان"))) == 0


def test_delete_tells_whether_there_was_a_document(index: ColumnarIndex, article: Make) -> None:
    with index.writer() as writing:
        writing.add(article("a"))
    with index.writer() as writing:
        assert writing.delete("a")
        assert not writing.delete("a")
        assert not writing.delete("unknown")
    assert keys(index) == []


def test_runs_flushed_on_the_way_make_the_same_index(
    index: ColumnarIndex, article: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["حرب و سلام", "سلام دائم", "نهر دجلة", "حرب", "نهر و حرب"] * 3

    def fill(target: ColumnarIndex) -> None:
        with target.writer() as writing:
            for number, text in enumerate(texts):
                writing.add(article(str(number), text, entities=(text.split()[0],)))
            writing.update(article("4", "نهر الفرات"))

    fill(index)
    monkeypatch.setattr(index_writer, "_RUN_WORDS", 4)
    monkeypatch.setattr(index_writer, "_VOCABULARY_WORDS", 3)
    other = ColumnarIndex.create(tmp_path / "other", index.schema, "")
    fill(other)
    assert len(other.snapshot().segments) == 1
    for query in (Term("text", "=حرب"), Term("text", "~نهر"), Phrase("text", ["=و", "=حرب"])):
        expected = [(h.key, h.score) for h in index.snapshot().search(Request(query)).hits]
        found = [(h.key, h.score) for h in other.snapshot().search(Request(query)).hits]
        assert sorted(key for key, _ in found) == sorted(key for key, _ in expected)
    assert other.snapshot().facet("entity", Every()) == index.snapshot().facet("entity", Every())


def test_the_parts_of_a_text_are_not_one_phrase(index: ColumnarIndex, article: Make) -> None:
    with index.writer() as writing:
        writing.add(article("parts", ["رئيس الوزراء", "يزور دمشق"]))
        writing.add(article("whole", "رئيس الوزراء يزور دمشق"))
    snapshot = index.snapshot()
    found = snapshot.matching(Phrase("text", ["=الوزراء", "=يزور"]))
    assert [snapshot.key(doc) for doc in found] == ["whole"]


def test_half_a_surrogate_pair_does_not_stop_a_build(index: ColumnarIndex) -> None:
    broken = "نص\ud83d"
    document = Document(broken, {"text": broken}, {"outlet": [broken]})
    with index.writer() as writing:
        writing.add(document)
    snapshot = index.snapshot()
    assert snapshot.facet("outlet", Every()) == [(broken, 1)]
    assert keys(index) == [broken]
    assert len(snapshot.matching(Term("text", "=" + broken))) == 1


def test_a_field_that_the_schema_has_not_is_named(index: ColumnarIndex) -> None:
    with pytest.raises(UnknownFieldError, match="section"), index.writer() as writing:
        writing.add(Document("a", keywords={"section": ["رياضة"]}))
    with pytest.raises(UnknownFieldError, match="outlet"), index.writer() as writing:
        writing.add(Document("a", keywords={"outlet": ["سانا", "واع"]}))


def test_opening_what_is_not_there_says_so(tmp_path: Path, schema: IndexSchema) -> None:
    with pytest.raises(IndexMissingError, match="nowhere"):
        ColumnarIndex.open(tmp_path / "nowhere", schema)


def test_a_schema_needs_one_key() -> None:
    with pytest.raises(ValueError, match="KeyField"):
        IndexSchema((KeyField("id"), KeyField("url")))


def test_erasing_leaves_nothing_of_what_was_deleted(
    index: ColumnarIndex, article: Callable[..., Document]
) -> None:
    for keys in (("1", "2"), ("3",)):
        with index.writer() as writing:
            for key in keys:
                writing.add(article(key, f"سطر{key} مشترك", "", "سانا", (), 1))
    untouched = index.snapshot().segments[1].name
    with index.writer() as writing:
        writing.delete("1")
    assert any("سطر1".encode() in path.read_bytes() for path in index.path.glob("*.seg"))
    assert index.erase_deleted()
    assert not any("سطر1".encode() in path.read_bytes() for path in index.path.glob("*.seg"))
    snapshot = index.snapshot()
    assert [snapshot.key(doc) for doc in range(snapshot.document_count)] == ["2", "3"]
    assert untouched in [segment.name for segment in snapshot.segments]
    assert not index.erase_deleted()
