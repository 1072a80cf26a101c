"""What a load says that it did adds up, wherever the same document came twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.ingest.enrichment import EnrichmentPool
from archive.ingest.loading import load_batches
from archive.ingest.run import load_paths
from archive.models import Article

RECORD = {
    "url": "https://example.org/garden",
    "title": "حديقة جديدة عند سور المدينة",
    "text": "افتتحت البلدية حديقة عامة عند سور المدينة القديم، وغرست فيها مئة شجرة من اللوز.",
}


@pytest.mark.django_db
@pytest.mark.usefixtures("archive_home")
@pytest.mark.parametrize("batch", [1, 2, 200])
@pytest.mark.parametrize("ahead", [0, 1])
def test_a_document_that_comes_again_is_unchanged(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    batch: int,
    ahead: int,
) -> None:
    monkeypatch.setattr(load_batches, "BATCH", batch)
    monkeypatch.setattr(EnrichmentPool, "ahead", ahead)
    path = tmp_path / "records.jsonl"
    path.write_text(f"{json.dumps(RECORD)}\n" * 3, encoding="utf-8")
    report = load_paths([str(path)])
    assert (report.documents, report.new, report.updated, report.unchanged) == (3, 1, 0, 2)
    again = load_paths([str(path)])
    assert (again.documents, again.new, again.updated, again.unchanged) == (3, 0, 0, 3)
    assert Article.objects.count() == 1
