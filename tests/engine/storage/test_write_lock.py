"""One writer at a time: the next waits, and begins with what the one before committed."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.query import Every

from search.contract import Document, IndexSchema
from search.engine import ColumnarIndex, IndexLockedError, WriterLock

PROJECT = Path(__file__).parents[3]
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from search.engine import ColumnarIndex, WriterLock
from search.contract import Document
from tests.engine.two_kind_analyzer import make_schema
index = ColumnarIndex.open(Path(sys.argv[1]), make_schema())
lock = WriterLock(index.path)
for turn in range(8):
    lock.acquire(60)
    with index.writer() as writing:
        writing.add(Document(f"{sys.argv[3]}{turn}", {"text": "خبر عاجل"}))
    lock.release()
"""


def test_a_second_writer_is_refused_and_may_wait(index: ColumnarIndex) -> None:
    first, second = WriterLock(index.path), WriterLock(index.path)
    first.acquire()
    with pytest.raises(IndexLockedError, match="another process"):
        second.acquire()
    threading.Timer(0.05, first.release).start()
    second.acquire(20)
    second.release()


def test_a_writer_that_waited_keeps_what_was_committed_meanwhile(
    index: ColumnarIndex, article: Callable[..., Document]
) -> None:
    lock = WriterLock(index.path)
    lock.acquire()
    waiting = threading.Thread(target=_write_when_free, args=(index, article("second")))
    waiting.start()
    with index.writer() as writing:
        writing.add(article("first"))
    lock.release()
    waiting.join()
    snapshot = index.snapshot()
    assert {snapshot.key(doc) for doc in snapshot.matching(Every()).tolist()} == {"first", "second"}


def _write_when_free(index: ColumnarIndex, document: Document) -> None:
    lock = WriterLock(index.path)
    lock.acquire(20)
    with index.writer() as writing:
        writing.add(document)
    lock.release()


def test_nothing_is_lost_between_two_processes(tmp_path: Path, schema: IndexSchema) -> None:
    index = ColumnarIndex.create(tmp_path / "index", schema, "")
    command = [sys.executable, "-c", WRITER, str(index.path), str(PROJECT)]
    processes = [subprocess.Popen([*command, name]) for name in ("a", "b")]
    assert [process.wait() for process in processes] == [0, 0]
    assert index.snapshot().generation == 16
    assert index.snapshot().document_count == 16


@pytest.mark.fault
def test_the_lock_of_a_killed_process_is_free(index: ColumnarIndex) -> None:
    script = (
        "import sys, time; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from search.engine import WriterLock; WriterLock(Path(sys.argv[1])).acquire();"
        "print('held', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", script, str(index.path), str(PROJECT)]
    lock = WriterLock(index.path)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(IndexLockedError):
            lock.acquire()
        process.kill()
    lock.acquire()
    lock.release()
