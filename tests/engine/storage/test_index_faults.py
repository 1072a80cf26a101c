"""Killed writers and damaged files: the last commit stays, the damage is named."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.query import Every, Term

from search.contract import Document, IndexSchema, Request
from search.engine import ColumnarIndex, IndexDamagedError

pytestmark = pytest.mark.fault

PROJECT = Path(__file__).parents[3]

WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from search.engine import ColumnarIndex
from search.contract import Document
from search.engine.writing import index_writer
from tests.engine.two_kind_analyzer import make_schema
index_writer._RUN_WORDS = 40
index = ColumnarIndex.open(Path(sys.argv[1]), make_schema())
turn = 0
while True:
    turn += 1
    with index.writer() as writing:
        for number in range(10):
            writing.update(Document(str(number), {"text": f"دور{turn} خبر عاجل من دمشق"}, numbers={"day": turn}))
    index.merge()
    print(turn, flush=True)
"""


def test_a_killed_writer_leaves_the_last_commit(
    tmp_path: Path, schema: IndexSchema, article: Callable[..., Document]
) -> None:
    index = ColumnarIndex.create(tmp_path / "index", schema, "")
    command = [sys.executable, "-c", WRITER, str(index.path), str(PROJECT)]
    choice = random.Random(7)
    committed = 0
    for _ in range(5):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(choice.uniform(0.0, 0.15))
            process.send_signal(signal.SIGKILL)
        index.verify()
        snapshot = index.snapshot()
        response = snapshot.search(Request(Every(), limit=100))
        assert response.total == 10
        assert index.snapshot().generation > committed
        committed = index.snapshot().generation
    with index.writer() as writing:
        writing.add(article("after", "بعد السقوط"))
    assert len(index.snapshot().matching(Term("text", "=السقوط"))) == 1
    assert {path.suffix for path in index.path.iterdir()} <= {".seg", ".del", ".toc", ""}


def test_all_documents_of_a_commit_appear_together(tmp_path: Path, schema: IndexSchema) -> None:
    index = ColumnarIndex.create(tmp_path / "index", schema, "")
    command = [sys.executable, "-c", WRITER, str(index.path), str(PROJECT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        for _ in range(60):
            snapshot = index.snapshot()
            newest = snapshot.search(Request(Every(), sort=(("day", True),), limit=1)).hits[0]
            turn = snapshot.search(Request(Every(), sort=(("day", False),), limit=1)).hits[0]
            days = [snapshot._reader.numbers("day")[hit.docref] for hit in (newest, turn)]
            assert snapshot.document_count == 10
            assert days[0] == days[1]
        process.kill()


@pytest.fixture
def written(index: ColumnarIndex, article: Callable[..., Document]) -> Path:
    """The segment file of an index of one article."""
    with index.writer() as writing:
        writing.add(article("a", "خبر من دمشق", "عنوان", "سانا", ("Q1",), 3))
    return next(index.path.glob("*.seg"))


def flip(path: Path, offset: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[offset] ^= 0xFF
    path.write_bytes(raw)


def test_a_changed_block_is_found_and_named(index: ColumnarIndex, written: Path) -> None:
    index.verify()
    flip(written, 64)
    fresh = ColumnarIndex.open(index.path, index.schema)
    with pytest.raises(IndexDamagedError, match=written.name):
        fresh.verify()


@pytest.mark.parametrize("kept", [0, 10, 200, -1])
def test_a_file_that_is_cut_short_is_named(index: ColumnarIndex, written: Path, kept: int) -> None:
    os.truncate(written, kept if kept >= 0 else written.stat().st_size + kept)
    fresh = ColumnarIndex.open(index.path, index.schema)
    with pytest.raises(IndexDamagedError, match=written.name):
        fresh.snapshot()


@pytest.mark.usefixtures("written")
def test_a_changed_table_of_contents_is_named(index: ColumnarIndex) -> None:
    toc = next(index.path.glob("*.toc"))
    flip(toc, toc.stat().st_size - 3)
    with pytest.raises(IndexDamagedError, match=toc.name):
        ColumnarIndex.open(index.path, index.schema).snapshot()


@pytest.mark.usefixtures("written")
def test_changed_tombstones_are_named(
    index: ColumnarIndex, article: Callable[..., Document]
) -> None:
    with index.writer() as writing:
        writing.add(article("b"))
        writing.add(article("c"))
    with index.writer() as writing:
        writing.delete("b")
    tombstones = next(index.path.glob("*.del"))
    flip(tombstones, 64)
    with pytest.raises(IndexDamagedError, match=tombstones.name):
        ColumnarIndex.open(index.path, index.schema).snapshot()
