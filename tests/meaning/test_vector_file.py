"""Vectors on disk: what a killed writer leaves, what is taken out, what the numbers are worth."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.meaning.embedders import in_eight_bits, normalised
from search.meaning.nearest_vectors import NearestVectors
from search.meaning.vector_file import ArticleVectors, VectorFile, vector_files

DIMENSIONS = 8


def vectors(*numbers: int) -> np.ndarray:
    return normalised(np.random.default_rng(numbers).normal(size=(len(numbers), DIMENSIONS)))


def of(article: int, text_hash: int = 1, passages: int = 1) -> ArticleVectors:
    return ArticleVectors(article, text_hash, vectors(*range(article, article + passages)))


@pytest.fixture
def file(tmp_path: Path) -> VectorFile:
    return VectorFile.named(tmp_path, "model/1", DIMENSIONS)


def test_a_record_that_was_cut_is_not_believed_and_overwritten(file: VectorFile) -> None:
    file.write([of(1), of(2)])
    whole = file.path.read_bytes()
    file.path.write_bytes(whole[:-3])
    assert set(file.known()) == {1}
    file.write([of(3)])
    assert set(file.known()) == {1, 3}
    assert len(file.path.read_bytes()) == len(whole)


def test_a_damaged_end_is_written_over(file: VectorFile) -> None:
    file.write([of(1), of(2)])
    content = bytearray(file.path.read_bytes())
    content[-1] ^= 0xFF
    file.path.write_bytes(content)
    file.write([of(3)])
    assert set(file.known()) == {1, 3}


def test_an_article_without_all_its_passages_is_not_known(file: VectorFile) -> None:
    file.write([of(1, passages=3)])
    assert file.known() == {1: 1}
    content = file.path.read_bytes()
    file.path.write_bytes(content[: len(content) // 3 * 2])
    assert file.known() == {}


def test_new_vectors_take_the_place_of_the_old(file: VectorFile) -> None:
    file.write([of(1, text_hash=5, passages=2), of(2)])
    file.write([of(1, text_hash=6)])
    assert file.known() == {2: 1, 1: 6}
    assert NearestVectors(file.records()).articles.tolist() == [1, 2]


def test_what_is_taken_out_leaves_nothing_behind(file: VectorFile) -> None:
    file.write([of(1), of(2)])
    mapped = file.records()
    assert file.remove([1, 77]) == 1
    assert mapped["article"].tolist() == [0, 2]
    assert not mapped["vector"][0].any()
    assert file.remove([0]) == 0


def test_the_file_is_written_anew_when_half_of_it_is_gone(
    file: VectorFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.meaning.vector_file._WORTH_REWRITING", 2)
    file.write([of(number) for number in range(1, 6)])
    assert not file.tidy()
    file.remove([1, 2, 3])
    size = file.path.stat().st_size
    assert file.tidy()
    assert file.path.stat().st_size * 5 == size * 2
    assert set(file.known()) == {4, 5}


def test_models_that_are_spelt_alike_have_files_of_their_own(tmp_path: Path) -> None:
    for model in ("a/b", "a-b", "a:b"):
        VectorFile.named(tmp_path, model, DIMENSIONS).write([of(1)])
    assert len(vector_files(tmp_path)) == 3
    assert VectorFile.of_model(tmp_path, "a") is None


@pytest.mark.property
@given(st.integers(1, 2**32), st.integers(2, 400))
def test_eight_bits_keep_the_cosine(seed: int, dimensions: int) -> None:
    pair = normalised(np.random.default_rng(seed).normal(size=(2, dimensions)))
    rows, lengths = in_eight_bits(pair)
    kept = float(rows[0].astype(float) @ rows[1].astype(float)) / float(lengths[0] * lengths[1])
    assert abs(kept - float(pair[0] @ pair[1])) < 0.01


@pytest.mark.property
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), max_size=20), st.data())
def test_what_is_near_is_what_comparing_by_hand_finds(
    writes: list[tuple[int, int]], data: st.DataObject
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = VectorFile.named(Path(folder), "m", DIMENSIONS)
        kept: dict[int, ArticleVectors] = {}
        for number, (article, passages) in enumerate(writes):
            kept[article] = of(article, number + 1, passages)
            file.write([kept[article]])
            if data.draw(st.booleans()):
                gone = data.draw(st.integers(1, 9))
                file.remove([gone])
                kept.pop(gone, None)
        assert file.known() == {each.article: each.text_hash for each in kept.values()}
        question = vectors(99)[0]
        nearness = NearestVectors(file.records()).nearness(question)
        assert nearness.articles.tolist() == sorted(kept)
        for article, cosine in zip(nearness.articles.tolist(), nearness.cosines, strict=True):
            by_hand = kept[article].vectors @ question
            assert abs(float(by_hand.max()) - float(cosine)) < 0.02
            assert nearness.passages_of(np.array([article]))[0] < len(by_hand)
