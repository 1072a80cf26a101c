"""An index that a rebuild swapped away is still read, or named as missing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable

import pytest
from whoosh.query import Every, Term

from search.contract import Document
from search.engine import ColumnarIndex, IndexMissingError

Make = Callable[..., Document]


def test_an_index_removed_before_its_first_snapshot_is_named(
    index: ColumnarIndex, article: Make
) -> None:
    with index.writer() as writing:
        writing.add(article("a", "خبر"))
    opened = ColumnarIndex.open(index.path, index.schema)
    shutil.rmtree(index.path)
    with pytest.raises(IndexMissingError, match="rebuild"):
        opened.snapshot()
    with pytest.raises(IndexMissingError, match="rebuild"):
        opened.writer()


def test_an_index_of_which_only_the_segments_are_removed_is_named(
    index: ColumnarIndex, article: Make
) -> None:
    with index.writer() as writing:
        writing.add(article("a", "خبر"))
    opened = ColumnarIndex.open(index.path, index.schema)
    for path in index.path.glob("*.seg"):
        path.unlink()
    with pytest.raises(IndexMissingError, match="rebuild"):
        opened.snapshot()


def test_an_index_removed_after_a_snapshot_goes_on_answering(
    index: ColumnarIndex, article: Make
) -> None:
    with index.writer() as writing:
        writing.add(article("a", "خبر من حلب"))
    assert index.snapshot().document_count == 1
    shutil.rmtree(index.path)
    assert len(index.snapshot().matching(Term("text", "=حلب"))) == 1


def test_readers_meet_no_file_that_a_commit_removed(index: ColumnarIndex, article: Make) -> None:
    """Each commit removes the files before it while others open them anew."""
    stopped = threading.Event()
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stopped.is_set():
                opened = ColumnarIndex.open(index.path, index.schema)
                assert opened.fingerprint == "first"
                opened.snapshot().matching(Every())
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for turn in range(60):
        with index.writer() as writing:
            writing.update(article("a", f"خبر {turn}"))
    stopped.set()
    for reader in readers:
        reader.join()
    assert failures == []
