"""Documents are understood in several processes, and in this one when those die."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from archive.errors import UnreadableDocumentError
from archive.ingest.enrichment import worker_processes as pools
from archive.ingest.enrichment.enrich import Understanding
from archive.ingest.enrichment.worker_processes import UnderstandingPool
from archive.records.documents import RawCapture

pytestmark = pytest.mark.fault


def captures(count: int) -> list[RawCapture]:
    return [
        RawCapture(
            uri=f"{number}.txt",
            document=f"{number}.txt",
            content=f"خبر رقم {number}\n\nافتتح المتحف معرضاً جديداً للخط العربي اليوم.".encode(),
            media_type="text/plain",
        )
        for number in range(count)
    ]


def test_a_killed_process_loses_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FEWEST", 1)
    with UnderstandingPool(workers=2) as pool:
        assert len(list(pool.understand(captures(4)))) == 4
        assert pool._executor is not None
        for process in pool._executor._processes.values():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        found = list(pool.understand(captures(30)))
    assert len(found) == 30
    titles = [each.articles[0].title for each in found if isinstance(each, Understanding)]
    assert titles == [f"خبر رقم {number}" for number in range(30)]


def test_an_unreadable_document_ends_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FEWEST", 1)
    empty = replace(captures(1)[0], document="empty.txt", content=b"")
    with UnderstandingPool(workers=2) as pool:
        (found,) = pool.understand([empty])
        assert isinstance(found, UnreadableDocumentError)
        assert str(found).startswith("empty.txt: ")
        assert pool._executor is not None
