"""Captures are enriched in several processes, and in this one when those die."""

from __future__ import annotations

import os
import signal
from dataclasses import replace

import pytest

from archive.errors import UnreadableDocumentError
from archive.ingest.enrichment import EnrichedCapture, EnrichmentPool
from archive.ingest.enrichment import worker_processes as pools
from archive.knowledge.knowledge import Knowledge
from archive.records.documents import RawCapture

pytestmark = pytest.mark.fault


def captures(count: int) -> list[RawCapture]:
    return [
        RawCapture(
            uri=f"{number}.txt",
            document=f"{number}.txt",
            content=f"افتتاح المعرض رقم {number} في المتحف\n\nافتتح المتحف معرضاً جديداً للخط العربي اليوم.".encode(),
            media_type="text/plain",
        )
        for number in range(count)
    ]


def test_a_killed_process_loses_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FEWEST_DOCUMENTS", 1)
    with EnrichmentPool(workers=2) as pool:
        assert len(list(pool.enrich(captures(4), Knowledge()))) == 4
        assert pool._executor is not None
        for process in pool._executor._processes.values():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
        found = list(pool.enrich(captures(30), Knowledge()))
    assert len(found) == 30
    titles = [each.articles[0].title for each in found if isinstance(each, EnrichedCapture)]
    assert titles == [f"افتتاح المعرض رقم {number} في المتحف" for number in range(30)]


def test_an_unreadable_document_ends_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "FEWEST_DOCUMENTS", 1)
    empty = replace(captures(1)[0], document="empty.txt", content=b"")
    with EnrichmentPool(workers=2) as pool:
        (found,) = pool.enrich([empty], Knowledge())
        assert isinstance(found, UnreadableDocumentError)
        assert str(found).startswith("empty.txt: ")
        assert pool._executor is not None
